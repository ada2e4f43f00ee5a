"""How close fetching comes to what politeness allows: 500 links on a local server that answers in 200 ms.

The pauses are a twentieth of the real ones, the hosts as unevenly loaded as on real lists. The lower bound is the time
of a reader with nothing to do but wait: the longest of any host's own requests and pauses, and all answers, eight at a
time. The wall time includes all of reading: robots.txt, recording, extraction.

python -m eval.benchmarks.fetching [--links 500] [--out eval/runs]
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from eval.benchmarks.results import RUNS, Results
from ingest.archives.writer import writing
from ingest.extraction.worker import Workers
from ingest.fetching.network import Network, online
from ingest.fetching.politeness.pace import AT_ONCE, DEFAULT_DELAY_S, DELAYS_S, Pace
from ingest.lists.link_list import read_list
from ingest.pipeline import read_links
from ingest.plan import Plan, Reading

ANSWER_S = 0.2
FASTER = 20
# Of each hundred links: six on the slowest host there is, eight on one like arXiv, the rest on sixteen others.
SLOW, SLOWER, OTHERS = "abstracts.example", "articles.example", 16
PAGE = "<html><title>Page {0}</title><body><article><p>{1}</p></article></body></html>"
SENTENCE = "Buoy {0} sends reading {1} to the station on the northern shore, which keeps it for {2} days. "


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the ratio, write the figures."""
    parser = argparse.ArgumentParser(prog="fetching", description=__doc__)
    parser.add_argument("--links", type=int, default=500)
    parser.add_argument("--out", type=Path, default=RUNS)
    options = parser.parse_args(arguments)
    results = Results("fetching", {"links": options.links}, options.out)
    urls = [f"http://{_host(number)}/{number}" for number in range(options.links)]
    delays = {SLOW: _pause(DELAYS_S["arxiv.org"]), SLOWER: _pause(DELAYS_S["mp.weixin.qq.com"])}
    least_s = lower_bound_s(urls, delays, _pause(DEFAULT_DELAY_S))
    started = time.perf_counter()
    with _serving() as port, tempfile.TemporaryDirectory() as folder:
        reading = asyncio.run(_read(urls, delays, port, Path(folder)))
    wall_s = time.perf_counter() - started
    figures = {
        "by_status": Counter(outcome.status.value for outcome in reading.outcomes),
        "wall_s": round(wall_s, 2),
        "lower_bound_s": round(least_s, 2),
        "ratio": round(wall_s / least_s, 3),
    }
    print(results.write(figures).read_text("utf-8"))
    return 0


def lower_bound_s(urls: Sequence[str], delays_s: Mapping[str, float], default_s: float) -> float:
    """Return the seconds that no reader can go below: each host has one robots.txt, and one request at a time."""
    requests = {host: count + 1 for host, count in Counter(urlsplit(url).hostname or "" for url in urls).items()}
    alone = (count * ANSWER_S + (count - 1) * delays_s.get(host, default_s) for host, count in requests.items())
    return max(*alone, sum(requests.values()) * ANSWER_S / AT_ONCE)


async def _read(urls: Sequence[str], delays_s: Mapping[str, float], port: int, folder: Path) -> Reading:
    path = folder / "list.md"
    path.write_text("# Buoys\n\n" + "".join(f"* [Page {url}]({url})\n" for url in urls), "utf-8")
    pace = partial(
        Pace,
        delays_s={host: (pause, 0.0) for host, pause in delays_s.items()},
        default_s=(_pause(DEFAULT_DELAY_S), 0.0),
    )
    reached = {f"{urlsplit(url).hostname}:80": ("127.0.0.1", port) for url in urls}
    network = Network(connect_to=reached, pace=pace)
    with writing(folder / "pages.warc.gz") as recorder:
        async with online(network, recorder) as pages, Workers(2) as workers:
            return await read_links(read_list(path), Plan(primary=[pages], extract=workers), lambda _: None)


def _pause(delay: tuple[float, float]) -> float:
    """Return the mean of a pause, so that chance has no part in the bound, on the faster clock."""
    least, extra = delay
    return (least + extra / 2) / FASTER


def _host(number: int) -> str:
    place = number % 100
    if place < 14:
        return SLOWER if place < 6 else SLOW
    return f"site{place % OTHERS}.example"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer after a while."""
        time.sleep(ANSWER_S)
        number = self.path.strip("/")
        text = "".join(SENTENCE.format(number, line, line * 3) for line in range(20))
        body = b"" if number == "robots.txt" else PAGE.format(number, text).encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # else the system lets some connections wait for a second


@contextmanager
def _serving() -> Iterator[int]:
    """Serve on loopback; give the port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
