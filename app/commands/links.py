"""`citeshelf links`: what became of every link in the last build, or what its page answers now."""

import asyncio
import json
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.contract import index_json, topic_names
from app.progress import Reporter, stage
from app.settings import Settings
from index.folder import current
from index.reader import Index
from index.records import LinkRow
from ingest.documents import Status
from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.network import Network, online
from ingest.lists.listing import display_title
MAX_LINKS_AT_ONCE = 8
from ingest.urls import identity_of

GOOD = (Status.OK, Status.OK_FALLBACK)


def run(options: Namespace, settings: Settings) -> int:
    """Print the report."""
    index = Index.load(current(settings.data))
    rows = asyncio.run(_probed(index.links)) if options.check else list(index.links)
    if options.json:
        counts = dict(Counter(row.status.value for row in rows))
        found = {
            "list": index.manifest.list_name,
            "by_status": counts,
            "links": [_json(row) for row in rows],
            "index": index_json(index.manifest),
        }
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(_text(rows, index.manifest.list_name))
    return 0


async def _probed(rows: Sequence[LinkRow]) -> list[LinkRow]:
    gate = asyncio.Semaphore(MAX_LINKS_AT_ONCE)
    async with online(Network()) as fetcher:
        with stage("checking") as reporter:
            done = iter(range(1, len(rows) + 1))
            return list(await asyncio.gather(*(_probe(row, fetcher, gate, reporter, done, len(rows)) for row in rows)))


async def _probe(
    row: LinkRow, fetcher: Fetcher, gate: asyncio.Semaphore, reporter: Reporter, done: Any, total: int
) -> LinkRow:
    async with gate:
        try:
            page = await fetcher.get(row.link.url)
            moved = identity_of(page.final_url) != identity_of(row.link.url)
            found = replace(row, status=Status.MOVED if moved else Status.OK, reason="", final_url=page.final_url)
        except FetchFailed as error:
            found = replace(row, status=error.status, reason=error.problem)
    reporter.step(next(done), total, f"{found.status.value:14} {display_title(row.link)}")
    return found


def _text(rows: Sequence[LinkRow], name: str) -> str:
    counts = Counter(row.status.value for row in rows)
    lines = [f"{name}: {len(rows)} links", *(f"  {count:4} {status}" for status, count in counts.most_common())]
    for row in rows:
        moved = identity_of(row.final_url) != identity_of(row.link.url)
        if row.status in GOOD and not moved:
            continue
        line = row.link.occurrences[0].line
        lines += [
            f"{row.status.value:14} line {line}: {display_title(row.link)}",
            f"{'':14} {row.link.url} ({row.source.value} stands in)",
            f"{'':14} {'now at ' + row.final_url if moved else row.reason}",
        ]
    return "\n".join(lines)


def _json(row: LinkRow) -> dict[str, object]:
    return {
        "url": row.link.url,
        "final_url": row.final_url,
        "title": display_title(row.link),
        "topics": topic_names(row.link),
        "lines": [place.line for place in row.link.occurrences],
        "status": row.status.value,
        "reason": row.reason,
        "source": row.source.value,
        "fetched": row.fetched,
        "documents": row.documents,
    }
