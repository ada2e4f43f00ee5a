"""Ways to one page, tried from the best to the last: what a link ends with when all of them fail."""

from ingest.errors import FetchFailed
from ingest.status import Status


def telling(first: FetchFailed, last: FetchFailed) -> FetchFailed:
    """Return which of two failures says more: `gone` only where both ways say so, or where the last one is the page."""
    if last.status is Status.GONE:
        return last
    return last if first.status is Status.GONE and last.status is not Status.NOT_IN_ARCHIVE else first
