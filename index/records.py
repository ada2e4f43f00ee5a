"""The readable part of an index on disk: documents, chunks and link outcomes as JSON lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from index.errors import IndexCorrupt
from ingest.documents import Chunk, Document, Link
from ingest.status import Source, Status, Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A chunk as stored: the number of its document, and offsets into that document's text."""

    document: int
    start: int
    end: int
    headings: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What a build found out about a link; dates are ISO 8601.

    `final_url` is where its text was read, `moved_to` where permanent redirects led (empty: nowhere); `retryable` says
    whether a later build may succeed; `checked` is when it was last asked for, `fetched` when its text was recorded;
    `text_hash` is of all its text, `changed` says whether that differs from the build before;
    `same_as` is the URL of the link whose article it repeats; `snapshot` is an archived copy's address; `cause` is what
    the page itself ended in where the status is `ok_fallback`: a dead link whose kept copy stands in is still dead.
    """

    link: Link
    status: Status
    reason: str
    source: Source
    final_url: str
    fetched: str | None
    documents: int
    moved_to: str = ""
    retryable: bool = False
    robots: Verdict | None = None
    published: str | None = None
    checked: str | None = None
    text_hash: str = ""
    changed: bool = False
    same_as: str = ""
    snapshot: str = ""
    cause: Status | None = None

    @property
    def verdict(self) -> Status:
        """What its page itself ended in, whatever stands in for it."""
        return self.cause or self.status


def write_rows(path: Path, rows: Iterable[T], kind: type[T]) -> None:
    """Write one JSON object a line."""
    adapter = TypeAdapter(kind)
    with path.open("wb") as file:
        for row in rows:
            file.write(adapter.dump_json(row) + b"\n")


def read_rows(path: Path, kind: type[T]) -> tuple[T, ...]:
    """Read what `write_rows` wrote.

    Raises:
        IndexCorrupt: the file is missing or holds something else.
    """
    adapter = TypeAdapter(kind)
    try:
        with path.open("rb") as file:
            return tuple(adapter.validate_json(line) for line in file)
    except (OSError, ValidationError) as error:
        raise IndexCorrupt(f"the index file {path} is damaged", "run `citeshelf build` again") from error


def chunk_rows(chunks: Sequence[Chunk], documents: Sequence[Document]) -> list[ChunkRow]:
    """Return chunks as rows that name their document by its number."""
    numbers = {id(document): number for number, document in enumerate(documents)}
    return [ChunkRow(numbers[id(one.document)], one.start, one.end, one.headings, one.sentences) for one in chunks]


def linked(rows: Sequence[ChunkRow], documents: Sequence[Document]) -> tuple[Chunk, ...]:
    """Return rows as chunks that hold their document again."""
    return tuple(Chunk(documents[row.document], row.start, row.end, row.headings, row.sentences) for row in rows)
