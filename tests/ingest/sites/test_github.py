"""READMEs of GitHub repositories: which one is read, from where, and what follows from a new name."""

from pathlib import Path

import pytest
from github_wire import API, LINK, RAW, README, TEXT, answer, plain
from recordings import DATE, HTML, Recording, html, moved, read_recorded, write_warc

from ingest.errors import FetchFailed
from ingest.status import Source, Status

PARAGRAPHS = "<p>The engine trains graphs.</p>" * 3
ARTICLE = f"<html><body><nav>Issues</nav><article class='markdown-body entry'>{PARAGRAPHS}</article></body></html>"
LIMITED = (403, HTML, b'{"message": "API rate limit exceeded"}')


def test_from_the_api(tmp_path: Path) -> None:
    """The API's README is the document: exact headings, the repository as its address, site and title."""
    path = write_warc(tmp_path / "a.warc.gz", {API: answer(README)})
    (document,) = read_recorded(path, f"{LINK}.git")

    assert document.text == TEXT
    assert [(one.start, one.level, one.text) for one in document.headings] == [(0, 1, "Engine"), (44, 2, "Install")]
    assert (document.url, document.title, document.link.url) == (LINK, "owner/engine", f"{LINK}.git")
    assert (document.source, document.fetched, document.published) == (Source.ARCHIVE, DATE, None)
    assert (document.site, document.moved_to) == ("owner/engine", "")
    assert read_recorded(path, LINK, "On the list")[0].title == "On the list"


@pytest.mark.parametrize("name", ["README.rst", "README.txt", "README", "docs/README.md", ".github/README.md"])
def test_other_kinds_of_readme(name: str, tmp_path: Path) -> None:
    """The file's name says how it is read; wherever it lies, GitHub shows it on the repository's front page."""
    text = "Engine\n======\n\nIt trains graphs.\n" if name.endswith("rst") else "It trains graphs."
    path = write_warc(tmp_path / "a.warc.gz", {API: answer(text, name)})
    (document,) = read_recorded(path, LINK)

    assert document.text.endswith("It trains graphs.")
    assert "=" not in document.text
    assert document.url == LINK


def test_the_readme_of_a_folder(tmp_path: Path) -> None:
    """A link to a folder is its README at that version, not the repository's."""
    link = f"{LINK}/tree/v2/examples/large graph"
    api = f"{API}/examples/large%20graph?ref=v2"
    path = write_warc(tmp_path / "a.warc.gz", {api: answer(README, "examples/large graph/README.md")})
    (document,) = read_recorded(path, link)

    assert (document.text, document.title) == (TEXT, "owner/engine")
    assert document.url == f"{LINK}/tree/v2/examples/large%20graph"


def test_a_new_name(tmp_path: Path) -> None:
    """A repository that has moved is cited under its new name, with which the list can be put right."""
    pages = {
        API: moved("https://api.github.com/repositories/42/readme"),
        "https://api.github.com/repositories/42/readme": answer(README, repository="new/name"),
    }
    (document,) = read_recorded(write_warc(tmp_path / "a.warc.gz", pages), LINK)

    assert (document.url, document.title, document.site) == ("https://github.com/new/name", "new/name", "new/name")
    assert (document.moved_to, document.link.url) == ("https://github.com/new/name", LINK)


def test_another_case_is_no_move(tmp_path: Path) -> None:
    """GitHub's names are the same in capitals: such a repository has not moved."""
    path = write_warc(tmp_path / "a.warc.gz", {API: answer(README, repository="Owner/Engine")})
    (document,) = read_recorded(path, LINK)

    assert (document.url, document.moved_to) == ("https://github.com/Owner/Engine", "")


@pytest.mark.parametrize(
    "blocked",
    [
        LIMITED,
        (500, HTML, b""),
        moved("https://mirror.example/readme"),
        (200, HTML, b"<html>a captive portal</html>"),
        (200, HTML, b"[]"),
        (200, HTML, b"[" * 200_000),
        (200, HTML, b'{"name": "README.md", "content": "!", "html_url": 5}'),
        (200, HTML, b'{"name": "README.md", "content": null, "html_url": "https://github.com/owner/engine"}'),
        (200, HTML, b'{"name": "README.md", "html_url": "http://["}'),
        (200, HTML, b'{"name": "README.md", "content": "", "html_url": "https://github.com/owner/engine"}'),
        None,
    ],
)
def test_raw_files(blocked: Recording | None, tmp_path: Path) -> None:
    """Where the API refuses or answers nonsense, the raw file is read, under its usual names in turn."""
    pages = {f"{RAW}/readme.md": plain(README), f"{RAW}/README.rst": plain("not this one")}
    pages["https://mirror.example/readme"] = answer("Another host's README.")
    path = write_warc(tmp_path / "a.warc.gz", pages | ({API: blocked} if blocked else {}))
    (document,) = read_recorded(path, LINK)

    assert (document.text, document.url, document.title) == (TEXT, LINK, "owner/engine")


def test_a_raw_file_that_is_a_web_page(tmp_path: Path) -> None:
    """A captive portal in place of the raw file is not taken for a README."""
    path = write_warc(
        tmp_path / "a.warc.gz", {API: LIMITED, f"{RAW}/README.md": html("<p>Sign in.</p>"), LINK: html(ARTICLE)}
    )
    (document,) = read_recorded(path, LINK)

    assert document.text.startswith("The engine trains graphs.")


def test_a_symbolic_link(tmp_path: Path) -> None:
    """A README that is a symbolic link is, as a raw file, the path it leads to; it is followed, once."""
    pages = {
        f"{RAW}/README.md": plain("./packages/engine/README.md\n"),
        f"{RAW}/packages/engine/README.md": plain("../README.md"),
    }
    (document,) = read_recorded(write_warc(tmp_path / "a.warc.gz", pages), LINK)
    assert document.text == "../README.md"

    pages[f"{RAW}/packages/engine/README.md"] = plain(README)
    (document,) = read_recorded(write_warc(tmp_path / "b.warc.gz", pages), LINK)
    assert (document.text, document.url) == (TEXT, LINK)


def test_the_repositorys_page(tmp_path: Path) -> None:
    """Where there is no raw file either, the README within the repository's page is read, and nothing beside it."""
    path = write_warc(tmp_path / "a.warc.gz", {LINK: moved(f"{LINK}-2"), f"{LINK}-2": html(ARTICLE)})
    (document,) = read_recorded(path, LINK)

    assert document.text == "\n\n".join(["The engine trains graphs."] * 3)
    assert (document.url, document.title, document.moved_to) == (f"{LINK}-2", "owner/engine-2", f"{LINK}-2")


@pytest.mark.parametrize(
    ("api", "page", "status"),
    [
        ((404, HTML, b"{}"), (404, HTML, b""), Status.GONE),
        ((451, HTML, b"{}"), (451, HTML, b""), Status.GONE),
        (LIMITED, (404, HTML, b""), Status.GONE),
        ((404, HTML, b"{}"), html("<html><body><p>No README here.</p></body></html>"), Status.EMPTY),
        ((404, HTML, b"{}"), (429, HTML, b""), Status.BLOCKED),
        (LIMITED, html("<html><body></body></html>"), Status.BLOCKED),
        ((404, HTML, b"{}"), None, Status.GONE),
        (None, None, Status.NOT_IN_ARCHIVE),
    ],
)
def test_nothing_works(api: Recording | None, page: Recording | None, status: Status, tmp_path: Path) -> None:
    """A repository is gone only where its page says so too; otherwise the link ends with what says most."""
    recorded = {API: api, LINK: page, "https://github.com/else": html("<p>else</p>")}
    path = write_warc(tmp_path / "a.warc.gz", {url: one for url, one in recorded.items() if one})

    with pytest.raises(FetchFailed, match=r"owner/engine") as caught:
        read_recorded(path, LINK)
    assert caught.value.status is status
