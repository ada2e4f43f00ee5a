"""Which record of some archives answers for a URL.

The last good answer counts; where there is none, the last record of any kind does. A good answer is a whole response
with a status below 400, a `resource`, or a revisit whose original these archives hold; one of several must also have a
body that can be decoded.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from ingest.archives.addresses import archived
from ingest.archives.entries import Entry, entries, exchange_of
from ingest.errors import ArchiveUnreadable, FetchFailed
from ingest.fetching.transport.content_coding import decoded

MAX_ENTRIES = 1_000_000  # about 1 GB of memory


class Catalogue:
    """Finds the record for a URL; archives count in the order in which they are given."""

    def __init__(self) -> None:
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        self._by_digest: dict[str, Entry] = {}

    @classmethod
    def open(cls, paths: Sequence[Path]) -> Self:
        """Index all archives.

        Raises:
            ArchiveUnreadable: a file is missing, no WARC, broken before its last record, or without a page.
        """
        catalogue = cls()
        for path in paths:
            catalogue._add(path)
        return catalogue

    def answer(self, url: str) -> Entry | None:
        """Return the entry that answers for a URL, or None."""
        found = self._entries.get(archived(url), [])
        if len(found) < 2:
            return found[0] if found else None
        good = (entry for entry in reversed(found) if self._is_page(entry))
        bad = (entry for entry in reversed(found) if entry.kind != "revisit")
        return next(good, None) or next(bad, None) or found[-1]

    def original(self, revisit: Entry) -> Entry | None:
        """Return the whole response that a revisit refers to, by URL and date, else by its payload's digest."""
        if revisit.kind != "revisit":
            return None
        url, date = revisit.original
        dated = [entry for entry in self.responses(url) if entry.date == date]
        same = [entry for entry in dated if entry.digest == revisit.digest]
        found = same or dated
        return found[-1] if found else self._by_digest.get(revisit.digest)

    def responses(self, url: str) -> list[Entry]:
        """Return the good responses to a URL, in the order of their recording."""
        return [entry for entry in self._entries.get(archived(url), []) if entry.is_good]

    def all_responses(self) -> Iterator[Entry]:
        """Yield the good response that answers for each URL."""
        for url in self._entries:
            if (entry := self.answer(url)) and entry.is_good:
                yield entry

    def _is_page(self, entry: Entry) -> bool:
        """Return whether an entry is a good answer: a server may have sent half a page and called it whole."""
        if not entry.is_good:
            return self.original(entry) is not None
        try:
            exchange = exchange_of(entry)
            decoded(exchange.body, exchange.header("content-encoding"))
        except FetchFailed:
            return False
        return True

    def _add(self, path: Path) -> None:
        count = 0
        for count, entry in enumerate(entries(path), 1):
            if count > MAX_ENTRIES:
                raise ArchiveUnreadable(
                    f"the archive {path} holds more than {MAX_ENTRIES:,} records", "leave it out, or split it"
                )
            self._entries[entry.url].append(entry)
            if entry.is_good and entry.digest:
                self._by_digest[entry.digest] = entry
        if not count:
            raise ArchiveUnreadable(f"the archive {path} holds no recorded page", "leave it out, or record it again")
