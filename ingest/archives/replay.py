"""Archives in place of the network: the same client and fetcher read pages from them, byte for byte."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

import httpx

from ingest.archives.catalogue import Catalogue
from ingest.archives.entries import Entry, block_of, exchange_of
from ingest.archives.failures import failure_in
from ingest.archives.messages import response_in
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Exchange
from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits
from ingest.fetching.politeness.pace import Pace
from ingest.fetching.transport.client import Client
from ingest.status import Source, Status


class ReplayTransport(httpx.AsyncBaseTransport):
    """Answers requests from archives only; a URL that is not there fails as `not_in_archive`, never on the network.

    Headers of a request, conditional ones and ranges too, do not count. A recorded failure fails the same way again.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @classmethod
    def open(cls, paths: Sequence[Path]) -> Self:
        """Index the records of all archives.

        Raises:
            ArchiveUnreadable: a file is missing, no WARC, broken before its last record, or without a page.
        """
        return cls(Catalogue.open(paths))

    def date_of(self, url: str) -> str | None:
        """Return when what answers for a URL was recorded, or None."""
        entry = self._catalogue.answer(url)
        return (entry.date or None) if entry else None

    def answer(self, url: str) -> Exchange:
        """Return what was recorded for a URL.

        Raises:
            FetchFailed: with the recorded status, or `not_in_archive`.
            ArchiveUnreadable: the file is no longer what it was.
        """
        entry = self._catalogue.answer(url)
        if entry is None:
            raise FetchFailed(Status.NOT_IN_ARCHIVE, f"{url} is not in the archive", retryable=True)
        if entry.kind == "metadata":
            raise failure_in(url, block_of(entry))
        if entry.kind == "revisit":
            return self._revisited(url, entry)
        return exchange_of(entry)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the recorded response, body bytes as they were on the wire."""
        found = self.answer(str(request.url))
        return httpx.Response(
            found.status_code,
            headers=[(name.encode(), value.encode()) for name, value in found.headers],
            stream=httpx.ByteStream(found.body),
            request=request,
            extensions={"reason_phrase": found.phrase.encode("ascii", "replace")},
        )

    def _revisited(self, url: str, revisit: Entry) -> Exchange:
        """Return the original's response; a revisit that tells of more than 304 has a head of its own."""
        original = self._catalogue.original(revisit)
        if original is None:
            reason = f"{url} had not changed since an earlier build, whose archive is not among these"
            raise FetchFailed(Status.NOT_IN_ARCHIVE, reason, retryable=True)
        found = exchange_of(original)
        if revisit.status == 304:
            return replace(found, url=url)
        head = response_in(url, block_of(revisit))
        return replace(head, body=found.body)


@asynccontextmanager
async def replaying(transport: ReplayTransport, source: Source, limits: Limits | None = None) -> AsyncIterator[Fetcher]:
    """Open a fetcher that answers from archives, without a pause; `source` is what its pages are said to come from."""
    async with Client(transport, limits) as client:
        yield Fetcher(client, source, Pace(waits=False), None, transport.date_of, limits)


def recorded_bodies(paths: Sequence[Path]) -> Iterator[bytes]:
    """Yield the body of the page that each recorded URL answers with.

    Raises:
        ArchiveUnreadable: a file is missing or damaged.
    """
    for path in paths:
        for entry in Catalogue.open([path]).all_responses():
            if entry.status == 200:
                yield exchange_of(entry).body
