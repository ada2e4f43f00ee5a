"""What a build remembers of each link, for the link report and for the next build."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from index.records import LinkRow
from ingest.documents import Document
from ingest.plan import Outcome, Reading
from ingest.status import FROM_PAGES, Source, Status
from ingest.urls import identity_of


def link_rows(reading: Reading, before: Sequence[LinkRow], now: str | None) -> list[LinkRow]:
    """Return a row for each link; `before` are the last build's, `now` is when pages were asked for (None: offline)."""
    known = {identity_of(row.link.url): row for row in before}
    return [_row(outcome, known.get(identity_of(outcome.link.url)), now) for outcome in reading.outcomes]


def text_hash(documents: Sequence[Document]) -> str:
    """Return the SHA-256 of what the pages behind a link say; empty when no page was read."""
    hashes = [document.text_hash for document in documents if document.source in FROM_PAGES]
    return sha256("\n".join(hashes).encode()).hexdigest() if hashes else ""


def _row(outcome: Outcome, before: LinkRow | None, now: str | None) -> LinkRow:
    first = outcome.documents[0]
    row = LinkRow(
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
    )
    return _continued(row, before) if before else row


def _continued(row: LinkRow, before: LinkRow) -> LinkRow:
    """Take over what a page that was not asked for again was found to be, and compare its text."""
    was_missed = row.cause is Status.NOT_IN_ARCHIVE and before.verdict is not Status.OK  # offline, nobody can know more
    return replace(
        row,
        cause=before.verdict if was_missed else row.cause,
        robots=row.robots or before.robots,
        checked=row.checked or before.checked,
        changed=bool(row.text_hash and before.text_hash and row.text_hash != before.text_hash),
    )
