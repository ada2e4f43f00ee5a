"""The one function that asks a server for a page: paced, bounded, redirects followed by hand, all of it recorded.

The same code runs against the network and against an archive: only the client's transport differs.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urljoin

from ingest.documents import Page, Source, Status, Verdict
from ingest.errors import FetchFailed
from ingest.fetching.client import Client
from ingest.fetching.content_coding import decoded
from ingest.fetching.exchange import Asked, Exchange, Recorder
from ingest.fetching.limits import Limits
from ingest.fetching.pace import Pace
from ingest.urls import is_web_url

REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)


class Fetcher:
    """Fetches pages through one client, at a pace each host can bear, recording what comes when asked to."""

    def __init__(
        self,
        client: Client,
        source: Source,
        pace: Pace,
        recorder: Recorder | None = None,
        date_of: Callable[[str], str | None] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._client = client
        self._source = source
        self._pace = pace
        self._recorder = recorder
        self._date_of = date_of
        self._limits = limits or Limits()

    async def get(self, url: str, headers: Mapping[str, str] | None = None, asked: Asked = Asked.NAMED) -> Page:
        """Return the page at `url`, redirects followed.

        Raises:
            FetchFailed: with the status that the link ends in.
        """
        address = url
        for _ in range(self._limits.redirects + 1):
            exchange = await self.ask(address, headers, asked)
            if exchange.status_code not in REDIRECTS:
                return self._page(url, exchange)
            address = target(exchange)
        raise FetchFailed(Status.HTTP_ERROR, f"{url} redirects more than {self._limits.redirects} times")

    async def ask(self, url: str, headers: Mapping[str, str] | None = None, asked: Asked = Asked.NAMED) -> Exchange:  # noqa: ARG002
        """Ask for a URL without following redirects; any status code is an answer.

        Raises:
            FetchFailed: no whole response came.
        """
        if not is_web_url(url):
            raise FetchFailed(Status.BLOCKED_URL, f"{url[:200]} is not an address to fetch")
        try:
            async with self._pace.turn(url):
                exchange = await self._client.exchange(url, headers or {})
        except FetchFailed as failure:
            if failure.status is Status.DNS_ERROR:
                self._pace.forget(url)  # nobody was asked: with no network, a build of many links ends at once
            raise
        if self._recorder:
            self._recorder.write(exchange)
        return exchange

    def stop(self, url: str, reason: str) -> None:
        """Ask the URL's host for nothing more in this build: further links of it end as `skipped_host`."""

    def verdict(self, url: str) -> Verdict | None:  # noqa: ARG002
        """Return what the host's robots.txt says of a URL; None when it was not read."""
        return None

    def _page(self, url: str, exchange: Exchange) -> Page:
        refuse(exchange.status_code, url)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Page(
            url=url,
            final_url=exchange.url,
            content_type=exchange.header("content-type"),
            body=decoded(exchange.body, exchange.header("content-encoding")),
            fetched=(self._date_of and self._date_of(exchange.url)) or now,
            source=self._source,
        )


def refuse(status_code: int, url: str) -> None:
    """Raise for a status code that carries no page.

    Raises:
        FetchFailed: `gone`, `blocked` or `http_error`.
    """
    if 200 <= status_code < 300:
        return
    reason = f"{url} answered {status_code}"
    if status_code in (404, 410, 451):
        raise FetchFailed(Status.GONE, reason)
    if status_code in (401, 403, 429):
        raise FetchFailed(Status.BLOCKED, reason, retryable=True)
    raise FetchFailed(Status.HTTP_ERROR, reason, retryable=status_code >= 500)


def target(exchange: Exchange) -> str:
    """Return the absolute address to which a response redirects.

    Raises:
        FetchFailed: `http_error` without a Location, `blocked_url` for one that is no address.
    """
    location = exchange.header("location")
    if not location:
        raise FetchFailed(Status.HTTP_ERROR, f"{exchange.url} redirects to nowhere")
    try:
        return urljoin(exchange.url, location)
    except ValueError as error:
        raise FetchFailed(Status.BLOCKED_URL, f"{exchange.url} redirects to {location[:200]}, no address") from error
