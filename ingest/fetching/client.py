"""One request on the wire: the file that knows httpx, and turns what goes wrong into a status."""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from typing import Self

import httpx

from ingest.documents import Status
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Exchange, Headers
from ingest.fetching.limits import Limits

USER_AGENT = "citeshelf/0.1 (reads the pages of a person's reading list)"


class Client:
    """Sends single requests: redirects are not followed, content is not decoded, TLS is always verified."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._http = httpx.AsyncClient(
            transport=transport,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx.Timeout(self._limits.read_s, connect=self._limits.connect_s),
            follow_redirects=False,
            trust_env=False,
        )

    async def exchange(self, url: str, headers: Mapping[str, str]) -> Exchange:
        """Ask for a URL once.

        Raises:
            FetchFailed: no whole response came, within the limits.
        """
        try:
            async with (
                asyncio.timeout(self._limits.attempt_s),
                self._http.stream("GET", url, headers=dict(headers)) as response,
            ):
                body = await self._body(response)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, TimeoutError, OSError) as error:
            raise _failure(url, error) from error
        return Exchange(url, _sent(response), response.status_code, response.reason_phrase, _headers(response), body)

    async def __aenter__(self) -> Self:
        """Open."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for part in response.aiter_raw():
            body += part
            if len(body) > self._limits.raw_bytes:
                raise FetchFailed(Status.TOO_LARGE, f"it is larger than {self._limits.raw_bytes // 1_000_000} MB")
        return bytes(body)


def _sent(response: httpx.Response) -> Headers:
    return tuple(response.request.headers.multi_items())


def _headers(response: httpx.Response) -> Headers:
    return tuple(response.headers.multi_items())


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
