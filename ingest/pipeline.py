"""Reads every link of a list: a page if one can be had, else what stands in for it; each link ends in one status."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.documents import Document, FailedLink, Link, Source, Status
from ingest.errors import FetchFailed
from ingest.extraction.worker import Extractor, in_process
from ingest.fetching.exchange import Pages
from ingest.lists.link_list import LinkList
from ingest.lists.listing import entry, list_documents
from ingest.notes import Note
from ingest.sites import read_link
from ingest.urls import identity_of

MAX_LINKS_AT_ONCE = 8
THIN_CHARS = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to look for a page, in this order.

    `kept` documents are not fetched again; `primary` fetchers are the web, or, offline, the archives in its place;
    `last_good` documents are of earlier builds; `fallback` fetchers are asked when all that fails; then the notes.
    """

    kept: Mapping[str, Sequence[Document]] = field(default_factory=dict)
    primary: Sequence[Pages] = ()
    last_good: Mapping[str, Sequence[Document]] = field(default_factory=dict)
    fallback: Sequence[Pages] = ()
    notes: Mapping[str, Note] = field(default_factory=dict)
    extract: Extractor = in_process


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one link: its status and why, and the documents that stand for it (never none)."""

    link: Link
    status: Status
    reason: str
    documents: tuple[Document, ...]

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


async def read_links(links: LinkList, plan: Plan, done: Callable[[Outcome], None]) -> Reading:
    """Read every link of a list, several hosts at a time; `done` is called as each one ends."""
    gate = asyncio.Semaphore(MAX_LINKS_AT_ONCE)

    async def one(link: Link) -> Outcome:
        async with gate:
            outcome = await _read(link, plan)
        done(outcome)
        return outcome

    outcomes = tuple(await asyncio.gather(*(one(link) for link in links.links)))
    titled = (outcome for outcome in outcomes if outcome.link.title and outcome.source is not Source.STUB)
    entries = tuple(entry(outcome.link) for outcome in titled)
    return Reading(links, outcomes, (*entries, *list_documents(links)))


async def _read(link: Link, plan: Plan) -> Outcome:
    if kept := plan.kept.get(identity_of(link.url)):
        return Outcome(link, Status.OK, "read by an earlier build", _relinked(kept, link))
    failure = FailedLink(link, Status.NOT_IN_ARCHIVE, "offline, and no archive holds it", retryable=True)
    for pages in plan.primary:
        found = await _try(link, pages, plan.extract)
        if not isinstance(found, FailedLink):
            return _judged(link, found, plan)
        failure = found
    if kept := plan.last_good.get(identity_of(link.url)):
        return Outcome(link, Status.OK_FALLBACK, f"kept from the last build ({failure.reason})", _relinked(kept, link))
    for pages in plan.fallback:
        found = await _try(link, pages, plan.extract)
        if not isinstance(found, FailedLink):
            return Outcome(link, Status.OK_FALLBACK, f"read from an archive ({failure.reason})", found)
    return Outcome(link, failure.status, failure.reason, _stand_in(link, plan))


def _relinked(documents: Sequence[Document], link: Link) -> tuple[Document, ...]:
    """Hang documents of an earlier build on the link as the list has it now."""
    return tuple(replace(document, link=link, title=link.title or document.title) for document in documents)


async def _try(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...] | FailedLink:
    try:
        return await read_link(link, pages, extract)
    except FetchFailed as error:
        return FailedLink(link, error.status, error.problem, error.retryable)


def _judged(link: Link, documents: tuple[Document, ...], plan: Plan) -> Outcome:
    """A page with next to no text is kept, but something better stands beside it."""
    characters = sum(len("".join(document.text.split())) for document in documents)
    if characters >= THIN_CHARS:
        return Outcome(link, Status.OK, "", documents)
    note = plan.notes.get(identity_of(link.url))
    reason = f"its page holds {characters} characters of text"
    return Outcome(link, Status.THIN, reason, (*documents, *((note.document(link),) if note else ())))


def _stand_in(link: Link, plan: Plan) -> tuple[Document, ...]:
    note = plan.notes.get(identity_of(link.url))
    return (note.document(link),) if note else (entry(link),)
