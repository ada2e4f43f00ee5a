"""Opens every connection of a live build, and only to public addresses: the file that knows httpcore.

A name is looked up once, its answers are judged, and one of those answers is dialled: a name server that changes its
mind between two questions gains nothing. Redirects come here too, as each is a request of its own.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from functools import partial

import httpcore

from ingest.errors import FetchFailed
from ingest.fetching.transport.addresses import is_numeric, is_public, is_unspecified
from ingest.status import Status

WEB_PORTS = (80, 443)
KEPT_S = 15.0  # an idle connection: as long as the longest pause between two requests to a host
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Looks a name up: host and port to IP addresses, in the order in which to try them."""
Dial = Callable[..., Awaitable[httpcore.AsyncNetworkStream]]


async def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver, which also reads addresses in every spelling.

    Raises:
        OSError: (`socket.gaierror`) the name does not exist, or nobody answered.
        UnicodeError: it cannot be a name.
    """
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in answers))


class Guard(httpcore.AsyncNetworkBackend):
    """Connects to public addresses on ports 80 and 443, and to what the operator allows by name.

    `allowed` are `host:port` with any port and any address; `connect_to` gives for `host:port` the address and port to
    dial instead, as curl's `--connect-to` does; `network` opens the connections that the guard lets through.
    """

    def __init__(
        self,
        allowed: Container[str] = (),
        connect_to: Mapping[str, tuple[str, int]] | None = None,
        resolver: Resolver = look_up,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allowed = allowed
        self._connect_to = connect_to or {}
        self._resolver = resolver
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host, all within `timeout` seconds.

        Raises:
            FetchFailed: `blocked_url`, `ssrf_blocked` or `dns_error`; nobody was asked for a connection.
            httpcore.ConnectError, httpcore.ConnectTimeout: no address took the connection.
        """
        name = host_and_port(host, port)
        dial = partial(self._network.connect_tcp, local_address=local_address, socket_options=socket_options)
        if target := self._connect_to.get(name):
            return await dial(*target, timeout=timeout)
        if port not in WEB_PORTS and name not in self._allowed:
            raise FetchFailed(Status.BLOCKED_URL, f"port {port} is not one of the web's")
        try:
            async with asyncio.timeout(timeout) as bound:
                addresses = await self._vetted(host, port, is_allowed=name in self._allowed)
                return await _dialled(partial(dial, port=port), addresses, bound.when())
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._network.sleep(seconds)

    async def _vetted(self, host: str, port: int, *, is_allowed: bool) -> Sequence[str]:
        """Return the host's addresses; one that is not public refuses them all."""
        addresses = await self._looked_up(host, port)
        refused = () if is_allowed else [address for address in addresses if not is_public(address)]
        if not is_numeric(host) and refused and all(map(is_unspecified, refused)):
            raise FetchFailed(Status.DNS_ERROR, "its name leads to no address", retryable=True)
        if refused:
            raise FetchFailed(Status.SSRF_BLOCKED, "its host is not on the public internet")
        return addresses

    async def _looked_up(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = await self._resolver(host.rstrip(".") if is_numeric(host) else host, port)
        except socket.gaierror as error:
            if is_numeric(host):  # with a zone, say: there is no name to look up
                return (host,)
            raise FetchFailed(Status.DNS_ERROR, _dns_reason(error), retryable=True) from error
        if not addresses:
            raise FetchFailed(Status.DNS_ERROR, "its name leads to no address", retryable=True)
        return addresses


def guarded_pool(guard: Guard, tls: ssl.SSLContext) -> httpcore.AsyncConnectionPool:
    """Return a pool of HTTP/1.1 connections, all of them opened by the guard."""
    return httpcore.AsyncConnectionPool(
        ssl_context=tls, max_connections=None, keepalive_expiry=KEPT_S, http1=True, http2=False, network_backend=guard
    )


def host_and_port(host: str, port: int) -> str:
    """Return `host:port` as `allow_hosts` and `connect_to` write it; an IPv6 address stands in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host.rstrip('.')}:{port}"


async def _dialled(dial: Dial, addresses: Sequence[str], deadline: float | None) -> httpcore.AsyncNetworkStream:
    """Try one address after the other, each with an equal share of the time that is left."""
    for number, address in enumerate(addresses[:-1]):
        share = None if deadline is None else (deadline - _now()) / (len(addresses) - number)
        try:
            return await dial(address, timeout=share)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            continue
    return await dial(addresses[-1])


def _now() -> float:
    return asyncio.get_running_loop().time()


def _dns_reason(error: socket.gaierror) -> str:
    if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)):
        return "its name does not exist"
    return "no name server knew its name"
