"""Composes a build: read the list, read its links, write an index beside the old one, then swap."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app import abstain
from app.progress import stage
from app.settings import Settings
from index.build import Built, write_index
from index.encoders import load_encoder
from index.errors import SearchIndexError
from index.folder import building, current, publish, writing_to
from index.reader import Index
from index.records import LinkRow
from index.search import Searcher
from ingest.archives.warc import ReplayTransport, writing
from ingest.documents import Document, Source
from ingest.errors import ArchiveUnreadable
from ingest.fetching.client import Client
from ingest.fetching.fetch import Fetcher
from ingest.fetching.network import Network, online
from ingest.fetching.pace import Pace
from ingest.lists.link_list import LinkList, read_list
from ingest.lists.listing import display_title
from ingest.notes import SHIPPED_NOTES, Note, read_notes
from ingest.pipeline import Outcome, Plan, Reading, read_links
from ingest.urls import identity_of

SHIPPED_LIST = SHIPPED_NOTES.parent / "reading-list.md"
ARCHIVE = "archive"
WARC = ".warc.gz"
PART = ".part"  # of a build that has not ended: the next one takes its pages from there
Hold = Callable[[Searcher], None]
"""Called with the new index before it takes the old one's place; raising leaves the old one."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, as the command line says it."""

    list_path: Path | None = None
    notes: Path | None = None
    archives: tuple[Path, ...] = ()
    offline: bool = False
    refresh: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did; `unused_notes` are notes on pages that the list does not link."""

    reading: Reading
    built: Built
    seconds: Mapping[str, float]
    unused_notes: tuple[str, ...]

    @property
    def by_status(self) -> Mapping[str, int]:
        """How many links ended in which status."""
        return Counter(outcome.status.value for outcome in self.reading.outcomes)

    @property
    def without_text(self) -> tuple[str, ...]:
        """Titles of links that only the list's own line stands for."""
        return tuple(display_title(one.link) for one in self.reading.outcomes if one.source is Source.STUB)

    @property
    def documents(self) -> int:
        """How many documents stand for links."""
        return sum(len(outcome.documents) for outcome in self.reading.outcomes)


def rebuild(request: Request, settings: Settings, hold: Hold | None = None) -> Report:
    """Build and swap in a new index; whatever fails, the old one stays.

    Raises:
        IngestError: the list, a note or an archive cannot be used.
        SearchIndexError: the encoder is missing, or the index cannot be written.
    """
    started = time.perf_counter()
    links = read_list(request.list_path or SHIPPED_LIST)
    notes = read_notes(request.notes or SHIPPED_NOTES)
    archives = ReplayTransport.open(request.archives) if request.archives else None
    encoder = load_encoder(settings.embedder, settings.cache)
    old = _old_index(settings.data)
    with building(settings.data) as folder:
        reading = asyncio.run(_read(links, notes, archives, request, settings.data, old))
        read = time.perf_counter()
        with stage("encoding") as reporter:
            rows = [_row(outcome) for outcome in reading.outcomes]
            built = write_index(folder, reading.documents, rows, links.name, encoder, old, reporter.step)
        searcher = Searcher.open(folder, encoder)
        abstain.save(abstain.measure(searcher), folder)
        if hold:
            hold(searcher)
        publish(settings.data, folder)
    if not request.offline:  # an offline build has read none: they stay for the next live one
        _finish_recordings(settings.data / ARCHIVE)
    done = time.perf_counter()
    seconds = {"read": read - started, "index": done - read, "total": done - started}
    linked = {identity_of(link.url) for link in links.links}
    unused = tuple(note.path.name for key, note in notes.items() if key not in linked) if request.notes else ()
    return Report(reading, built, seconds, unused)


async def _read(
    links: LinkList,
    notes: Mapping[str, Note],
    archives: ReplayTransport | None,
    request: Request,
    data: Path,
    old: Index | None,
) -> Reading:
    known = _last_good(old.documents) if old else {}
    async with AsyncExitStack() as stack:
        recorded = await _replay(stack, archives, Source.ARCHIVE) if archives else None
        if request.offline:
            plan = Plan({}, [recorded] if recorded else [], known, notes=notes)
        else:
            kept = {} if request.refresh else known
            fetchers = await _web(stack, data / ARCHIVE)
            plan = Plan(kept, fetchers, known, [recorded] if recorded else [], notes)
        with stage("reading") as reporter:
            done = iter(range(1, len(links.links) + 1))

            def step(outcome: Outcome) -> None:
                reporter.step(next(done), len(links.links), f"{outcome.status.value:14} {display_title(outcome.link)}")

            return await read_links(links, plan, step)


async def _web(stack: AsyncExitStack, folder: Path) -> list[Fetcher]:
    """Return the fetchers of a live build: what interrupted builds recorded, then the network, recorded as it comes."""
    fetchers = [await _replay(stack, transport, Source.LIVE) for transport in _interrupted(folder)]
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    with writing_to(folder):
        recorder = stack.enter_context(writing(folder / f"{name}{WARC}{PART}"))
    return [*fetchers, await stack.enter_async_context(online(Network(), recorder))]


async def _replay(stack: AsyncExitStack, transport: ReplayTransport, source: Source) -> Fetcher:
    client = await stack.enter_async_context(Client(transport))
    return Fetcher(client, source, Pace(waits=False), None, transport.date_of)


def _interrupted(folder: Path) -> Iterable[ReplayTransport]:
    for path in sorted(folder.glob(f"*{WARC}{PART}")):
        try:
            yield ReplayTransport.open([path])
        except ArchiveUnreadable:
            path.unlink()  # it was stopped before its first page


def _finish_recordings(folder: Path) -> None:
    for path in folder.glob(f"*{WARC}{PART}"):
        path.replace(path.with_name(path.name.removesuffix(PART)))


def _old_index(data: Path) -> Index | None:
    try:
        return Index.load(current(data))
    except SearchIndexError:
        return None  # there is none, or it is damaged: everything is made anew


def _last_good(documents: Sequence[Document]) -> dict[str, tuple[Document, ...]]:
    """Return the documents that came from pages, by the page's identity."""
    found: dict[str, tuple[Document, ...]] = defaultdict(tuple)
    for document in documents:
        if document.source in (Source.LIVE, Source.ARCHIVE, Source.WAYBACK):
            found[identity_of(document.link.url)] += (document,)
    return found


def _row(outcome: Outcome) -> LinkRow:
    first = outcome.documents[0]
    return LinkRow(
        outcome.link, outcome.status, outcome.reason, first.source, first.url, first.fetched, len(outcome.documents)
    )
