"""The one word for what a link is worth to a reader: what is read of it, or why nothing is."""

from collections.abc import Mapping
from enum import StrEnum

from app.health.groups import Group
from app.health.report import Entry
from ingest.status import Source


class LinkState(StrEnum):
    """Where answers about a link come from, from the page itself down to nothing but a dead address."""

    LIVE = "live"
    RECORDED = "archive"
    NOTE = "note"
    STUB = "stub"
    BLOCKED = "blocked"
    DEAD = "dead"


_LOST: Mapping[Group, LinkState] = {
    Group.DEAD: LinkState.DEAD,
    Group.WRONG_ADDRESS: LinkState.DEAD,
    Group.FAULTY: LinkState.DEAD,
    Group.BLOCKED: LinkState.BLOCKED,
    Group.ROBOTS: LinkState.BLOCKED,
}
_READ: Mapping[Source, LinkState] = {
    Source.LIVE: LinkState.LIVE,
    Source.ARCHIVE: LinkState.RECORDED,
    Source.WAYBACK: LinkState.RECORDED,
    Source.NOTE: LinkState.NOTE,
    Source.STUB: LinkState.STUB,
}


def state_of(entry: Entry) -> LinkState:
    """Return a link's state; what its page itself ended in counts before what stands in for it."""
    return _LOST.get(entry.group) or _READ[entry.row.source]
