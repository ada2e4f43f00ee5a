"""Links to PDF files: what becomes of them, whatever their server calls them and whatever stands in their place."""

from pathlib import Path

import pytest
from papers import column, pdf
from recordings import DATE, Recording, html, moved, read_recorded, write_warc

from ingest.errors import FetchFailed
from ingest.status import Source, Status

URL = "https://harbour.example/files/lamps%20of%20the%20north.pdf"
LINES = ["The lamp on the northern pier burns for nine hours.", "It is lit at dusk."]
FILE = pdf(column(LINES[0]), column(LINES[1]), title="The Lamps of the North", author="Ann Bo")


def served(body: bytes, content_type: str = "application/pdf") -> Recording:
    """Return a file as it is recorded."""
    return 200, {"Content-Type": content_type}, body


@pytest.mark.parametrize("content_type", ["application/pdf", "application/octet-stream", ""])
def test_a_file(content_type: str, tmp_path: Path) -> None:
    """Fault 38: the first bytes tell a PDF, whatever its server calls it; its pages can be told apart."""
    path = write_warc(tmp_path / "a.warc.gz", {URL: served(FILE, content_type)})
    (document,) = read_recorded(path, URL)

    assert document.text == "\n\n".join(LINES)
    assert [document.page_at(document.text.index(line)) for line in LINES] == [1, 2]
    assert (document.title, document.author, document.published) == ("The Lamps of the North", "Ann Bo", None)
    assert (document.url, document.source, document.fetched) == (URL, Source.ARCHIVE, DATE)
    assert read_recorded(path, URL, "On the list")[0].title == "On the list"


def test_a_file_without_a_title(tmp_path: Path) -> None:
    """A file that says nothing of itself is called by its name."""
    path = write_warc(tmp_path / "a.warc.gz", {URL: served(pdf(column(*LINES)))})

    assert read_recorded(path, URL)[0].title == "lamps of the north.pdf"


def test_a_file_that_moved(tmp_path: Path) -> None:
    """A permanent redirect is followed and kept, so that the list can be put right."""
    there = "https://harbour.example/archive/lamps.pdf"
    path = write_warc(tmp_path / "a.warc.gz", {URL: moved(there), there: served(FILE)})
    (document,) = read_recorded(path, URL)

    assert (document.url, document.moved_to) == (there, there)


def test_a_web_page_in_its_place(tmp_path: Path) -> None:
    """Fault 57: a web page under the address of a PDF is read as the page it is."""
    page = html(
        f"<html><body><h1>The lamps</h1>{'<p>The lamp on the pier burns for nine hours.</p>' * 9}</body></html>"
    )
    path = write_warc(tmp_path / "a.warc.gz", {URL: page})
    (document,) = read_recorded(path, URL)

    assert document.text.startswith("The lamp")
    assert document.pages == ()


@pytest.mark.parametrize(
    ("body", "reason"), [(FILE[:300], "ends early"), (b"%PDF-1.4 %%EOF", "damaged")], ids=["truncated", "damaged"]
)
def test_a_file_that_cannot_be_read(body: bytes, reason: str, tmp_path: Path) -> None:
    """Fault 57: a broken file ends its link with the reason why."""
    path = write_warc(tmp_path / "a.warc.gz", {URL: served(body)})

    with pytest.raises(FetchFailed, match=reason) as caught:
        read_recorded(path, URL)
    assert caught.value.status is Status.EXTRACT_FAILED
