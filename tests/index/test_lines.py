"""Documents, chunks and links as JSON lines, each read when it is asked for."""

import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.lines import Lines, beside, write_lines
from index.records import ChunkRow, Chunks, LinkRow, chunk_rows
from ingest.chunk import chunk
from ingest.documents import Document, Heading, Link, Occurrence
from ingest.status import Source, Status

PLACE = Occurrence(("List", "训练"), "Rings", "环：", "see also", "a paragraph\n\nand another", 12)
LINK = Link("https://example.org/rings?a=1&b=二", (PLACE, Occurrence((), "", "", "", "", 40)))
TEXT = "Rings\n\nThey scale. \u2028 “Quotes” and a \\ back\\slash\x85.\n\n环把梯度切成小块。🚀"
ROWS = [ChunkRow(number, number, number + 4, (str(number),), ()) for number in range(50)]
REMEDY = r"chunks\.jsonl is damaged; run `citeshelf build` again\.$"


def document(text: str) -> Document:
    """A document with everything set."""
    dates = ("2024-05-06T07:08:09+00:00", "2023-01-02")
    return Document(LINK, LINK.url, "Rings", text, (Heading(0, 1, "Rings"),), Source.ARCHIVE, *dates, "list")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of fifty rows."""
    write_lines(tmp_path / "chunks.jsonl", ROWS, ChunkRow)
    return tmp_path / "chunks.jsonl"


def test_documents_come_back(tmp_path: Path) -> None:
    """Documents with odd line ends, quotes and dates, or without dates, are the same after writing and reading."""
    documents = (document(TEXT), Document(LINK, LINK.url, "", "", (), Source.STUB))
    write_lines(tmp_path / "documents.jsonl", documents, Document)
    assert (tmp_path / "documents.jsonl").read_bytes().count(b"\n") == 2
    assert tuple(Lines(tmp_path / "documents.jsonl", Document, 1)) == documents


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever characters a text has, it is the same after writing and reading."""
    path = tmp_path_factory.mktemp("any") / "documents.jsonl"
    write_lines(path, [document(text)], Document)
    assert tuple(Lines(path, Document, 1)) == (document(text),)


def test_chunks_come_back_with_their_documents(tmp_path: Path) -> None:
    """Chunks hold the document that they name, though another one is equal to it, and share it while it is kept."""
    documents = (document(TEXT), document(TEXT), document("Rings\n\n环。"))
    each = [chunk(one, lambda texts: [len(text) for text in texts], 12) for one in documents]
    numbers = [number for number, chunks in enumerate(each) for _ in chunks]
    chunks = [one for chunks in each for one in chunks]
    write_lines(tmp_path / "chunks.jsonl", chunk_rows(chunks, numbers), ChunkRow)
    write_lines(tmp_path / "documents.jsonl", documents, Document)
    kept = Lines(tmp_path / "documents.jsonl", Document, 3)
    again = Chunks(Lines(tmp_path / "chunks.jsonl", ChunkRow, 0), kept)
    assert list(again) == chunks
    assert len({id(again[row].document) for row in range(len(again))}) == 3
    assert [again[row].document is kept[number] for row, number in enumerate(numbers)] == [True] * len(numbers)


@pytest.mark.parametrize("status", list(Status))
def test_link_outcomes_come_back(tmp_path: Path, status: Status) -> None:
    """Every status of a link survives, with its reason and where it moved."""
    row = LinkRow(LINK, status, "reason with\ttab", Source.WAYBACK, "https://example.org/moved", None, 3)
    write_lines(tmp_path / "links.jsonl", [row, row], LinkRow)
    assert Lines(tmp_path / "links.jsonl", LinkRow, 1)[:] == (row, row)


@pytest.mark.parametrize("place", [0, 49, -1, -50, slice(3, 9), slice(None, None, -7), slice(60, 70), slice(-3, None)])
def test_rows_are_found_as_in_a_tuple(path: Path, place: int | slice) -> None:
    """Numbers from either end and slices mean what they mean in a tuple."""
    assert Lines(path, ChunkRow, 4)[place] == tuple(ROWS)[place]


@pytest.mark.parametrize("place", [50, -51])
def test_rows_end(path: Path, place: int) -> None:
    """A number beyond the last row is none."""
    with pytest.raises(IndexError):
        _ = Lines(path, ChunkRow, 4)[place]


def test_no_row_is_a_file_too(tmp_path: Path) -> None:
    """What was written from nothing holds nothing."""
    write_lines(tmp_path / "links.jsonl", [], LinkRow)
    assert tuple(Lines(tmp_path / "links.jsonl", LinkRow, 4)) == ()


def test_the_rows_used_last_are_kept_and_no_others(path: Path) -> None:
    """A row that is asked for again soon is the same object; after as many others as are kept it is made anew."""
    lines = Lines(path, ChunkRow, 4)
    first = lines[0]
    assert all(lines[row] and lines[0] is first for row in range(20))
    assert [lines[row] for row in (1, 2, 3, 4)] == ROWS[1:5]
    assert lines[0] == first
    assert lines[0] is not first


def test_text_stays_on_disk(tmp_path: Path) -> None:
    """Of ten megabytes, opening holds next to nothing, and reading all of it no more than the rows that are kept."""
    path = tmp_path / "documents.jsonl"
    write_lines(path, (document(f"{number} " * 25_000) for number in range(100, 200)), Document)
    assert path.stat().st_size > 10_000_000
    tracemalloc.start()
    lines = Lines(path, Document, 4)
    opened, _ = tracemalloc.get_traced_memory()
    assert sum(len(lines[number].text) for number in range(100)) == 10_000_000
    read, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert opened < 200_000
    assert read < 800_000


def test_many_threads_read_at_once(path: Path) -> None:
    """Threads that read the same file without waiting for each other each get the rows that they ask for."""
    lines = Lines(path, ChunkRow, 4)
    wanted = np.random.default_rng(1).integers(len(ROWS), size=4000).tolist()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lines.__getitem__, wanted)) == [ROWS[row] for row in wanted]


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b'{"document": 0}', b'{"document": "x"}', b"\xff\xfe", b"null"],
    ids=["blank", "cut", "list", "incomplete", "other type", "not text", "null"],
)
def test_a_line_that_is_no_row_is_refused(path: Path, line: bytes) -> None:
    """A line in the place of a row is refused when it is read, whatever its checksum: file and remedy are named."""
    write_lines(path, [ROWS[0], *ROWS[2:]], ChunkRow)
    whole = path.read_bytes() + line + b"\n"
    path.write_bytes(whole)
    table = np.load(beside(path))
    last = np.array([(len(whole), crc32(line + b"\n"))], table.dtype)
    np.save(beside(path), np.append(table, last))
    lines = Lines(path, ChunkRow, 4)
    assert lines[48] == ROWS[49]
    with pytest.raises(IndexCorrupt, match=REMEDY):
        _ = lines[49]


def test_a_changed_byte_is_noticed_when_it_is_read(path: Path) -> None:
    """A digit that became another makes no other row: that line is refused, its neighbours are read."""
    whole = path.read_bytes()
    at = whole.index(b'"start":7,') + len(b'"start":')
    path.write_bytes(whole[:at] + b"8" + whole[at + 1 :])
    lines = Lines(path, ChunkRow, 4)
    assert (lines[6], lines[8]) == (ROWS[6], ROWS[8])
    for _ in range(2):  # a failure is not kept as if it were a row
        with pytest.raises(IndexCorrupt, match=REMEDY):
            _ = lines[7]
    with pytest.raises(IndexCorrupt, match=REMEDY):
        list(lines)


@pytest.mark.parametrize("change", [lambda whole: whole[:-1], lambda whole: whole + b"\n", lambda _whole: b""])
def test_a_file_of_another_length_is_refused(path: Path, change: Callable[[bytes], bytes]) -> None:
    """A file that was cut, emptied or added to is refused before anything is read."""
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(IndexCorrupt, match=REMEDY):
        Lines(path, ChunkRow, 4)


@pytest.mark.parametrize("content", [None, b"", b"no array", b"\x93NUMPY\x01\0"])
def test_a_damaged_table_of_lines_is_refused(path: Path, content: bytes | None) -> None:
    """Without the array that says where lines end, nothing can be read."""
    beside(path).unlink()
    if content is not None:
        beside(path).write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"chunks\.lines\.npy is damaged; run `citeshelf build` again\.$"):
        Lines(path, ChunkRow, 4)


def test_a_table_of_something_else_is_refused(path: Path) -> None:
    """An array of other numbers is no table of lines."""
    np.save(beside(path), np.arange(50))
    with pytest.raises(IndexCorrupt, match=r"chunks\.lines\.npy is damaged"):
        Lines(path, ChunkRow, 4)


def test_a_missing_file_is_refused(path: Path) -> None:
    """A file that is not there is refused like a damaged one."""
    path.unlink()
    with pytest.raises(IndexCorrupt, match=REMEDY):
        Lines(path, ChunkRow, 4)
