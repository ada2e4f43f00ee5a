"""Which links were added to the list when, as far as its builds remember."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.catalogue.dates import LAST_BUILD, LATEST, Span, span_of
from index.records import LinkRow


@dataclass(frozen=True, slots=True)
class Additions:
    """Links added in a time, newest first; `latest` is the day of the build that is meant, where one is."""

    rows: tuple[LinkRow, ...]
    span: Span
    latest: str


def additions(rows: Sequence[LinkRow], when: str, built: str, today: date) -> Additions | None:
    """Return the links added in a time.

    Args:
        rows: the list's links.
        when: a question's words for the time; empty for the latest build that added any.
        built: when the index was built.
        today: what "last week" goes by.

    Returns:
        None when the words name no time.
    """
    span = span_of(when, today)
    if span is None:
        return None
    known = [row for row in rows if row.added]
    if span in (LAST_BUILD, LATEST):
        build = built if span == LAST_BUILD else max((row.added for row in known if row.added), default=built)
        return Additions(tuple(row for row in known if row.added == build), span, build[:10])
    held = [row for row in known if row.added and span.holds(datetime.fromisoformat(row.added).date())]
    return Additions(tuple(sorted(held, key=day_added, reverse=True)), span, "")


def day_added(row: LinkRow) -> str:
    """Return the day on which a build first had a link."""
    return (row.added or "")[:10]
