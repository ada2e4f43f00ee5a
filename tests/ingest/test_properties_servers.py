"""No exception leaves the ingest, and every link ends in one status, whatever servers answer."""

import asyncio
import gzip
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from loopback import Loopback, network

from ingest.extraction.worker import Workers
from ingest.fetching.limits import Limits
from ingest.fetching.network import online
from ingest.fetching.politeness.pace import Pace
from ingest.lists.link_list import LinkList, parse_list
from ingest.pipeline import read_links
from ingest.plan import Outcome, Plan
from ingest.status import Status


class Clock:
    """Lets time pass at once."""

    passed = 0.0

    def now(self) -> float:
        """Return the seconds that have passed."""
        return self.passed

    def date(self) -> datetime:
        """Return some date."""
        return datetime(2026, 3, 1, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.passed += seconds
        await asyncio.sleep(0)


PAGE = (
    "<!doctype html><title>图</title><body><h1>Graphs</h1>"
    + "<p>图计算引擎把点和边分到许多机器上，每轮交换消息。</p>" * 9
)
NAMES = [
    "Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding", "Location", "Refresh", "Retry-After",
    "ETag", "Link", "X",
]  # fmt: skip
VALUES = [
    "text/html", "text/html; charset=gbk", "application/pdf", "image/png", "application/json", "gzip", "br",
    "gzip, gzip", "identity", "0", "-1", "99", "1e9", "chunked", "/a", "/", "//e.example/", "http://e.example/b",
    "http://127.0.0.1/", "javascript:1", "http://[", "https://u:p@e.example/", "0; url=/b", "", "\x01", "图",
    "<http://e.example/b>; rel=canonical",
]  # fmt: skip
HEADERS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=4)
STATUSES = st.sampled_from(
    [200, 200, 200, 200, 201, 204, 206, 301, 302, 304, 307, 401, 403, 404, 410, 418, 429, 451, 500, 503, 999, 0]
)
BODIES = st.one_of(
    st.just(PAGE.encode()),
    st.just(gzip.compress(PAGE.encode(), mtime=0)),
    st.just(gzip.compress(PAGE.encode(), mtime=0)[:-9]),
    st.binary(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</p>",
                "<!--",
                "<script>",
                "<meta http-equiv=refresh content='0;url=/b'>",
                "&#0;",
                "图",
                "x" * 300,
            ]
        )
    ).map(lambda parts: "".join(["<html>", *parts]).encode()),
    st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n", b"{}", b"[" * 5000, b"\xff\xfe<\x00", b"\0" * 500]
    ),
)


def raw(status: int, headers: list[tuple[str, str]], body: bytes, *, whole: bool) -> bytes:
    """Return the bytes of a response that may lack its end and may say anything of itself."""
    lines = [f"HTTP/1.1 {status} Some", *(f"{name}: {value}" for name, value in headers)]
    if whole and not any(name == "Content-Length" for name, _ in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


RESPONSES = st.builds(raw, STATUSES, HEADERS, BODIES, whole=st.booleans()) | st.binary(max_size=60)


class Reader:
    """Reads lists as a live build does, off one server, with a clock that does not wait and one worker for all."""

    def __init__(self, server: Loopback, workers: Workers, runner: asyncio.Runner) -> None:
        self.server = server
        self._workers = workers
        self._runner = runner

    def read(self, links: LinkList) -> tuple[Sequence[Outcome], list[Outcome]]:
        """Return the outcomes, and those that were told of one by one."""
        return self._runner.run(self._read(links))

    async def _read(self, links: LinkList) -> tuple[Sequence[Outcome], list[Outcome]]:
        told: list[Outcome] = []
        names = {f"{host}.example:80": self.server for host in "efg"}
        limits = Limits(connect_s=2, read_s=2, attempt_s=2, link_s=5)
        where = network(names, limits=limits, pace=lambda: Pace(clock=Clock(), delays_s={}, default_s=(0, 0)))
        async with online(where) as fetcher:
            reading = await read_links(links, Plan(primary=[fetcher], extract=self._workers), told.append)
        return reading.outcomes, told


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """What all examples are read with; each gives the server other answers."""
    workers = Workers(1)
    with Loopback({}) as server, asyncio.Runner() as runner:
        yield Reader(server, workers, runner)
        runner.run(workers.__aexit__(None, None, None))


ODD_CODING = raw(200, [("Content-Encoding", "\x01" * 90)], b"\x01", whole=True)
ODD_TYPE = raw(200, [("Content-Type", "\x01" * 900)], b"{}", whole=True)


@example([ODD_CODING, ODD_CODING, ODD_TYPE, ODD_TYPE], b"")
@given(st.lists(RESPONSES, min_size=4, max_size=4), RESPONSES)
@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_server(reader: Reader, answers: list[bytes], robots: bytes) -> None:
    """Whatever servers answer, each link ends in one status, with a short reason, a document, and no harm to others."""
    reader.server.answers = {f"/{name}": answer for name, answer in zip("abcd", answers, strict=True)}
    reader.server.answers |= {"/robots.txt": robots, "/good": raw(200, [], PAGE.encode(), whole=True)}
    paths = ["e.example/a", "e.example/b", "f.example/c", "f.example/d", "g.example/good"]
    links = parse_list("\n\n".join(f"[link](http://{path})" for path in paths), "list.md")
    outcomes, told = reader.read(links)

    assert [outcome.link for outcome in outcomes] == list(links.links)
    assert sorted(outcome.link.url for outcome in told) == sorted(link.url for link in links.links)
    assert all(outcome.status in Status and outcome.documents for outcome in outcomes)
    assert all(document.link == outcome.link for outcome in outcomes for document in outcome.documents)
    assert all(outcome.reason.isprintable() and len(outcome.reason) < 400 for outcome in outcomes)
    assert outcomes[-1].status is Status.OK
