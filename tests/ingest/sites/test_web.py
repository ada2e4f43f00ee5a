"""Any web page, from an archive: what is a page, what only looks like one, and where its facts come from."""

from pathlib import Path

import pytest
from recordings import DATE, HTML, Recording, html, moved, read_recorded, write_warc

from ingest.documents import Source, Status
from ingest.errors import FetchFailed
from ingest.sites.web import SOFT_404_CHARS

URL = "https://e.example/engine"
WORDS = "".join(f"<p>Paragraph {number} is about a graph engine and its memory.</p>" for number in range(12))
CHINESE = "".join(f"<p>第{number}段讲的是图引擎怎样在多台机器之间共享内存。</p>" for number in range(12))


def page(body: str, head: str = "<title>Engine notes</title>") -> str:
    """Return a whole page."""
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>"


def test_a_page(tmp_path: Path) -> None:
    """A page becomes one document: the list's title before its own, where it was found, and when it was recorded."""
    dated = '<title>Engine notes</title><meta property="article:published_time" content="2021-02-03">'
    pages = {URL: moved(f"{URL}/final"), f"{URL}/final": html(page(f"<h1>Engine</h1>{WORDS}", dated))}
    path = write_warc(tmp_path / "a.warc.gz", pages)

    (untitled,) = read_recorded(path, URL)
    (titled,) = read_recorded(path, URL, "The list's title")
    assert (titled.title, untitled.title) == ("The list's title", "Engine")
    assert (titled.url, titled.link.url) == (f"{URL}/final", URL)
    assert (titled.source, titled.kind, titled.fetched, titled.published) == (
        Source.ARCHIVE,
        "page",
        DATE,
        "2021-02-03",
    )
    assert titled.text.startswith("Engine\n\nParagraph 0 is about")
    assert [(one.start, one.text) for one in titled.headings] == [(0, "Engine")]


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", ""), ("utf-16", ""), ("utf-8", "gbk")],
)
def test_charsets(charset: str, declared: str, tmp_path: Path) -> None:
    """Chinese pages are read in whatever charset they came, and are Chinese."""
    headers = {"Content-Type": f"text/html; charset={declared}" if declared else "text/html"}
    path = write_warc(tmp_path / "a.warc.gz", {URL: (200, headers, page(CHINESE).encode(charset))})
    (document,) = read_recorded(path, URL)

    assert document.text.startswith("第0段讲的是图引擎")
    assert document.language == "zh"


@pytest.mark.parametrize("content_type", ["text/plain", "application/octet-stream", "image/png", ""])
def test_the_bytes_decide_what_a_page_is(content_type: str, tmp_path: Path) -> None:
    """HTML under another type is read all the same."""
    headers = {"Content-Type": content_type} if content_type else {}
    path = write_warc(tmp_path / "a.warc.gz", {URL: (200, headers, page(WORDS).encode())})

    assert read_recorded(path, URL)[0].text.startswith("Paragraph 0")


@pytest.mark.parametrize(
    ("recording", "status", "reason"),
    [
        ((200, HTML, b""), Status.EMPTY, "is empty"),
        ((204, HTML, b""), Status.EMPTY, "is empty"),
        ((200, HTML, b" \n "), Status.EMPTY, "is empty"),
        (html("<html><script>render()</script></html>"), Status.EMPTY, "holds no text"),
        (
            (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 \x00\xff"),
            Status.UNSUPPORTED_TYPE,
            r"no HTML page \(app.+pdf\)",
        ),
        ((200, {}, b'{"an": "object"}'), Status.UNSUPPORTED_TYPE, r"is no HTML page \(no type given\)"),
        ((200, HTML, b"\x89PNG\r\n\x1a\n" + bytes(90)), Status.UNSUPPORTED_TYPE, r"is no HTML page \(text/html"),
        (html(page("<p>Nothing here.</p>", "<title>404 Not Found</title>")), Status.SOFT_404, "“404 Not Found”"),
        (html(page("<p>该页面不存在</p>")), Status.SOFT_404, "answers with “Engine notes”"),
        (html(page("<p>Checking your browser.</p>", "<title>Just a moment...</title>")), Status.SOFT_404, "Just a mom"),
        (html(page("<p>环境异常，完成验证后即可继续访问。</p>", "")), Status.SOFT_404, "answers with “”"),
        ((404, HTML, page(WORDS).encode()), Status.GONE, "answered 404"),
        ((403, HTML, page(WORDS).encode()), Status.BLOCKED, "answered 403"),
    ],
)
def test_what_is_no_page(recording: Recording, status: Status, reason: str, tmp_path: Path) -> None:
    """Empty answers, other kinds of file, and login or error pages in disguise end the link in their status."""
    path = write_warc(tmp_path / "a.warc.gz", {URL: recording})

    with pytest.raises(FetchFailed, match=reason) as caught:
        read_recorded(path, URL)
    assert caught.value.status is status


def test_a_long_page_about_errors(tmp_path: Path) -> None:
    """A page that speaks of error pages at length is not taken for one."""
    path = write_warc(tmp_path / "a.warc.gz", {URL: html(page(f"<h1>How to answer 404 not found</h1>{WORDS}"))})
    (document,) = read_recorded(path, URL)

    assert len(document.text) > SOFT_404_CHARS
