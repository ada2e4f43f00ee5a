"""Composes a build: read the list, read its links, write an index beside the old one, then swap."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.abstaining import scales
from app.assistant import Assistant
from app.library import recipe
from app.link_rows import link_rows
from app.network import network_of
from app.progress import stage
from app.settings import Settings
from app.sources import Given, Request, finish_recordings, opened, read_given
from app.writers import opened_writer
from index.build import Built, Contents, now, write_index
from index.encoders import load_encoder
from index.errors import SearchIndexError
from index.folder import building, current, publish
from index.reader import Index
from index.rerankers import load_reranker
from index.search import Searcher
from index.terms import Glossary, shipped
from ingest.fetching.network import Network
from ingest.lists.link_list import LinkList, read_list
from ingest.lists.listing import display_title
from ingest.notes import SHIPPED_NOTES
from ingest.pipeline import read_links
from ingest.plan import Outcome, Reading
from ingest.status import Source
from ingest.urls import identity_of

SHIPPED_LIST = SHIPPED_NOTES.parent / "reading-list.md"
Hold = Callable[[Assistant], None]
"""Called with the assistant that would answer from the new index, before the swap; raising leaves the old one."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    `unused_notes` are notes on pages that the list does not link, `unused_saved` saved files that gave no page to it,
    each with the reason.
    """

    reading: Reading
    built: Built
    seconds: Mapping[str, float]
    unused_notes: tuple[str, ...] = ()
    unused_saved: tuple[tuple[str, str], ...] = ()

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


def rebuild(request: Request, settings: Settings, hold: Hold | None = None, network: Network | None = None) -> Report:
    """Build and swap in a new index; whatever fails, the old one stays.

    Args:
        request: what to build.
        settings: where, and with which encoder.
        hold: called with an assistant on the new index before the swap; raising stops it.
        network: how the network is reached, when not as the settings say.

    Raises:
        IngestError: the list, a note, an archive or the folder of saved pages cannot be used.
        SearchIndexError: the glossary is wrong, the encoder is missing, or the index cannot be written.
        ModelUnavailable: it is held, and the model that would answer cannot be opened.
    """
    started = time.perf_counter()
    links = read_list(request.list_path or SHIPPED_LIST)
    given = read_given(request)
    glossary = shipped().extended(Glossary.read(settings.glossary)) if settings.glossary else shipped()
    encoder = load_encoder(settings.embedder, settings.cache)
    reranker = load_reranker(settings.reranker, settings.cache) if hold else None
    writer = opened_writer(settings) if hold else None
    old = _old_index(settings)
    with building(settings.data) as folder:
        reading = asyncio.run(_read(links, request, given, settings, old, network or network_of(settings)))
        read = time.perf_counter()
        with stage("encoding") as reporter:
            time_of_build = now()
            rows = link_rows(
                reading, old.links if old else (), None if request.offline else time_of_build, time_of_build
            )
            contents = Contents(reading.documents, rows, links.name, glossary, time_of_build)
            built = write_index(folder, contents, encoder, old, reporter.step)
        searcher = Searcher.open(folder, encoder, reranker)
        scale = scales.made(folder, searcher)
        recipe.save(recipe.Recipe.of(request, settings), folder)
        if hold:
            hold(Assistant(searcher, scale, settings, writer))
        publish(settings.data, folder)
    if not request.offline:  # an offline build has read none: they stay for the next live one
        finish_recordings(settings.data)
    done = time.perf_counter()
    seconds = {"read": read - started, "index": done - read, "total": done - started}
    return Report(
        reading, built, seconds, _unused_notes(given, links) if request.notes else (), _unused_saved(given, links)
    )


async def _read(
    links: LinkList, request: Request, given: Given, settings: Settings, old: Index | None, network: Network
) -> Reading:
    done = iter(range(1, len(links.links) + 1))
    async with opened(request, given, settings.data, old, network) as plan:
        with stage("reading") as reporter:

            def step(outcome: Outcome) -> None:
                reporter.step(next(done), len(links.links), f"{outcome.status.value:14} {display_title(outcome.link)}")

            return await read_links(links, plan, step)


def _old_index(settings: Settings) -> Index | None:
    try:
        return Index.load(current(settings.data), thorough=True)  # what is taken over must be whole
    except SearchIndexError:
        return None  # there is none, or it is damaged: everything is made anew


def _unused_notes(given: Given, links: LinkList) -> tuple[str, ...]:
    linked = {identity_of(link.url) for link in links.links}
    return tuple(note.path.name for key, note in given.notes.items() if key not in linked)


def _unused_saved(given: Given, links: LinkList) -> tuple[tuple[str, str], ...]:
    if given.saved is None:
        return ()
    unmatched = given.saved.unmatched(link.url for link in links.links)
    return (*given.saved.unused, *((name, "the list does not link its page") for name in unmatched))
