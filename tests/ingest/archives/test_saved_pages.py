"""The folder of pages that a user saved: each is found by its link, in whatever form its browser wrote it."""

from pathlib import Path

import pytest
from recordings import html, moved, run, write_warc
from saved_folder import CANONICAL, ISO, MOMENT, OG_URL, SAVED_FROM, SINGLE_FILE, URL, WORDS, mhtml, page, save
from weixin_wire import TEXT, Article

from ingest.archives.saved_pages import SavedPages, read_saved
from ingest.documents import Link, Page
from ingest.extraction.charset import to_text
from ingest.extraction.worker import in_process
from ingest.sites import read_page
from ingest.status import Source

SHORT = "https://mp.weixin.qq.com/s/Ab3dEf6hIj9lMn2pQr5t_w"
LONG = "https://mp.weixin.qq.com/s?__biz=MzAxMjM0NQ==&mid=2650000001&idx=1&sn=0f1e2d3c4b5a69788796a5b4c3d2e1f0"


def only(saved: SavedPages, url: str = URL) -> Page:
    """Return the page of a link, which must be there."""
    found = saved.page_of(url)
    assert found, saved.unused
    return found


@pytest.mark.parametrize("head", [SAVED_FROM, SINGLE_FILE, CANONICAL, OG_URL])
@pytest.mark.parametrize("name", ["a.html", "A.HTM", "b/c/页面.html"])
def test_html(head: str, name: str, tmp_path: Path) -> None:
    """A page is found by what its browser, an extension or its author wrote of its address."""
    save(tmp_path / name, page(head))
    saved = read_saved(tmp_path)

    assert only(saved) == Page(URL, URL, "text/html", page(head).encode(), ISO, Source.ARCHIVE)
    assert saved.page_of("http://www.e.example/engine/?utm_source=x#part") is not None
    assert saved.page_of("https://e.example/other") is None
    assert (saved.unused, saved.unmatched([URL])) == ((), ())


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("top", [f"Snapshot-Content-Location: {URL}\r\n", ""])
def test_mhtml(coding: str, charset: str, top: str, tmp_path: Path) -> None:
    """A page of many parts is found by its own address, decoded, and dated by the day on which it was saved."""
    text = f"<html><body><p>{WORDS}</p></body></html>"
    save(tmp_path / "a.mhtml", mhtml(text, coding=coding, charset=charset, top=top))
    found = only(read_saved(tmp_path))

    assert to_text(found.body, found.content_type).strip() == text
    assert (found.fetched, found.content_type) == ("2024-05-06T07:08:09+00:00", f"text/html; charset={charset}")


@pytest.mark.parametrize("date", ["yesterday", "", "Mon, 99 May 2024 09:08:09 +0200"])
def test_mhtml_without_a_date(date: str, tmp_path: Path) -> None:
    """Without a date of its own it has the file's."""
    save(tmp_path / "a.mht", mhtml(page(), date=date))

    assert only(read_saved(tmp_path)).fetched == ISO


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warc(name: str, tmp_path: Path) -> None:
    """Every page of a recording is found, redirects within it followed."""
    old = "https://e.example/old"
    write_warc(tmp_path / name, {URL: html(page("")), old: moved(URL)}, gzip=name.endswith("gz"))
    saved = read_saved(tmp_path)

    assert (only(saved).body, only(saved).fetched) == (page("").encode(), "2024-05-06T07:08:09Z")
    assert (only(saved, old).url, only(saved, old).final_url) == (old, URL)
    assert saved.unmatched([]) == (name,)
    assert saved.unmatched(["https://e.example/old"]) == ()


@pytest.mark.parametrize(
    ("name", "beside", "text", "url"),
    [
        ("paper.pdf", "paper.pdf.url", f"[InternetShortcut]\r\nURL={URL}\r\n", URL),
        ("paper.pdf", "paper.url", f"[InternetShortcut]\r\nURL={URL}\r\n", URL),
        (
            "paper.pdf",
            "paper.webloc",
            f'<!DOCTYPE plist PUBLIC "-//A//B" "http://www.apple.com/x.dtd"><plist><string>{URL}?a=1&amp;b=2</string>',
            f"{URL}?a=1&b=2",
        ),
        ("1910.04940v2.pdf", "", "", "https://arxiv.org/abs/1910.04940"),
        ("1910.04940v2.pdf", "", "", "https://arxiv.org/pdf/1910.04940.pdf"),
        ("1910.04940v2.pdf", "", "", "https://arxiv.org/abs/1910.04940v2"),
    ],
)
def test_pdf(name: str, beside: str, text: str, url: str, tmp_path: Path) -> None:
    """A PDF is found by the shortcut beside it, or by the arXiv number that is its name."""
    save(tmp_path / name, b"%PDF-1.4 ...")
    if beside:
        save(tmp_path / beside, text)

    assert only(read_saved(tmp_path), url).content_type == "application/pdf"


@pytest.mark.parametrize("url", [SHORT, LONG, f"{LONG}&chksm=1&scene=2#rd"])
def test_a_wechat_article(url: str, tmp_path: Path) -> None:
    """An article is found under both of its addresses, though only scripts hold the long one, and is read as ever."""
    save(tmp_path / "文章.html", Article(filler=300_000).html)
    saved = read_saved(tmp_path)
    (document,) = run(read_page(Link(url, ()), only(saved, url), in_process))

    assert (document.text, document.source) == (TEXT, Source.ARCHIVE)
    assert saved.unmatched([url]) == ()


def test_a_session_is_not_kept(tmp_path: Path) -> None:
    """An article is found whatever session it was saved from, and its address keeps nothing of the session."""
    save(tmp_path / "a.html", page(f"<!-- saved from url=(0099){SHORT}?key=SECRET&uin=SECRET -->"))

    assert only(read_saved(tmp_path), f"{SHORT}?pass_ticket=SECRET").final_url == SHORT


def test_the_surest_then_the_newest(tmp_path: Path) -> None:
    """Of files that hold one page, the newest counts; the others are listed."""
    save(tmp_path / "a.html", page(words="old"), MOMENT)
    save(tmp_path / "b.html", page(words="new"), MOMENT + 60)
    save(tmp_path / "c.html", page(words="older"), MOMENT - 60)
    saved = read_saved(tmp_path)

    assert b"new" in only(saved).body
    assert saved.unused == (
        ("a.html", "another file holds the same page"),
        ("c.html", "another file holds the same page"),
    )


def test_what_a_browser_says_counts_more(tmp_path: Path) -> None:
    """A page that was saved from an address holds it more surely than a newer one whose author names the address."""
    save(tmp_path / "a.html", page(words="itself"), MOMENT)
    save(
        tmp_path / "b.html", page(words="another", head=SAVED_FROM.replace("engine", "other") + CANONICAL), MOMENT + 60
    )

    assert b"itself" in only(read_saved(tmp_path)).body


def test_files_without_a_link(tmp_path: Path) -> None:
    """The files that no link of the list names are told."""
    save(tmp_path / "b.html", page())
    save(tmp_path / "a.html", page(CANONICAL.replace("engine", "other")))
    saved = read_saved(tmp_path)

    assert saved.unmatched([URL, "not a url"]) == ("a.html",)
    assert saved.unmatched([]) == ("a.html", "b.html")


def test_a_file_that_is_gone_since(tmp_path: Path) -> None:
    """A file that was deleted after the folder was looked through is as if it had not been there."""
    path = save(tmp_path / "a.html", page())
    saved = read_saved(tmp_path)
    path.unlink()

    assert saved.page_of(URL) is None
