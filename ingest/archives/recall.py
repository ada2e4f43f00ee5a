"""Remembers what earlier builds were answered, from their archives: newest first, each read when it is needed."""

from collections.abc import Sequence
from pathlib import Path

from ingest.archives.catalogue import Catalogue
from ingest.archives.entries import exchange_of
from ingest.errors import ArchiveUnreadable, FetchFailed
from ingest.fetching.exchange import Recalled


class EarlierArchives:
    """Finds the newest whole 200 response to a URL; `paths` are the archives of earlier builds, oldest first."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._unread = list(paths)
        self._read: list[Catalogue] = []

    def exchange(self, url: str) -> Recalled | None:
        """Return the newest whole 200 response to a URL, or None; a revisit stands for the response it refers to."""
        for number in range(len(self._read) + len(self._unread)):
            if recalled := _recalled(self._catalogue(number), url):
                return recalled
        return None

    def _catalogue(self, number: int) -> Catalogue:
        """Return an archive's catalogue by its age, the newest is 0; an archive that cannot be read holds nothing."""
        if number >= len(self._read):
            path = self._unread.pop()
            try:
                self._read.append(Catalogue.open([path]))
            except ArchiveUnreadable:
                self._read.append(Catalogue())
        return self._read[number]


def _recalled(catalogue: Catalogue, url: str) -> Recalled | None:
    for entry in reversed(catalogue.responses(url)):
        if entry.kind == "response" and entry.status == 200 and entry.date:
            try:
                return Recalled(exchange_of(entry), entry.date)
            except (ArchiveUnreadable, FetchFailed):
                continue
    return None
