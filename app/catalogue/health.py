"""Which links are dead, have moved or could not be read, in the words of the link report."""

from collections.abc import Sequence

from app.catalogue.request import Ask
from app.health.groups import Group
from app.health.report import Entry, report_on
from index.records import LinkRow
from ingest.status import Status

NOTHING_KNOWN = frozenset({Status.NOT_IN_ARCHIVE})
_GROUPS = {
    Ask.DEAD: frozenset({Group.DEAD, Group.WRONG_ADDRESS, Group.FAULTY}),
    Ask.MOVED: frozenset({Group.MOVED}),
    Ask.UNREAD: frozenset(Group) - {Group.FINE, Group.MOVED, Group.THIN, Group.UNCHECKED},
}


def in_state(
    ask: Ask, all_rows: Sequence[LinkRow], rows: Sequence[LinkRow], name: str, built: str
) -> tuple[Entry, ...]:
    """Return the report's entries of those of the `rows` that are in the state asked for.

    The report is made on all of the list's rows: whether this machine was offline shows in all of them only.
    """
    wanted = {row.link.url for row in rows}
    entries = report_on(all_rows, name, built).entries
    return tuple(one for one in entries if one.group in _GROUPS[ask] and one.url in wanted)


def said_of(entry: Entry) -> str:
    """Return what was found at a link, and when."""
    moved = f"; it redirects to {entry.row.moved_to}" if entry.row.moved_to else ""
    return "; ".join(part for part in (entry.problem + moved, entry.dates) if part)
