"""The rows of an index's readable part: chunks by the number of their document, and what became of each link."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.lines import Lazy
from ingest.documents import Chunk, Document, Link
from ingest.status import Source, Status, Verdict


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
    the page itself ended in where the status is `ok_fallback`: a dead link whose kept copy stands in is still dead;
    `added` is the `built` of the first build that had the link (None: earlier than builds took note of it).
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
    added: str | None = None

    @property
    def verdict(self) -> Status:
        """What its page itself ended in, whatever stands in for it."""
        return self.cause or self.status


class Chunks(Lazy[Chunk]):
    """The chunks of an index, each made of its row and its document when it is asked for."""

    def __init__(self, rows: Sequence[ChunkRow], documents: Sequence[Document]) -> None:
        self._rows = rows
        self._documents = documents

    def __len__(self) -> int:
        return len(self._rows)

    def _at(self, number: int) -> Chunk:
        row = self._rows[number]
        return Chunk(self._documents[row.document], row.start, row.end, row.headings, row.sentences)


def chunk_rows(chunks: Iterable[Chunk], numbers: Iterable[int]) -> Iterator[ChunkRow]:
    """Yield chunks as rows that name their document by its number."""
    for one, number in zip(chunks, numbers, strict=True):
        yield ChunkRow(number, one.start, one.end, one.headings, one.sentences)
