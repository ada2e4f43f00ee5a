"""What a build remembers of each link, for the link report and for the next build."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from index.records import LinkRow
from ingest.documents import Document
from ingest.plan import Outcome, Reading
from ingest.status import FROM_PAGES, Source, Status
from ingest.urls import identity_of


def link_rows(reading: Reading, before: Sequence[LinkRow], now: str | None, built: str | None = None) -> list[LinkRow]:
    """Return a row for each link.

    Args:
        reading: what became of the links.
        before: the last build's rows.
        now: when pages were asked for (None: offline).
        built: of the build that this is; a link that was in none before was added with it.
    """
    known = {identity_of(row.link.url): row for row in before}
    rows = [_row(outcome, now, built) for outcome in reading.outcomes]
    return [_continued(row, known[key]) if (key := identity_of(row.link.url)) in known else row for row in rows]


def text_hash(documents: Sequence[Document]) -> str:
    """Return the SHA-256 of what the pages behind a link say; empty when no page was read."""
    hashes = [document.text_hash for document in documents if document.source in FROM_PAGES]
    return sha256("\n".join(hashes).encode()).hexdigest() if hashes else ""


def _row(outcome: Outcome, now: str | None, built: str | None) -> LinkRow:
    first = outcome.documents[0]
    return LinkRow(
        link=outcome.link,
        status=outcome.status,
        reason=outcome.reason,
        source=first.source,
        final_url=first.url,
        fetched=first.fetched,
        documents=len(outcome.documents),
        moved_to=first.moved_to,
        retryable=outcome.retryable,
        robots=outcome.robots,
        published=first.published,
        checked=now if outcome.asked else None,
        text_hash=text_hash(outcome.documents),
        same_as=first.same_as,
        snapshot=first.url if first.source is Source.WAYBACK else "",
        cause=outcome.cause,
        added=built,
    )


def _continued(row: LinkRow, before: LinkRow) -> LinkRow:
    """Take over what a page that was not asked for again was found to be, and compare its text."""
    was_missed = row.cause is Status.NOT_IN_ARCHIVE and before.verdict is not Status.OK  # offline, nobody can know more
    return replace(
        row,
        cause=before.verdict if was_missed else row.cause,
        robots=row.robots or before.robots,
        checked=row.checked or before.checked,
        added=before.added,
        changed=bool(row.text_hash and before.text_hash and row.text_hash != before.text_hash),
    )
