"""A server on loopback that is whatever host it is asked for, over http and https, and the network where it is so."""

import ssl
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import trustme

from ingest.fetching.limits import Limits
from ingest.fetching.network import Network
from ingest.fetching.politeness.pace import Pace

SILENT_S = 60.0  # longer than any test waits


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page's server answers; status 0 is silence."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@cache
def authority() -> trustme.CA:
    """Return the authority that signs the servers' certificates."""
    return trustme.CA()


class Hosts:
    """Serves `pages` by "host/path"; what is not among them is 404. `asked` are the addresses it was asked for."""

    def __init__(self, pages: Mapping[str, Answer], secure: Iterable[str] = ()) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.secure = frozenset(secure)
        self.closing = threading.Event()
        self.servers = [ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self)) for _ in range(2)]
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority().issue_cert(*self.secure, "localhost").configure_cert(tls)
        self.servers[1].socket = tls.wrap_socket(self.servers[1].socket, server_side=True)
        self.threads = [threading.Thread(target=one.serve_forever, args=(0.02,)) for one in self.servers]

    def network(self, **settings: Any) -> Network:
        """Return a network on which its hosts are this server; nothing else is there, and nobody waits long."""
        plain, secure = (("127.0.0.1", one.server_port) for one in self.servers)
        hosts = {name.partition("/")[0] for name in self.pages} - self.secure
        places = {f"{host}:80": plain for host in hosts} | {f"{host}:443": secure for host in self.secure}
        tls = ssl.create_default_context(cadata=authority().cert_pem.bytes().decode())
        return Network(connect_to=places, tls=tls, pace=_hurried, limits=Limits(read_s=1, attempts=1), **settings)

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        for server, thread in zip(self.servers, self.threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


def _hurried() -> Pace:
    return Pace(delays_s={}, default_s=(0.0, 0.0))


def _handler_of(hosts: Hosts) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f"{(self.headers['Host'] or '').partition(':')[0]}{self.path}"
            hosts.asked.append(page)
            answer = hosts.pages.get(page, Answer("nothing here", 404))
            if answer.status == 0:
                hosts.closing.wait(SILENT_S)
                return
            body = answer.body.encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            """Keep quiet."""

    return Handler
