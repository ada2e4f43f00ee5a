"""Which record of some archives answers for a URL.

The last good answer counts; where there is none, the last record of any kind does. A good answer is a whole response
with a status below 400, a `resource`, or a revisit whose original these archives hold.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from ingest.archives.addresses import archived
from ingest.archives.failures import MEDIA_TYPE
from ingest.archives.reader import Record, records
from ingest.errors import ArchiveUnreadable
from ingest.fetching.exchange import Cut
from ingest.urls import MAX_LENGTH

MAX_ENTRIES = 1_000_000  # about 1 GB of memory
_STATUS = re.compile(r"HTTP/\d(?:\.\d)? +(\d{3})\b")
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Entry:
    """What must be known of a record to choose it: the rest is read when it is asked for.

    `status` is the response's code (200 for a resource, 0 for a failure); `original` are URL and date of the record
    that a revisit refers to, `digest` is its payload's.
    """

    path: Path
    offset: int
    kind: str
    url: str
    date: str
    status: int
    cut: Cut | None
    digest: str
    original: tuple[str, str]

    @property
    def is_good(self) -> bool:
        """Whether it holds a whole page, or a redirect to one."""
        return self.kind in ("response", "resource") and 200 <= self.status < 400 and self.status != 304 and not self.cut


class Catalogue:
    """Finds the record for a URL."""

    def __init__(self) -> None:
        self._good: dict[str, Entry] = {}
        self._last: dict[str, Entry] = {}
        self._order: dict[str, int]
        self._by_moment: dict[tuple[str, str], Entry] = {}
        self._by_digest: dict[str, Entry] = {}
