"""What goes wrong in an exchange ends as one kind of error with one status, whatever a library raises."""

import asyncio
import socket
import time

import httpx
import idna
import pytest
from dialling import failure
from loopback import Answer, Loopback, Serve, client, reply, reset, server_tls
from recordings import run

from ingest.errors import FetchFailed
from ingest.fetching.exchange import Cut
from ingest.fetching.limits import Limits
from ingest.fetching.transport.client import Client
from ingest.status import Status

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
QUICK = Limits(attempt_s=0.6, read_s=0.3, connect_s=0.3)


class Raising(httpx.AsyncBaseTransport):
    """A transport in which something goes wrong."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        """Raise it."""
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "retryable"),
    [
        (httpx.InvalidURL("x"), Status.BLOCKED_URL, False),
        (httpx.UnsupportedProtocol("x"), Status.BLOCKED_URL, False),
        (idna.IDNAError("x"), Status.BLOCKED_URL, False),
        (UnicodeError("x"), Status.BLOCKED_URL, False),
        (httpx.ConnectTimeout("x"), Status.TIMEOUT, True),
        (httpx.WriteTimeout("x"), Status.TIMEOUT, True),
        (httpx.PoolTimeout("x"), Status.TIMEOUT, True),
        (TimeoutError(), Status.TIMEOUT, True),
        (httpx.ConnectError("10.1.2.3"), Status.HTTP_ERROR, True),
        (httpx.ReadError("x"), Status.INCOMPLETE, True),
        (httpx.WriteError("x"), Status.INCOMPLETE, True),
        (ConnectionResetError(104, "10.1.2.3"), Status.INCOMPLETE, True),
        (httpx.RemoteProtocolError("<script>"), Status.INCOMPLETE, True),
        (httpx.LocalProtocolError("10.1.2.3"), Status.HTTP_ERROR, False),
        (AssertionError("x"), Status.HTTP_ERROR, False),
        (RuntimeError("x"), Status.HTTP_ERROR, False),
        (KeyError("x"), Status.HTTP_ERROR, False),
    ],
)
def test_whatever_is_raised(error: Exception, status: Status, retryable: bool) -> None:  # noqa: FBT001 - a column
    """Every exception becomes a failure with a status, and none of its own words reach the reason."""
    failed = failure(Client(Raising(error)), "http://e.example/a?token=s3cr3t#part")

    assert (failed.status, failed.retryable, failed.partial) == (status, retryable, None)
    assert failed.problem.startswith("http://e.example/a: ")
    assert not any(word in failed.problem for word in ("s3cr3t", "10.1.2.3", "<script>"))


def test_a_stopped_build() -> None:
    """A request that is cancelled is no failed one: the cancellation goes on."""

    async def work() -> None:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            async with client() as opened:
                asking = asyncio.create_task(opened.exchange(f"http://127.0.0.1:{silent.getsockname()[1]}/", {}))
                await asyncio.sleep(0.05)
                asking.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await asking

    run(work())


def hang(start: bytes) -> tuple[Answer, list[Loopback]]:
    """Return an answer that never ends, and where to put the server it waits for."""
    servers: list[Loopback] = []

    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        servers[0].over.wait(5)

    return answer, servers


def broken(connection: socket.socket) -> None:
    """Send half a body, then break off."""
    connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n<p>half")
    time.sleep(0.05)
    reset(connection)


@pytest.mark.parametrize("speaks_tls", [False, True])
def test_silence_in_a_body(speaks_tls: bool, serve: Serve) -> None:  # noqa: FBT001 - a column
    """A body that stops coming is a timeout, with TLS too; what came before is kept (fault 21)."""
    answer, servers = hang(HEAD + b"Content-Length: 100\r\n\r\n<p>half")
    servers.append(serve({"/": answer}, server_tls("127.0.0.1") if speaks_tls else None))
    failed = failure(client(QUICK), f"{servers[0].url}/")

    assert (failed.status, failed.retryable) == (Status.TIMEOUT, True)
    assert failed.problem.endswith("/: silent for 0.3 s")
    assert failed.partial
    assert (failed.partial.body, failed.partial.cut) == (b"<p>half", Cut.TIME)


@pytest.mark.parametrize("speaks_tls", [False, True])
def test_a_body_that_breaks_off(speaks_tls: bool, serve: Serve) -> None:  # noqa: FBT001 - a column
    """A connection that is reset in a body leaves an incomplete page, with TLS too (fault 9)."""
    server = serve({"/": broken}, server_tls("127.0.0.1") if speaks_tls else None)
    failed = failure(client(QUICK), f"{server.url}/")

    assert (failed.status, failed.retryable) == (Status.INCOMPLETE, True)
    assert failed.problem.endswith("/: the connection broke off")
    assert failed.partial
    assert (failed.partial.body, failed.partial.cut) == (b"<p>half", Cut.DISCONNECT)


def test_silence_in_a_handshake() -> None:
    """A server that never answers a TLS handshake is a timeout, not an error of TLS."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        failed = failure(client(QUICK), f"https://127.0.0.1:{silent.getsockname()[1]}/")
    assert (failed.status, failed.retryable) == (Status.TIMEOUT, True)
    assert failed.problem.endswith("/: no connection within 0.3 s")


def test_connections_are_closed(serve: Serve) -> None:
    """After failures of every kind a client leaves no connection behind."""
    server = serve({"/a": broken, "/b": reply(bytes(3000)), "/c": b""})
    opened = client(Limits(raw_bytes=2000))

    async def work() -> None:
        async with opened:
            pool = opened._transport._pool
            for path in "abc":
                try:
                    await opened.exchange(f"{server.url}/{path}", {})
                except FetchFailed:
                    assert pool.connections == []

    run(work())
    assert len(server.requests) == 3
