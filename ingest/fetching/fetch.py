"""The one function that asks a server for a page: bounded in time and size, redirects followed by hand.

The same code runs against the network and against an archive: only the client's transport differs.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import httpx

from ingest.archives.warc import ArchiveWriter
from ingest.documents import Page, Source, Status
from ingest.errors import FetchFailed
from ingest.fetching.content_coding import decoded
from ingest.fetching.pace import Pace
from ingest.urls import is_web_url

USER_AGENT = "citeshelf/0.1 (reads the pages of a person's reading list)"
ATTEMPT_TIMEOUT_S = 60.0  # covers DNS, headers and body: httpx's own limits start anew with every byte
MAX_REDIRECTS = 10
MAX_RAW_BYTES = 20_000_000


class Fetcher:
    """Fetches pages through one client, at a pace each host can bear, recording what comes when asked to."""

    attempt_timeout_s = ATTEMPT_TIMEOUT_S

    def __init__(
        self,
        client: httpx.AsyncClient,
        source: Source,
        pace: Pace,
        recorder: ArchiveWriter | None = None,
        date_of: Callable[[str], str | None] | None = None,
    ) -> None:
        self._client = client
        self._source = source
        self._pace = pace
        self._recorder = recorder
        self._date_of = date_of

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Page:
        """Return the page at `url`, redirects followed.

        Raises:
            FetchFailed: with the status that the link ends in.
        """
        address = url
        for _ in range(MAX_REDIRECTS + 1):
            if not is_web_url(address):
                raise FetchFailed(Status.BLOCKED_URL, f"{address[:200]} is not an address to fetch")
            response, body = await self._hop(address, headers or {})
            if not response.is_redirect:
                return self._page(url, response, body)
            address = _target(response)
        raise FetchFailed(Status.HTTP_ERROR, f"{url} redirects more than {MAX_REDIRECTS} times")

    async def _hop(self, url: str, headers: Mapping[str, str]) -> tuple[httpx.Response, bytes]:
        try:
            async with (
                self._pace.turn(url),
                asyncio.timeout(self.attempt_timeout_s),
                self._client.stream("GET", url, headers=headers) as response,
            ):
                raw = await _bounded(response)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, TimeoutError, OSError) as error:
            failure = _failure(url, error)
            if failure.status is Status.DNS_ERROR:
                self._pace.forget(url)  # nobody was asked: with no network, a build of many links ends at once
            raise failure from error
        if self._recorder:
            self._recorder.write(response.request, response, raw)
        return response, raw

    def _page(self, url: str, response: httpx.Response, raw: bytes) -> Page:
        refuse(response.status_code, url)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Page(
            url=url,
            final_url=str(response.url),
            content_type=response.headers.get("content-type", ""),
            body=decoded(raw, response.headers.get("content-encoding", "")),
            fetched=(self._date_of and self._date_of(str(response.url))) or now,
            source=self._source,
        )


def build_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Return a client for the network, or for the given transport; it verifies TLS and ignores the system's proxies."""
    return httpx.AsyncClient(
        transport=transport,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
        timeout=httpx.Timeout(20.0, connect=10.0),
        follow_redirects=False,
        trust_env=False,
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


def _target(response: httpx.Response) -> str:
    location = response.headers.get("location")
    if location is None:
        raise FetchFailed(Status.HTTP_ERROR, f"{response.url} redirects to nowhere")
    try:
        return str(response.url.join(location))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchFailed(Status.BLOCKED_URL, f"{response.url} redirects to {location[:200]}, no address") from error


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > MAX_RAW_BYTES:
            raise FetchFailed(Status.TOO_LARGE, "it is larger than 20 MB")
    return bytes(body)


def _failure(url: str, error: Exception) -> FetchFailed:
    causes: list[BaseException] = [error]
    while cause := causes[-1].__cause__ or causes[-1].__context__:
        causes.append(cause)
    status, retryable = _status_of(causes)
    return FetchFailed(status, f"{url}: {str(error) or type(error).__name__}", retryable=retryable)


def _status_of(causes: list[BaseException]) -> tuple[Status, bool]:
    def among(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if among(ssl.SSLError):
        return Status.TLS_ERROR, False
    if among(socket.gaierror):
        return Status.DNS_ERROR, True
    if among(TimeoutError, httpx.TimeoutException):
        return Status.TIMEOUT, True
    if among(httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        return Status.BLOCKED_URL, False
    if among(httpx.RemoteProtocolError, httpx.ReadError):
        return Status.INCOMPLETE, True
    return Status.HTTP_ERROR, True
