"""Two hundred small pages on forty hosts, served from loopback, each request counted; and how a build reaches them."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from app.rebuild import Report, rebuild
from app.settings import Settings
from app.sources import Request
from ingest.fetching.network import Network
from ingest.fetching.politeness.pace import Pace

HOSTS, PAGES_A_HOST = 40, 5
LATENCY_S = 0.01
PAUSE_S = (0.06, 0.02)
SHIPS = ("barge", "brig", "cutter", "dhow", "ferry", "galley", "junk", "ketch", "lugger", "packet")
KEEPER = (
    "Captain Ilse Brandvold keeps forty-one brass sextants in the lighthouse at Skerry Point. She bought the first of "
    "them in Bergen in 1968, and lends each to whoever can find the evening star with it. Visitors come on Sundays, "
    "when the keeper's daughter bakes rye bread and the fog horn is silent for an hour."
)
GONE, MOVED = "/page/3", "/page/4"  # on each tenth host


def urls(kind: str, hosts: int = HOSTS) -> list[str]:
    """Return every page's address; hosts of another kind serve the same texts."""
    return [f"http://{kind}{host}.example/page/{number}" for host in range(hosts) for number in range(PAGES_A_HOST)]


def text(host: str, path: str) -> str:
    """Return a page's text: like no other's, and long enough not to be thin."""
    number = int("".join(filter(str.isdigit, host + path)))
    if not number:
        return KEEPER
    ship, tons = SHIPS[number % 10], number * 7 + 13
    return (
        f"The {ship} of berth {number} measures {tons} tons and left the harbour at dawn on day {number % 365} with a "
        f"crew of {number % 23 + 4}. Its pilot {number} wrote that the {ship} carried {tons * 3} sacks of salt and "
        f"that the lamp on pier {number} burned for {number % 11 + 2} hours. Nobody else has signed ledger {number} "
        f"since the {ship} was built, {number % 90 + 10} years ago, on the northern side of the bay."
    )


class Site(ThreadingHTTPServer):
    """Answers for all hosts; `asked` counts requests by host and path."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()
        self.lock = Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that were killed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        host = self.headers["Host"]
        with self.server.lock:
            self.server.asked[f"http://{host}{self.path}"] += 1
        time.sleep(LATENCY_S)
        is_odd = host.removesuffix(".example").endswith("0")
        if is_odd and self.path == MOVED:
            self._send(301, b"", ("Location", f"{MOVED}/now"))
        elif self.path == "/robots.txt" or (is_odd and self.path == GONE):
            self._send(404, b"")
        else:
            body = f"<html><title>Ledger</title><body><article><p>{text(host, self.path)}</p></article></body></html>"
            self._send(200, body.encode(), ("Content-Type", "text/html; charset=utf-8"))

    def _send(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Keep quiet."""


@contextmanager
def serving() -> Iterator[Site]:
    """Serve until it is left."""
    with Site() as site:
        thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield site
        site.shutdown()
        thread.join()


def write_list(folder: Path, wanted: Sequence[str]) -> Path:
    """Write a list of pages."""
    path = folder / "busy.md"
    folder.mkdir(exist_ok=True)
    path.write_text("# Ledgers\n\n" + "".join(f"* [Ledger]({one})\n" for one in wanted), "utf-8")
    (folder / "notes").mkdir(exist_ok=True)
    return path


def build(list_path: Path, data: Path, cache: Path, port: int) -> Report:
    """Build a list live, in a hurry."""
    names = [f"{kind}{number}.example:80" for kind in ("host", "mirror") for number in range(HOSTS)]
    network = Network(
        connect_to=dict.fromkeys(names, ("127.0.0.1", port)),
        pace=lambda: Pace(default_s=PAUSE_S),
        wayback=False,
    )
    request = Request(list_path, list_path.parent / "notes")
    return rebuild(request, Settings(data=data, cache=cache), network=network)
