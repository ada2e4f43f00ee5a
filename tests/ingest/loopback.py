"""Servers on loopback that answer each path with the very bytes a test gives, faults and all, under any host's name.

`reaching({"site.example:80": server, "site.example:443": tls_server})` is a fetcher for which these hosts are those
servers; `network(...)` is the same as the setting that `online` takes.
"""

import socket
import ssl
import struct
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import cache
from http import HTTPStatus
from socketserver import StreamRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Any, Protocol, Self

import trustme

from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits
from ingest.fetching.network import Network, client_on
from ingest.fetching.politeness.pace import Pace
from ingest.fetching.transport.client import Client, GuardedTransport, public_tls
from ingest.fetching.transport.guard import Guard
from ingest.status import Source

Answer = bytes | Callable[[socket.socket], None]
"""Bytes to send before the connection is closed, or what to do with the connection instead."""


class OwnMachine:
    """What `allow_hosts` would have to hold for the addresses of all servers here."""

    def __contains__(self, name: object) -> bool:
        return str(name).rpartition(":")[0] in ("127.0.0.1", "localhost")


def client(limits: Limits | None = None) -> Client:
    """Return a client as builds use it, which may ask the servers here by their addresses."""
    return Client(GuardedTransport(Guard(OwnMachine()), client_tls()), limits)


def network(servers: Mapping[str, "Loopback"], **settings: Any) -> Network:
    """Return a network on which each `host:port` is one of the servers, and their certificates are trusted."""
    addresses = {name: server.address for name, server in servers.items()}
    return Network(tls=client_tls(), connect_to=addresses, **settings)


@asynccontextmanager
async def reaching(servers: Mapping[str, "Loopback"], **settings: Any) -> AsyncIterator[Fetcher]:
    """Open a fetcher on such a network that does not wait between requests."""
    limits = settings.get("limits")
    async with client_on(network(servers, **settings)) as opened:
        yield Fetcher(opened, Source.LIVE, Pace(waits=False), limits=limits)


@cache
def authority() -> trustme.CA:
    """Return the authority that signs the certificates of all servers here."""
    return trustme.CA()


@cache
def client_tls() -> ssl.SSLContext:
    """Return what trusts this authority alone, and is otherwise as ours is."""
    context = ssl.create_default_context(cadata=authority().cert_pem.bytes().decode())
    context.minimum_version = public_tls().minimum_version
    return context


@cache
def server_tls(*names: str) -> ssl.SSLContext:
    """Return what a server needs to be these hosts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(*names).configure_cert(context)
    return context


def reply(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """Return a whole response; names of headers are written with underscores."""
    fields = {"Content-Length": str(len(body)), "Content-Type": "text/html; charset=utf-8"}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body


def reset(connection: socket.socket) -> None:
    """Break the connection off without closing it properly."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class Loopback:
    """Serves `answers` by path until it is left; `requests` holds the head of each request it got."""

    def __init__(self, answers: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> None:
        self.answers = dict(answers)
        self.tls = tls
        self.requests: list[str] = []
        self.over = threading.Event()  # set when the test ends: whatever drips stops
        outer = self

        class Handler(StreamRequestHandler):
            def setup(self) -> None:
                if outer.tls:
                    self.request = outer.tls.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
                super().setup()

            def handle(self) -> None:
                outer._answer(self)

            def finish(self) -> None:
                with suppress(OSError):
                    super().finish()
                self.request.close()

        class Server(ThreadingTCPServer):
            request_queue_size = 64  # more clients than five at once, else some are turned away

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        """Its address as a URL, without a slash at the end."""
        return f"http{'s' * bool(self.tls)}://{self.address[0]}:{self.address[1]}"

    @property
    def address(self) -> tuple[str, int]:
        """Its address and port."""
        host, port = self._server.server_address[:2]
        return str(host), port

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, handler: StreamRequestHandler) -> None:
        with suppress(OSError):  # the client had enough, or liked the certificate not
            self._read_and_answer(handler)

    def _read_and_answer(self, handler: StreamRequestHandler) -> None:
        lines = [handler.rfile.readline(1000).decode("latin-1").strip()]
        if not lines[0].startswith("GET "):  # nothing, or the beginning of a TLS handshake
            handler.wfile.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        while line := handler.rfile.readline().decode("latin-1").strip():
            lines.append(line)
        self.requests.append("\n".join(lines))
        answer = self.answers.get(lines[0].split()[1], reply(status=404))
        if callable(answer):
            answer(handler.connection)
        else:
            handler.wfile.write(answer)


class Serve(Protocol):
    """Starts a server that ends with the test: the type of the fixture `serve`."""

    def __call__(self, answers: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> Loopback:
        """Start it; with `tls` it speaks nothing else."""
