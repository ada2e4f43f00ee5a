"""One request on the wire: the file that knows httpx, and turns what goes wrong into a status."""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from functools import cache
from typing import Self, TypeGuard

import httpx

from ingest.errors import FetchFailed
from ingest.fetching.exchange import Exchange, Headers
from ingest.fetching.limits import Limits
from ingest.fetching.shown import shown
from ingest.fetching.transport.addresses import is_numeric
from ingest.fetching.transport.body import Arriving
from ingest.fetching.transport.guard import Guard, guarded_pool
from ingest.fetching.transport.tls import tls_reason
from ingest.status import Status
from ingest.urls.forms import host_of

USER_AGENT = "citeshelf/0.1 (reads the pages of a person's reading list)"
HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "keep-alive"}
HUNG_UP = (ssl.SSLEOFError, ssl.SSLZeroReturnError)  # the latter in Python 3.11.2
# What is raised, the status it means, the reason (about the limits) and whether another attempt may succeed: the first
# that fits, as some are kinds of others.
_FAILURES: tuple[tuple[tuple[type[Exception], ...], tuple[Status, str, bool]], ...] = (
    ((httpx.ConnectTimeout,), (Status.TIMEOUT, "no connection within {0.connect_s:g} s", True)),
    ((httpx.TimeoutException,), (Status.TIMEOUT, "silent for {0.read_s:g} s", True)),
    ((TimeoutError,), (Status.TIMEOUT, "not done within {0.attempt_s:g} s", True)),
    (
        (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError),
        (Status.BLOCKED_URL, "it is not an address to fetch", False),
    ),
    ((httpx.ConnectError,), (Status.HTTP_ERROR, "it takes no connections", True)),
    ((httpx.RemoteProtocolError,), (Status.INCOMPLETE, "its answer broke off, or is no HTTP", True)),
    ((httpx.NetworkError, OSError), (Status.INCOMPLETE, "the connection broke off", True)),
)


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
            reason = f"{shown(str(request.url))}: {refusal.problem}"
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
        status, reason, retryable = _judged(url, error)
        return FetchFailed(status, f"{shown(url)}: {reason.format(self._limits)}", retryable=retryable)


@cache
def public_tls() -> ssl.SSLContext:
    """Return what trusts the authorities that browsers trust, and those that this machine's owner added."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # Python's own default, which Debian's build leaves out
    return context


def _head(url: str, request: httpx.Request, response: httpx.Response) -> Exchange:
    sent, got = _headers(request.headers), _headers(response.headers)
    return Exchange(url, sent, response.status_code, response.reason_phrase, got, b"")


def _headers(headers: httpx.Headers) -> Headers:
    return tuple((name.decode(headers.encoding), value.decode(headers.encoding)) for name, value in headers.raw)


def _judged(url: str, error: Exception) -> tuple[Status, str, bool]:
    if tls := next((one for one in _chain(error) if _is_of_tls(one)), None):
        return Status.TLS_ERROR, tls_reason(tls), isinstance(tls, HUNG_UP)
    if isinstance(error, httpx.InvalidURL) and is_numeric(host_of(url)):
        return Status.SSRF_BLOCKED, "its host is an address in disguise", False
    for kinds, judgement in _FAILURES:
        if isinstance(error, kinds):
            return judgement
    return Status.HTTP_ERROR, f"it could not be asked ({type(error).__name__})", False


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found:
        yield found
        found = found.__cause__ or found.__context__


def _is_of_tls(error: BaseException) -> TypeGuard[ssl.SSLError]:
    """OpenSSL waits for bytes by raising errors, which stand behind whatever went wrong meanwhile."""
    return isinstance(error, ssl.SSLError) and not isinstance(error, (ssl.SSLWantReadError, ssl.SSLWantWriteError))
