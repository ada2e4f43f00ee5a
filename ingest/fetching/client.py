"""One request on the wire: the file that knows httpx, and turns what goes wrong into a status."""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from functools import cache
from typing import Self
from urllib.parse import urlsplit

import httpx

from ingest.documents import Status
from ingest.errors import FetchFailed
from ingest.fetching.addresses import is_numeric
from ingest.fetching.body import Arriving
from ingest.fetching.exchange import Exchange, Headers
from ingest.fetching.guard import Guard, guarded_pool
from ingest.fetching.limits import Limits
from ingest.fetching.tls import tls_reason

USER_AGENT = "citeshelf/0.1 (reads the pages of a person's reading list)"
HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "keep-alive"}
_ASKS_FOR_BYTES = (ssl.SSLWantReadError, ssl.SSLWantWriteError)  # OpenSSL's way to wait: no failures


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport, on connections that the guard opens: no proxy, no HTTP/2, TLS always verified."""

    def __init__(self, guard: Guard | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._pool = guarded_pool(guard or Guard(), tls or public_tls())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; its response comes as soon as its head is there.

        Raises:
            FetchFailed: the guard refuses the address.
        """
        try:
            return await super().handle_async_request(request)
        except FetchFailed as refusal:
            reason = f"{_shown(str(request.url))}: {refusal.problem}"
            raise FetchFailed(refusal.status, reason, retryable=refusal.retryable) from refusal


class Client:
    """Sends single requests: redirects are not followed, content is not decoded, cookies are not kept."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None, limits: Limits | None = None) -> None:
        self._transport = transport or GuardedTransport()
        self._limits = limits or Limits()
        # How many requests run at a time is for others to say: none waits for a free connection.
        self._timeout = httpx.Timeout(self._limits.read_s, connect=self._limits.connect_s, pool=None)

    async def exchange(self, url: str, headers: Mapping[str, str]) -> Exchange:
        """Ask for a URL once.

        Raises:
            FetchFailed: no whole response came within the limits; `partial` is what did come.
        """
        arriving = Arriving(self._limits)
        try:
            await self._receive(url, headers, arriving)
        except FetchFailed as failure:
            failure.partial = arriving.partial(failure)
            raise
        return arriving.whole()

    async def __aenter__(self) -> Self:
        """Open."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def _receive(self, url: str, headers: Mapping[str, str], arriving: Arriving) -> None:
        try:
            async with asyncio.timeout(self._limits.attempt_s):
                request = self._request(url, headers)
                response = await self._transport.handle_async_request(request)
                async with aclosing(response):
                    arriving.begin(_head(url, request, response))
                    async for part in response.aiter_raw():
                        arriving.add(part)
        except FetchFailed:
            raise
        except Exception as error:
            raise self._failure(url, error) from error

    def _request(self, url: str, headers: Mapping[str, str]) -> httpx.Request:
        request = httpx.Request("GET", url, headers=HEADERS | dict(headers))
        name = request.url.raw_host.decode("ascii").removesuffix(".")  # certificates name hosts without the last dot
        request.extensions = {"timeout": self._timeout.as_dict(), "sni_hostname": name}
        return request

    def _failure(self, url: str, error: Exception) -> FetchFailed:
        chain = list(_chain(error))
        tls = (one for one in chain if isinstance(one, ssl.SSLError) and not isinstance(one, _ASKS_FOR_BYTES))
        status, reason, retryable = self._judged(url, error, next(tls, None))
        return FetchFailed(status, f"{_shown(url)}: {reason}", retryable=retryable)

    def _judged(self, url: str, error: Exception, tls: ssl.SSLError | None) -> tuple[Status, str, bool]:
        match error:
            case httpx.ConnectTimeout():
                return Status.TIMEOUT, f"no connection within {self._limits.connect_s:g} s", True
            case httpx.TimeoutException():
                return Status.TIMEOUT, f"silent for {self._limits.read_s:g} s", True
            case TimeoutError():
                return Status.TIMEOUT, f"not done within {self._limits.attempt_s:g} s", True
            case _ if tls:
                return Status.TLS_ERROR, tls_reason(tls), isinstance(tls, ssl.SSLEOFError)
            case httpx.InvalidURL() if is_numeric(_host(url)):
                return Status.SSRF_BLOCKED, "its host is an address in disguise", False
            case httpx.InvalidURL() | httpx.UnsupportedProtocol() | UnicodeError():
                return Status.BLOCKED_URL, "that is no address of a page", False
            case httpx.ConnectError():
                return Status.HTTP_ERROR, "it takes no connections", True
            case httpx.NetworkError() | httpx.RemoteProtocolError():
                return Status.INCOMPLETE, "the connection broke off, or the answer was no HTTP", True
        return Status.HTTP_ERROR, f"it could not be asked ({type(error).__name__})", False


@cache
def public_tls() -> ssl.SSLContext:
    """Return what trusts the authorities that browsers trust, and those that this machine's owner added."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _head(url: str, request: httpx.Request, response: httpx.Response) -> Exchange:
    sent, got = _headers(request.headers), _headers(response.headers)
    return Exchange(url, sent, response.status_code, response.reason_phrase, got, b"")


def _headers(headers: httpx.Headers) -> Headers:
    return tuple((name.decode(headers.encoding), value.decode(headers.encoding)) for name, value in headers.raw)


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found:
        yield found
        found = found.__cause__ or found.__context__


def _shown(url: str) -> str:
    """Return a URL as a reason names it: what stands behind the question mark may be a secret."""
    return url.partition("#")[0].partition("?")[0][:200]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
