"""A server on loopback that answers each path with the very bytes a test gives, faults and all."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from socketserver import StreamRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Self

import httpx

from ingest.fetching.client import Client
from ingest.fetching.limits import Limits

TLS = ssl.create_default_context()  # made once: loading the certificates takes longer than most tests
Answer = bytes | Callable[[socket.socket], None]
"""Bytes to send before the connection is closed, or what to do with the connection instead."""


def client(limits: Limits | None = None) -> Client:
    """Return a client as builds use it, on the real network stack."""
    return Client(httpx.AsyncHTTPTransport(verify=TLS), limits)


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

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.requests: list[str] = []
        self.over = threading.Event()  # set when the test ends: whatever drips stops
        outer = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                outer._answer(self)

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

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
        lines = [handler.rfile.readline(1000).decode("latin-1").strip()]
        if not lines[0].startswith("GET "):  # nothing, or the beginning of a TLS handshake
            handler.wfile.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        while line := handler.rfile.readline().decode("latin-1").strip():
            lines.append(line)
        self.requests.append("\n".join(lines))
        answer = self.answers.get(lines[0].split()[1], reply(status=404))
        try:
            if callable(answer):
                answer(handler.connection)
            else:
                handler.wfile.write(answer)
        except OSError:
            pass  # the client had enough


Serve = Callable[[Mapping[str, Answer]], Loopback]
"""Starts a server that ends with the test: the type of the fixture `serve`."""
