"""Asks for every page of a built list now, and writes nothing: what became of each link since the build."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.link_rows import link_rows
from app.progress import stage
from index.records import LinkRow
from ingest.documents import Link
from ingest.errors import FetchFailed
from ingest.extraction.worker import Extractor, Workers
from ingest.fetching.exchange import Pages
from ingest.fetching.network import Network, online
from ingest.fetching.wayback import Wayback
from ingest.lists.link_list import LinkList
from ingest.lists.listing import display_title
from ingest.pipeline import DEAD, read_links
from ingest.plan import Outcome, Plan, Reading
from ingest.sites import read_page
from ingest.status import FROM_PAGES, Status
from ingest.urls import identity_of


@dataclass
class Check:
    """What was found so far; `stopped` says that the user did not wait for the rest."""

    before: Sequence[LinkRow]
    outcomes: list[Outcome] = field(default_factory=list)
    snapshots: dict[str, str] = field(default_factory=dict)
    stopped: bool = False

    @property
    def rows(self) -> list[LinkRow]:
        """A row for each link that was asked for, in the list's order: what its page is now, and what stands in."""
        links = LinkList("", tuple(outcome.link for outcome in self.outcomes), (), (), ())
        now = datetime.now(UTC).isoformat(timespec="seconds")
        found = link_rows(Reading(links, tuple(self.outcomes), ()), self.before, now)
        rows = {row.link.url: row for row in found}
        return [self._row(rows[old.link.url], old) for old in self.before if old.link.url in rows]

    def _row(self, row: LinkRow, old: LinkRow) -> LinkRow:
        """Say of a page what was found now, and of the text that answers are taken from what the build found."""
        moved = bool(row.moved_to) and identity_of(row.moved_to) != identity_of(row.link.url)
        return replace(
            row,
            status=Status.MOVED if moved and row.status is Status.OK else row.status,
            final_url=row.final_url if row.source in FROM_PAGES else old.final_url,
            source=old.source,
            fetched=old.fetched,
            documents=old.documents,
            published=row.published or old.published,
            same_as=old.same_as,
            snapshot=self.snapshots.get(row.link.url, old.snapshot),
        )


def check(rows: Sequence[LinkRow], network: Network) -> Check:
    """Ask for the pages of all links; Ctrl-C ends it with what was found by then."""
    found = Check(rows)
    try:
        asyncio.run(_check(found, network))
    except KeyboardInterrupt:
        found.stopped = True
    return found


async def _check(check: Check, network: Network) -> None:
    links = LinkList("", tuple(row.link for row in check.before), (), (), ())
    async with online(network) as fetcher, Workers(os.cpu_count() or 1) as extract:
        with stage("checking") as reporter:

            def done(outcome: Outcome) -> None:
                check.outcomes.append(outcome)
                what = f"{outcome.status.value:14} {display_title(outcome.link)}"
                reporter.step(len(check.outcomes), len(check.before), what)

            reading = await read_links(links, Plan(primary=[fetcher], extract=extract), done)
        check.outcomes[:] = reading.outcomes  # some are judged again when all are there
        if network.wayback:
            await _look_for_copies(check, Wayback(fetcher), extract)


async def _look_for_copies(check: Check, wayback: Pages, extract: Extractor) -> None:
    """Ask the Wayback Machine for what is gone; only a copy that can be read counts."""
    dead = [outcome.link for outcome in check.outcomes if outcome.status in DEAD]
    if not dead:
        return
    with stage("looking for copies") as reporter:
        for number, link in enumerate(dead, 1):
            copy = await _copy_of(link, wayback, extract)
            if copy:
                check.snapshots[link.url] = copy
            reporter.step(number, len(dead), f"{'found' if copy else 'none':14} {display_title(link)}")


async def _copy_of(link: Link, wayback: Pages, extract: Extractor) -> str:
    try:
        page = await wayback.get(link.url)
        await read_page(link, page, extract)
    except FetchFailed:
        return ""
    return page.final_url
