"""The wire's faults, by their numbers in the specification, through the client and the fetcher of a build.

Each ends in one status, within its bound; nothing of a broken page is read, and the host's next page is.
"""

import socket
import time
from contextlib import suppress

import pytest
from loopback import Answer, Loopback, Serve, reply, reset
from politeness import AT_ONCE, HOST, URL, Clock, failure, fetched, page, paths

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits
from ingest.status import Status

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
PAGE = "<p>a page, 一页</p>".encode()
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n" + f"{len(PAGE):x}".encode() + b"\r\n" + PAGE + b"\r\n0\r\n\r\n"
LENGTH = f"Content-Length: {len(PAGE)}\r\n".encode()
TIGHT = Limits(connect_s=0.5, read_s=0.5, attempt_s=0.5, raw_bytes=300_000)
BOUND_S = 15.0


def broken_off(head: bytes) -> Answer:
    """Return what sends the beginning of an answer, then resets the connection."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(OK + head)
        time.sleep(0.05)  # else the client may lose what has come
        reset(connection)

    return answer


def dripping(begin: bytes) -> Answer:
    """Return what sends the beginning of an answer, then a byte now and then, until nobody listens."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(begin)
        with suppress(OSError):
            for _ in range(100):
                time.sleep(0.1)
                connection.sendall(b"x")

    return answer


def silent(connection: socket.socket) -> None:
    """Say nothing until the client leaves."""
    connection.settimeout(5)
    connection.recv(1)


def endless(connection: socket.socket) -> None:
    """Send a body that has no end."""
    connection.sendall(OK + b"\r\n")
    for _ in range(10_000):
        connection.sendall(bytes(10_000))


BROKEN: dict[str, tuple[Answer, Status, int]] = {  # and how often it is asked for
    "fault 1: length too large": (OK + b"Content-Length: 1000\r\n\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 3: two lengths": (OK + LENGTH + b"Content-Length: 6\r\n\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 4: negative length": (OK + b"Content-Length: -5\r\n\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 6: reset in a chunk": (broken_off(b"Transfer-Encoding: chunked\r\n\r\n40\r\nx"), Status.INCOMPLETE, 3),
    "fault 7: bad chunk size": (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 9: reset in the body": (broken_off(b"Content-Length: 1000\r\n\r\n" + PAGE), Status.INCOMPLETE, 3),
    "fault 10: empty reply": (b"", Status.INCOMPLETE, 3),
    "fault 11: header without colon": (OK + b"no colon here\r\n\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 13: no status line": (b"HTTP 1.1 200 OK\r\n\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 13: HTTP 0.9": (PAGE, Status.INCOMPLETE, 3),
    "fault 14: status 999": (b"HTTP/1.1 999 Denied\r\n" + LENGTH + b"\r\n" + PAGE, Status.HTTP_ERROR, 1),
    "fault 14: status 0": (b"HTTP/1.1 0 Zero\r\n" + LENGTH + b"\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 15: header of 200 KB": (OK + b"X: " + b"x" * 200_000 + b"\r\n\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 16: NUL in a header": (OK + b"X: a\0b\r\n\r\n" + PAGE, Status.INCOMPLETE, 3),
    "fault 19: body drips": (dripping(OK + b"\r\n"), Status.TIMEOUT, 3),
    "fault 20: header drips": (dripping(b"HTTP/1.1 200 OK\r\nX: "), Status.TIMEOUT, 3),
    "fault 21: silence": (silent, Status.TIMEOUT, 3),
    "fault 22: no end": (endless, Status.TOO_LARGE, 1),
    "fault 22: length too much": (OK + b"Content-Length: 90000000000\r\n\r\n" + PAGE * 99, Status.TOO_LARGE, 1),
}
WHOLE = {
    "fault 5: length and chunks": OK + b"Content-Length: 3\r\n" + CHUNKED,
    "fault 8: no length": OK + b"\r\n" + PAGE,
    "fault 12: folded header": OK + b"X: one\r\n two\r\n" + LENGTH + b"\r\n" + PAGE,
    "fault 17: UTF-8 in a header": OK + "X: 图\r\n".encode() + b"\r\n" + PAGE,
    "fault 17: GBK in a header": OK + "X: 书\r\n".encode("gbk") + b"\r\n" + PAGE,
    "fault 18: fifty times 100": b"HTTP/1.1 100 Continue\r\n\r\n" * 50 + OK + b"\r\n" + PAGE,
}


@pytest.mark.parametrize(("answer", "status", "times"), BROKEN.values(), ids=BROKEN)
def test_a_broken_answer(answer: Answer, status: Status, times: int, serve: Serve) -> None:
    """What is not whole is asked for again, what will not get better is not; then the host's next page is read."""
    server = serve({"/broken": answer, "/next": reply(PAGE)})

    async def both(fetcher: Fetcher) -> tuple[FetchFailed, Page]:
        return await failure(fetcher, f"{URL}/broken?key=s3cr3t"), await fetcher.get(f"{URL}/next")

    server.answers["/broken?key=s3cr3t"] = server.answers["/broken"]
    started = time.perf_counter()
    ended, following = fetched(both, {HOST: server}, limits=TIGHT)

    assert (ended.status, following.body) == (status, PAGE)
    assert ended.retryable == (times > 1)
    assert paths(server) == ["/broken?key=s3cr3t"] * times + ["/next"]
    assert time.perf_counter() - started < BOUND_S
    assert "s3cr3t" not in str(ended)


@pytest.mark.parametrize("answer", WHOLE.values(), ids=WHOLE)
def test_an_odd_but_whole_answer(answer: bytes, serve: Serve) -> None:
    """What HTTP allows, or what every client puts up with, is a page like any other."""
    server = serve({"/odd": answer})

    assert page(f"{URL}/odd", {HOST: server}, limits=TIGHT).body == PAGE
    assert paths(server) == ["/odd"]


@pytest.mark.parametrize(
    ("body", "length", "looks_cut"),
    [
        (b"<html><p>a sentence that goes on</html>", 20, True),
        (b"<html><p>a sentence</html>", 26, False),
        (b"<p>no such tags", 15, False),
    ],
)
def test_a_length_too_small(body: bytes, length: int, looks_cut: bool, serve: Serve) -> None:  # noqa: FBT001 - a column
    """Fault 2: a page that its server's own length cuts off is read as it came, and said to look cut."""
    server = serve({"/short": reply(body, content_length=str(length))})
    found = page(f"{URL}/short", {HOST: server})

    assert (found.body, found.looks_cut) == (body[:length], looks_cut)


def test_a_page_that_comes_whole_at_last(serve: Serve) -> None:
    """Faults 6, 9, 10: an answer that broke off twice is read when it comes whole; the pauses between grow."""
    left: list[Answer] = [b"", broken_off(b"\r\n<p>half")]
    clock = Clock()

    def answer(connection: socket.socket) -> None:
        bad = left.pop(0) if left else reply(PAGE)
        bad(connection) if callable(bad) else connection.sendall(bad)

    server: Loopback = serve({"/flaky": answer})

    assert page(f"{URL}/flaky", {HOST: server}, clock, default_s=AT_ONCE).body == PAGE
    first, second = clock.waits
    assert len(paths(server)) == 3
    assert 1 <= first <= 2 <= second <= 3
