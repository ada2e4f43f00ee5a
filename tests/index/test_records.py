"""Documents, chunks and links as JSON lines."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.records import ChunkRow, LinkRow, chunk_rows, linked, read_rows, write_rows
from ingest.chunk import chunk
from ingest.documents import Document, Heading, Link, Occurrence
from ingest.status import Source, Status

PLACE = Occurrence(("List", "训练"), "Rings", "环：", "see also", "a paragraph\n\nand another", 12)
LINK = Link("https://example.org/rings?a=1&b=二", (PLACE, Occurrence((), "", "", "", "", 40)))
TEXT = "Rings\n\nThey scale. \u2028 “Quotes” and a \\ back\\slash\x85.\n\n环把梯度切成小块。🚀"


def document(text: str) -> Document:
    """A document with everything set."""
    dates = ("2024-05-06T07:08:09+00:00", "2023-01-02")
    return Document(LINK, LINK.url, "Rings", text, (Heading(0, 1, "Rings"),), Source.ARCHIVE, *dates, "list")


def test_documents_come_back(tmp_path: Path) -> None:
    """Documents with odd line ends, quotes and dates, or without dates, are the same after writing and reading."""
    documents = (document(TEXT), Document(LINK, LINK.url, "", "", (), Source.STUB))
    write_rows(tmp_path / "documents.jsonl", documents, Document)
    assert (tmp_path / "documents.jsonl").read_bytes().count(b"\n") == 2
    assert read_rows(tmp_path / "documents.jsonl", Document) == documents


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever characters a text has, it is the same after writing and reading."""
    path = tmp_path_factory.mktemp("any") / "documents.jsonl"
    write_rows(path, [document(text)], Document)
    assert read_rows(path, Document) == (document(text),)


def test_chunks_come_back_with_their_documents(tmp_path: Path) -> None:
    """Chunks hold the very document that they name, though another one is equal to it."""
    documents = (document(TEXT), document(TEXT), document("Rings\n\n环。"))
    chunks = [one for each in documents for one in chunk(each, lambda texts: [len(text) for text in texts], 12)]
    assert len(chunks) > len(documents)
    rows = chunk_rows(chunks, documents)
    assert {row.document for row in rows} == {0, 1, 2}
    write_rows(tmp_path / "chunks.jsonl", rows, ChunkRow)
    again = linked(read_rows(tmp_path / "chunks.jsonl", ChunkRow), documents)
    assert again == tuple(chunks)
    assert all(one.document is other.document for one, other in zip(again, chunks, strict=True))


@pytest.mark.parametrize("status", list(Status))
def test_link_outcomes_come_back(tmp_path: Path, status: Status) -> None:
    """Every status of a link survives, with its reason and where it moved."""
    row = LinkRow(LINK, status, "reason with\ttab", Source.WAYBACK, "https://example.org/moved", None, 3)
    write_rows(tmp_path / "links.jsonl", [row, row], LinkRow)
    assert read_rows(tmp_path / "links.jsonl", LinkRow) == (row, row)


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b'{"document": 0}', b'{"document": "x"}', b"\xff\xfe", b"null"],
    ids=["blank", "cut", "list", "incomplete", "other type", "not text", "null"],
)
def test_a_damaged_line_is_refused(tmp_path: Path, line: bytes) -> None:
    """One line that is no row is enough: the file is named and the remedy given."""
    path = tmp_path / "chunks.jsonl"
    write_rows(path, [ChunkRow(0, 0, 4, (), ((0, 4),))], ChunkRow)
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(IndexCorrupt, match=r"chunks\.jsonl is damaged; run `citeshelf build` again\.$"):
        read_rows(path, ChunkRow)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is refused like a damaged one."""
    with pytest.raises(IndexCorrupt, match=r"links\.jsonl is damaged; run `citeshelf build` again\.$"):
        read_rows(tmp_path / "links.jsonl", LinkRow)
