"""Opens a desk for those who never built: the shipped list is built first when there is no index."""

import sys

from app.desk import Desk
from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request
from index.errors import IndexMissing
from index.folder import current


def opened_desk(settings: Settings) -> Desk:
    """Return the desk over the index in use, which is built from the shipped list where there is none.

    Raises:
        SearchIndexError: the index cannot be read or built.
    """
    try:
        current(settings.data)
    except IndexMissing:
        print("citeshelf: no index yet, building the shipped list from its notes", file=sys.stderr)
        rebuild(Request(offline=True), settings)
    return Desk(settings)
