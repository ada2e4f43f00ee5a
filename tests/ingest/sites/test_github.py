"""GitHub repositories, from an archive: which README is read, from where, and what follows from a new name."""

import base64
import json
from pathlib import Path

import pytest
from recordings import DATE, HTML, Recording, html, moved, read_recorded, write_warc

from ingest.documents import Source, Status
from ingest.errors import FetchFailed
from ingest.sites.github import repository_of

LINK = "https://github.com/owner/engine"
API = "https://api.github.com/repos/owner/engine/readme"
RAW = "https://raw.githubusercontent.com/owner/engine/HEAD"
README = "# Engine\n\nIt trains graphs on many machines.\n\n## Install\n\n    pip install engine\n"
TEXT = "Engine\n\nIt trains graphs on many machines.\n\nInstall\n\npip install engine"
CHINESE = "# 引擎\n\n它在多台机器上训练图。\n"
PARAGRAPHS = "<p>The engine trains graphs.</p>" * 3
ARTICLE = f"<html><body><nav>Issues</nav><article class='markdown-body entry'>{PARAGRAPHS}</article></body></html>"


def answer(text: str, name: str = "README.md", repository: str = "owner/engine") -> Recording:
    """Return what the API says of a README."""
    content = base64.encodebytes(text.encode()).decode()
    said = {"name": name, "content": content, "html_url": f"https://github.com/{repository}/blob/main/{name}"}
    return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()


def plain(text: str) -> Recording:
    """Return a raw file."""
    return 200, {"Content-Type": "text/plain; charset=utf-8"}, text.encode()


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://github.com/owner/engine", "owner/engine"),
        ("http://www.github.com/Owner/Engine.git", "Owner/Engine"),
        ("https://github.com/owner/en.gi-ne_2/?tab=readme#install", "owner/en.gi-ne_2"),
        ("https://github.com/owner", None),
        ("https://github.com/owner/engine/tree/main", None),
        ("https://github.com/owner/engine/blob/main/a.md", None),
        ("https://github.com/topics/graphs", None),
        ("https://github.com/Sponsors/owner", None),
        ("https://gist.github.com/owner/123", None),
        ("https://owner.github.io/engine", None),
        ("https://e.example/owner/engine", None),
    ],
)
def test_what_is_a_repository(url: str, repository: str | None) -> None:
    """The front page of a repository is one; pages within it, users, GitHub's own pages and other hosts are not."""
    assert repository_of(url) == repository


def test_from_the_api(tmp_path: Path) -> None:
    """The API's README is the document: exact headings, the repository as its address, owner and name as its title."""
    path = write_warc(tmp_path / "a.warc.gz", {API: answer(README)})
    (document,) = read_recorded(path, f"{LINK}.git")

    assert document.text == TEXT
    assert [(one.start, one.level, one.text) for one in document.headings] == [(0, 1, "Engine"), (44, 2, "Install")]
    assert (document.url, document.title, document.link.url) == (LINK, "owner/engine", f"{LINK}.git")
    assert (document.source, document.fetched, document.published) == (Source.ARCHIVE, DATE, None)
    assert read_recorded(path, LINK, "On the list")[0].title == "On the list"


@pytest.mark.parametrize("name", ["README.rst", "README.txt", "docs/README.md"])
def test_other_kinds_of_readme(name: str, tmp_path: Path) -> None:
    """The file's name says how it is read, and a README of another place has its own address."""
    text = "Engine\n======\n\nIt trains graphs.\n" if name.endswith("rst") else "It trains graphs."
    path = write_warc(tmp_path / "a.warc.gz", {API: answer(text, name)})
    (document,) = read_recorded(path, LINK)

    assert document.text.endswith("It trains graphs.")
    assert ("=" not in document.text, document.url) == (
        True,
        LINK if name == "README.rst" else f"{LINK}/blob/HEAD/{name}",
    )


def test_a_new_name(tmp_path: Path) -> None:
    """The address of a repository that has moved is the new one, and there its translation is sought."""
    pages = {
        API: moved("https://api.github.com/repositories/42/readme"),
        "https://api.github.com/repositories/42/readme": answer(
            f"{README}\n[中文](README_zh.md)", repository="new/name"
        ),
        "https://raw.githubusercontent.com/new/name/HEAD/README_zh.md": plain(CHINESE),
    }
    first, second = read_recorded(write_warc(tmp_path / "a.warc.gz", pages), LINK)

    assert (first.url, first.title) == ("https://github.com/new/name", "new/name")
    assert (second.url, second.text) == (
        "https://github.com/new/name/blob/HEAD/README_zh.md",
        "引擎\n\n它在多台机器上训练图。",
    )
    assert {first.link.url, second.link.url} == {LINK}


@pytest.mark.parametrize(
    "blocked",
    [
        (403, HTML, b'{"message": "API rate limit exceeded"}'),
        (200, HTML, b"<html>a captive portal</html>"),
        (200, HTML, b"[]"),
        (200, HTML, b"[" * 200_000),
        (200, HTML, b'{"name": "README.md", "content": "!", "html_url": 5}'),
        (200, HTML, b'{"name": "README.md", "content": null, "html_url": "https://github.com/owner/engine"}'),
        (200, HTML, b'{"name": "README.md", "html_url": "http://["}'),
        None,
    ],
)
def test_raw_files(blocked: Recording | None, tmp_path: Path) -> None:
    """Where the API refuses or answers nonsense, the raw file is read, under its usual names in turn."""
    pages = {f"{RAW}/readme.md": plain(README), f"{RAW}/README.rst": plain("not this one")}
    path = write_warc(tmp_path / "a.warc.gz", pages | ({API: blocked} if blocked else {}))
    (document,) = read_recorded(path, LINK)

    assert (document.text, document.url, document.title) == (TEXT, LINK, "owner/engine")


def test_the_repositorys_page(tmp_path: Path) -> None:
    """Where there is no raw file either, the README within the repository's page is read, and nothing beside it."""
    path = write_warc(tmp_path / "a.warc.gz", {LINK: moved(f"{LINK}-2"), f"{LINK}-2": html(ARTICLE)})
    (document,) = read_recorded(path, LINK)

    assert document.text == "\n\n".join(["The engine trains graphs."] * 3)
    assert (document.url, document.title) == (f"{LINK}-2", "owner/engine-2")


def test_nothing_works(tmp_path: Path) -> None:
    """Where every way fails, the link ends with the reason of the first and best."""
    path = write_warc(tmp_path / "a.warc.gz", {API: (404, HTML, b"{}"), LINK: html("<html><body></body></html>")})

    with pytest.raises(FetchFailed, match=r"engine/readme answered 404") as caught:
        read_recorded(path, LINK)
    assert caught.value.status is Status.GONE


@pytest.mark.parametrize(
    "name", ["README_zh.md", "README_CN.md", "README.zh-CN.md", "README-zh_CN.rst", "readme.cn.md"]
)
def test_a_translation(name: str, tmp_path: Path) -> None:
    """A translation that the README names becomes a second document of the link."""
    pages = {
        API: answer(f"{README}\nRead it [in Chinese](./{name})."),
        f"{RAW}/{name}": plain("它在多台机器上训练图。"),
    }
    first, second = read_recorded(write_warc(tmp_path / "a.warc.gz", pages), LINK)

    assert (first.language, second.language) == ("en", "zh")
    assert (second.url, second.text) == (f"{LINK}/blob/HEAD/{name}", "它在多台机器上训练图。")


@pytest.mark.parametrize(
    "pages",
    [
        {},
        {f"{RAW}/README_zh.md": (404, HTML, b"404")},
        {f"{RAW}/README_zh.md": plain(" \n")},
        {f"{RAW}/README_zh.md": (200, {"Content-Encoding": "gzip"}, b"damaged")},
    ],
)
def test_a_translation_that_is_not_there(pages: dict[str, Recording], tmp_path: Path) -> None:
    """A translation that is missing, empty or damaged takes nothing from the README itself; nor does its own name."""
    path = write_warc(
        tmp_path / "a.warc.gz", pages | {API: answer(f"{README}\nREADME_zh.md, readme.en.md", "README.en.md")}
    )
    (document,) = read_recorded(path, LINK)

    assert document.text.startswith(TEXT)
