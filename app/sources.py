"""Where a build looks for pages: saved ones, earlier builds, recordings, the web, the Wayback Machine, the notes."""

import os
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from index.folder import writing_to
from index.reader import Index
from ingest.archives.recall import EarlierArchives
from ingest.archives.replay import ReplayTransport, replaying
from ingest.archives.saved_pages import SavedPages, read_saved
from ingest.archives.writer import writing
from ingest.documents import Document
from ingest.errors import ArchiveUnreadable
from ingest.extraction.worker import Workers
from ingest.fetching.exchange import Pages, Recall
from ingest.fetching.fetch import Fetcher
from ingest.fetching.network import Network, online
from ingest.fetching.wayback import Wayback
from ingest.notes import SHIPPED_NOTES, Note, read_notes
from ingest.plan import Plan
from ingest.status import FROM_PAGES, Source, Status
from ingest.urls import identity_of

ARCHIVE = "archive"
WARC = ".warc.gz"
UNREADABLE = ".unreadable"
PART = ".part"  # of a build that has not ended: the next one takes its pages from there


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, as the command line says it."""

    list_path: Path | None = None
    notes: Path | None = None
    archives: tuple[Path, ...] = ()
    saved: Path | None = None
    offline: bool = False
    refresh: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What the user's files hold, read and found good before a build begins."""

    notes: Mapping[str, Note]
    archives: ReplayTransport | None
    saved: SavedPages | None


def read_given(request: Request) -> Given:
    """Read notes, archives and saved pages.

    Raises:
        IngestError: one of them cannot be used.
    """
    archives = ReplayTransport.open(request.archives) if request.archives else None
    saved = read_saved(request.saved) if request.saved else None
    return Given(read_notes(request.notes or SHIPPED_NOTES), archives, saved)


@asynccontextmanager
async def opened(
    request: Request, given: Given, data: Path, old: Index | None, network: Network
) -> AsyncIterator[Plan]:
    """Open everything that a build may ask, and close it in the end."""
    async with AsyncExitStack() as stack:
        recorded: list[Pages] = []
        if given.archives:
            recorded.append(await stack.enter_async_context(replaying(given.archives, Source.ARCHIVE)))
        workers = await stack.enter_async_context(Workers(os.cpu_count() or 1))
        last_good = _last_good(old)
        plan = Plan(last_good=last_good, notes=given.notes, extract=workers)
        if given.saved:
            plan = replace(plan, saved=given.saved.page_of)
        if request.offline:
            yield replace(plan, primary=recorded)
            return
        interrupted = await _interrupted(stack, data / ARCHIVE)  # before this build has a recording of its own there
        earlier = EarlierArchives(_recordings(data / ARCHIVE, WARC)) if request.refresh else None
        web = await _web(stack, data / ARCHIVE, network, earlier)
        yield replace(
            plan,
            kept={} if request.refresh else _kept(old, last_good),
            primary=[*interrupted, web],
            fallback=recorded,
            snapshots=Wayback(web) if network.wayback else None,
        )


def finish_recordings(data: Path) -> None:
    """Give the recordings of a finished build their names."""
    for path in _recordings(data / ARCHIVE, WARC + PART):
        path.replace(path.with_name(path.name.removesuffix(PART)))


async def _web(stack: AsyncExitStack, folder: Path, network: Network, earlier: Recall | None) -> Fetcher:
    """Return the fetcher of a live build, which records what comes, and asks only for what has changed since."""
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    with writing_to(folder):
        recorder = stack.enter_context(writing(folder / f"{name}{WARC}{PART}"))
    return await stack.enter_async_context(online(network, recorder, earlier))


async def _interrupted(stack: AsyncExitStack, folder: Path) -> list[Fetcher]:
    """Return what interrupted builds recorded."""
    return [await stack.enter_async_context(replaying(transport, Source.LIVE)) for transport in _parts(folder)]


def _recordings(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.glob(f"*{ending}"))


def _parts(folder: Path) -> Iterable[ReplayTransport]:
    for path in _recordings(folder, WARC + PART):
        try:
            yield ReplayTransport.open([path])
        except ArchiveUnreadable:  # damaged, or stopped before its first page
            path.replace(path.with_name(path.name.removesuffix(PART) + UNREADABLE))


def _last_good(old: Index | None) -> dict[str, tuple[Document, ...]]:
    """Return the documents that came from pages, by the page's identity."""
    found: dict[str, tuple[Document, ...]] = defaultdict(tuple)
    for document in old.documents if old else ():
        if document.source in FROM_PAGES:
            found[identity_of(document.link.url)] += (document,)
    return found


def _kept(old: Index | None, last_good: Mapping[str, Sequence[Document]]) -> dict[str, Sequence[Document]]:
    """Return the pages that need not be fetched again: those that the last build read, or kept, as they are."""
    settled = {
        identity_of(row.link.url) for row in (old.links if old else ()) if row.status in (Status.OK, Status.THIN)
    }
    return {key: documents for key, documents in last_good.items() if key in settled}
