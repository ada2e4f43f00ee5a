"""Reads every link of a list: a page if one can be had, else what stands in for it; each link ends in one status."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from itertools import islice

from ingest.documents import Document, FailedLink, Link
from ingest.duplicates import with_repeats
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Pages
from ingest.language import characters_in
from ingest.lists.link_list import LinkList
from ingest.lists.listing import entry, list_documents
from ingest.plan import Outcome, Plan, Reading
from ingest.sites import read_link, read_page
from ingest.status import FROM_PAGES, Source, Status
from ingest.urls import identity_of
from ingest.urls.forms import host_of

LINKS_A_HOST = 4  # read at once: one is asked for, others are looked for elsewhere, extracted or wait their turn
THIN_CHARS = 200
DEAD = frozenset({Status.GONE, Status.MOVED, Status.DNS_ERROR, Status.SOFT_404})


async def read_links(links: LinkList, plan: Plan, done: Callable[[Outcome], None]) -> Reading:
    """Read every link of a list, several hosts at a time; `done` is called as each one ends."""
    turns: dict[str, AbstractAsyncContextManager[None]] = defaultdict(lambda: asyncio.Semaphore(LINKS_A_HOST))

    async def one(link: Link) -> Outcome:
        async with turns[host_of(link.url)]:
            outcome = _noted(await _read(link, plan), plan)
        done(outcome)
        return outcome

    outcomes = _without_error_pages(await asyncio.gather(*(one(link) for link in links.links)), plan)
    titled = (outcome for outcome in outcomes if outcome.link.title and outcome.source is not Source.STUB)
    entries = tuple(entry(outcome.link) for outcome in titled)
    return _with_repeats(Reading(links, outcomes, (*entries, *list_documents(links))))


def _noted(outcome: Outcome, plan: Plan) -> Outcome:
    """Lay the list owner's note on a link beside what was read of it."""
    note = plan.notes.get(identity_of(outcome.link.url))
    said = note.text if note else ""
    beside = (replace(one, note=said if one.source in FROM_PAGES else "") for one in outcome.documents)
    return replace(outcome, documents=tuple(beside))


def _with_repeats(reading: Reading) -> Reading:
    """Mark the documents that repeat another link's text."""
    marked = iter(with_repeats(reading.documents))

    def next_of(documents: Sequence[Document]) -> tuple[Document, ...]:
        return tuple(islice(marked, len(documents)))

    def with_marks(outcome: Outcome) -> Outcome:
        documents = next_of(outcome.documents)
        return outcome if documents == outcome.documents else replace(outcome, documents=documents)

    outcomes = tuple(with_marks(outcome) for outcome in reading.outcomes)
    return replace(reading, outcomes=outcomes, listing=next_of(reading.listing))


async def _read(link: Link, plan: Plan) -> Outcome:
    if outcome := await _from_saved(link, plan) or _from_kept(link, plan):
        return outcome
    failure = FailedLink(link, Status.NOT_IN_ARCHIVE, "offline, and no archive holds it", retryable=True)
    robots = None
    for pages in plan.primary:
        found = await _try(link, pages, plan)
        robots = pages.verdict(link.url) or robots
        if not isinstance(found, FailedLink):
            return replace(_judged(link, found, plan), robots=robots)
        failure = found
    outcome = await _instead(failure, plan)
    return replace(outcome, retryable=failure.retryable, robots=robots)


async def _from_saved(link: Link, plan: Plan) -> Outcome | None:
    page = plan.saved(link.url)
    if page is None:
        return None
    try:
        return replace(_judged(link, await read_page(link, page, plan.extract), plan), asked=False)
    except FetchFailed:  # what was saved is an error page, or broken: as if it were not there
        return None


def _from_kept(link: Link, plan: Plan) -> Outcome | None:
    kept = plan.kept.get(identity_of(link.url))
    return replace(_judged(link, _relinked(kept, link), plan), asked=False) if kept else None


async def _instead(failure: FailedLink, plan: Plan) -> Outcome:
    """Return what stands in for a page that cannot be read."""
    link = failure.link
    if kept := plan.last_good.get(identity_of(link.url)):
        return _fallback(failure, f"kept from the last build ({failure.reason})", _relinked(kept, link))
    for pages in plan.fallback:
        found = await _try(link, pages, plan)
        if not isinstance(found, FailedLink):
            return _fallback(failure, f"read from an archive ({failure.reason})", found)
    if plan.snapshots and failure.status in DEAD:
        try:
            page = await plan.snapshots.get(link.url)
            documents = await read_page(link, page, plan.extract)
            return _fallback(failure, f"read from the Wayback Machine ({failure.reason})", documents)
        except FetchFailed:
            pass
    return Outcome(link, failure.status, failure.reason, _stand_in(link, plan))


def _fallback(failure: FailedLink, reason: str, documents: tuple[Document, ...]) -> Outcome:
    return Outcome(failure.link, Status.OK_FALLBACK, reason, documents, cause=failure.status)


def _relinked(documents: Sequence[Document], link: Link) -> tuple[Document, ...]:
    """Hang documents of an earlier build on the link as the list has it now."""
    return tuple(replace(document, link=link, title=link.title or document.title) for document in documents)


async def _try(link: Link, pages: Pages, plan: Plan) -> tuple[Document, ...] | FailedLink:
    try:
        return await read_link(link, pages, plan.extract)
    except FetchFailed as error:
        return FailedLink(link, error.status, error.problem, error.retryable)


def _judged(link: Link, documents: tuple[Document, ...], plan: Plan) -> Outcome:
    """A page with next to no text is kept, but something better stands beside it."""
    characters = sum(characters_in(document.text) for document in documents)
    if characters >= THIN_CHARS:
        return Outcome(link, Status.OK, "; ".join(one.lacks for one in documents if one.lacks), documents)
    note = plan.notes.get(identity_of(link.url))
    reason = f"{characters} characters of text"
    return Outcome(link, Status.THIN, reason, (*documents, *((note.document(link),) if note else ())))


def _stand_in(link: Link, plan: Plan) -> tuple[Document, ...]:
    note = plan.notes.get(identity_of(link.url))
    return (note.document(link),) if note else (entry(link),)


def _without_error_pages(outcomes: Sequence[Outcome], plan: Plan) -> tuple[Outcome, ...]:
    """Two pages of one host with the same few words are one error page that says 200."""
    seen = Counter(_words(outcome) for outcome in outcomes)
    return tuple(
        Outcome(
            outcome.link,
            Status.SOFT_404,
            f"{outcome.reason}, the same as on another page of its host",
            _stand_in(outcome.link, plan),
            robots=outcome.robots,
            asked=outcome.asked,
        )
        if _words(outcome) and seen[_words(outcome)] > 1
        else outcome
        for outcome in outcomes
    )


def _words(outcome: Outcome) -> tuple[str, str] | None:
    """Return a thin page's host and the hash of its few words; None for any other."""
    is_thin_page = outcome.status is Status.THIN and outcome.source in FROM_PAGES
    return (host_of(outcome.link.url), outcome.documents[0].text_hash) if is_thin_page else None
