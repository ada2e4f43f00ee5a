"""Files and other pages of GitHub: what they name is read, in its own markup."""

import json
from pathlib import Path

import pytest
from github_wire import LINK, README, TEXT, plain
from recordings import HTML, Recording, html, read_recorded, write_warc

from ingest.documents import Link, Page
from ingest.errors import FetchFailed
from ingest.sites.github import parse
from ingest.status import Source, Status

RAW = "https://raw.githubusercontent.com/owner/engine/main"
BLOB = f"{LINK}/blob/main"
WORDS = "<p>The engine stops when its second worker leaves.</p>" * 6
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Training\n", "\n", "Each worker keeps a part of the graph.\n"]},
        {"cell_type": "code", "source": "engine.run(workers=4)", "outputs": [{"text": "printed 42"}]},
        {"cell_type": "raw", "source": "for no reader"},
    ],
    "nbformat": 4,
}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("docs/guide.md", f"---\ntitle: hidden\n---\n{README}", TEXT),
        ("docs/guide.rst", "Engine\n======\n\nIt trains graphs.\n", "Engine\n\nIt trains graphs."),
        ("notes.txt", "It trains graphs\non many machines.", "It trains graphs on many machines."),
        ("LICENSE", "Use it freely.", "Use it freely."),
        (
            "train.ipynb",
            json.dumps(NOTEBOOK),
            "Training\n\nEach worker keeps a part of the graph.\n\nengine.run(workers=4)",
        ),
    ],
)
@pytest.mark.parametrize("address", [BLOB, RAW, f"{LINK}/raw/main"])
def test_a_file(address: str, name: str, text: str, expected: str, tmp_path: Path) -> None:
    """A link to a text file is that file as it lies in the repository, cited by the page that shows it."""
    path = write_warc(tmp_path / "a.warc.gz", {f"{RAW}/{name}": plain(text)})
    (document,) = read_recorded(path, f"{address}/{name}")

    assert document.text == expected
    assert (document.url, document.site, document.moved_to) == (f"{BLOB}/{name}", "owner/engine", "")
    assert document.title == (expected.partition("\n")[0] if document.headings else name)


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 4}', '{"worksheets": []}', '{"cells": [4]}', "[" * 100_000])
def test_a_notebook_that_is_none(text: str, tmp_path: Path) -> None:
    """A damaged notebook ends as one; nothing of its wrapping is taken for text."""
    path = write_warc(tmp_path / "a.warc.gz", {f"{RAW}/train.ipynb": plain(text)})

    with pytest.raises(FetchFailed, match="the file is no notebook") as caught:
        read_recorded(path, f"{BLOB}/train.ipynb")
    assert caught.value.status is Status.EXTRACT_FAILED


def test_a_notebook_of_the_older_format(tmp_path: Path) -> None:
    """Notebooks of format 3 keep cells in worksheets, and headings and code under other names."""
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Tides"},
        {"cell_type": "code", "input": ["a = '```'\n", "b = 2"]},
    ]
    path = write_warc(tmp_path / "a.warc.gz", {f"{RAW}/o.ipynb": plain(json.dumps({"worksheets": [{"cells": cells}]}))})
    (document,) = read_recorded(path, f"{BLOB}/o.ipynb")

    assert document.text == "Tides\n\na = '```'\nb = 2"
    assert [(one.level, one.text) for one in document.headings] == [(2, "Tides")]


def test_a_file_that_only_its_page_shows(tmp_path: Path) -> None:
    """Where the raw host has it not, the page of the file is read."""
    page = html(f"<html><nav>Code</nav><article class='markdown-body'>{WORDS}</article></html>")
    path = write_warc(tmp_path / "a.warc.gz", {f"{RAW}/a.md": (404, HTML, b""), f"{BLOB}/a.md": page})
    (document,) = read_recorded(path, f"{BLOB}/a.md")

    assert (document.url, document.site) == (f"{BLOB}/a.md", "owner/engine")
    assert document.text.startswith("The engine stops")
    assert "Code" not in document.text


@pytest.mark.parametrize(
    ("rest", "page"),
    [
        ("wiki/Home", f"<div id='wiki-body'><h1>Home</h1>{WORDS}</div>"),
        ("issues/4", f"<div data-testid='issue-viewer-container'><h1>It stops</h1>{WORDS}</div>"),
        ("discussions/9", f"<div class='js-discussion js-socket'><h1>It stops</h1>{WORDS}</div>"),
        ("pull/7", f"<main><h1>It stops</h1>{WORDS}</main>"),
        ("releases", f"<main><h1>It stops</h1>{WORDS}</main>"),
    ],
)
def test_other_pages(rest: str, page: str, tmp_path: Path) -> None:
    """Issues, wikis and the like are read as web pages: from the element that holds them where GitHub names it."""
    whole = html(f"<html><body><nav><a href='/'>Pull requests</a></nav>{page}<footer>Terms</footer></body></html>")
    path = write_warc(tmp_path / "a.warc.gz", {f"{LINK}/{rest}": whole})
    (document,) = read_recorded(path, f"{LINK}/{rest}")

    assert document.text.count("The engine stops when its second worker leaves.") == 6
    assert "Pull requests" not in document.text
    assert document.url == f"{LINK}/{rest}"


@pytest.mark.parametrize(
    ("url", "final_url", "recording"),
    [
        (LINK, LINK, html(f"<article class='markdown-body'>{WORDS}</article>")),
        (LINK, "https://web.archive.org/web/20240506070809id_/" + LINK, html(f"<p class='markdown-body'></p>{WORDS}")),
        (f"{BLOB}/a.md", f"{RAW}/a.md", plain("The engine stops when its second worker leaves.")),
    ],
)
def test_a_page_that_is_there_already(url: str, final_url: str, recording: Recording) -> None:
    """A saved or archived page of a link is read without asking for anything, wherever it was had."""
    page = Page(url, final_url, recording[1]["Content-Type"], recording[2], "2024-05-06", Source.WAYBACK)
    (document,) = parse(Link(url, ()), page)

    assert "The engine stops when its second worker leaves." in document.text
    assert (document.site, document.moved_to) == ("owner/engine", "")
