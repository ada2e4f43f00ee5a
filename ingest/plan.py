"""What a reading of a list is given, and what it gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.documents import Document, Link, Page
from ingest.extraction.worker import Extractor, in_process
from ingest.fetching.exchange import Pages
from ingest.lists.link_list import LinkList
from ingest.notes import Note
from ingest.status import Source, Status, Verdict


def _no_page(_: str) -> Page | None:
    return None


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to look for a page, in this order.

    `saved` gives pages that the user saved, by URL; `kept` documents are not fetched again; `primary` is the web, or,
    offline, the archives in its place; `last_good` documents are of earlier builds; `fallback` archives are asked when
    all that fails; `snapshots` is the Wayback Machine, asked for what is gone; then the notes.
    """

    saved: Callable[[str], Page | None] = _no_page
    kept: Mapping[str, Sequence[Document]] = field(default_factory=dict)
    primary: Sequence[Pages] = ()
    last_good: Mapping[str, Sequence[Document]] = field(default_factory=dict)
    fallback: Sequence[Pages] = ()
    snapshots: Pages | None = None
    notes: Mapping[str, Note] = field(default_factory=dict)
    extract: Extractor = in_process


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one link: its status and why, and the documents that stand for it (never none).

    `cause` is what the page itself ended in when something else was read in its place; `robots` is what its host's
    robots.txt says; `asked` is whether this reading asked for the page at all.
    """

    link: Link
    status: Status
    reason: str
    documents: tuple[Document, ...]
    cause: Status | None = None
    retryable: bool = False
    robots: Verdict | None = None
    asked: bool = True

    @property
    def source(self) -> Source:
        """Where its text came from."""
        return self.documents[0].source


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole list, read: an outcome per link, in the list's order, and the list's own lines."""

    links: LinkList
    outcomes: tuple[Outcome, ...]
    listing: tuple[Document, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """Everything to be searched."""
        return (*(document for outcome in self.outcomes for document in outcome.documents), *self.listing)
