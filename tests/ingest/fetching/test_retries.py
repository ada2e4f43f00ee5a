"""Asking again: when, how often, after how long, and within what time in all."""

import gzip
import socket
import time
from contextlib import suppress

import pytest
from loopback import Serve, reaching, reply
from politeness import AT_ONCE, HOST, PAGE, URL, Clock, answer, ended, failure, fetched, in_turn, page, paths
from recordings import run

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits
from ingest.status import Status


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])
def test_what_may_pass(code: int, serve: Serve) -> None:
    """A busy or broken server is asked three times, 1–2 s and 2–3 s apart; once it answers, that is the page."""
    server = serve({"/a": answer(code)})
    clock = Clock()
    failed = ended(server, clock)
    first, second = clock.waits

    assert (failed.retryable, paths(server)) == (True, ["/a", "/a", "/a", "/next"])
    assert 1 <= first <= 2 <= second <= 3
    server.answers["/a"] = in_turn(answer(code), reply(PAGE))
    assert page(f"{URL}/a", {HOST: server}).body == PAGE


@pytest.mark.parametrize("code", [400, 401, 403, 404, 407, 410, 418, 451, 501, 505, 525, 999])
def test_what_does_not_pass(code: int, serve: Serve) -> None:
    """Any other code is final: nobody is asked twice (fault 54: 401 without a challenge, 403, 451)."""
    server = serve({"/a": answer(code)})
    failed = ended(server)

    assert paths(server) == ["/a", "/next"]
    assert failed.problem.startswith(f"{URL}/a answered {code}")


def test_archives_are_asked_once(serve: Serve) -> None:
    """Where nobody is to be waited for, as with archives, the first answer is the last."""
    server = serve({"/a": answer(503)})

    async def work() -> FetchFailed:
        async with reaching({f"{HOST}:80": server}) as fetcher:
            return await failure(fetcher, f"{URL}/a")

    assert run(work()).problem == f"{URL}/a answered 503"
    assert len(server.requests) == 1


@pytest.mark.parametrize("body", [PAGE, gzip.compress(PAGE, mtime=0)])
def test_a_body_that_is_not_gzip(body: bytes, serve: Serve) -> None:
    """Fault 27: plain text under a gzip header is asked for once more, as plain text."""
    server = serve({"/a": in_turn(reply(PAGE, content_encoding="gzip"), reply(body, **_coding(body)))})

    assert page(f"{URL}/a", {HOST: server}).body == PAGE
    first, second = (request for request in server.requests if "/robots.txt" not in request)
    assert "Accept-Encoding: gzip, deflate" in first
    assert "Accept-Encoding: identity" in second


def test_a_body_that_is_never_gzip(serve: Serve) -> None:
    """Fault 27: a server that says gzip of plain text again and again is asked twice."""
    server = serve({"/a": reply(PAGE, content_encoding="gzip")})
    failed = ended(server)

    assert (failed.status, paths(server)) == (Status.BAD_ENCODING, ["/a", "/a", "/next"])


def test_half_a_gzip(serve: Serve) -> None:
    """Fault 25: a compressed body that ends early is asked for again like any other."""
    whole = gzip.compress(PAGE, mtime=0)
    server = serve({"/a": in_turn(reply(whole[:-9], content_encoding="gzip"), reply(whole, content_encoding="gzip"))})

    assert page(f"{URL}/a", {HOST: server}).body == PAGE
    assert len(paths(server)) == 2


def test_the_time_of_one_page(serve: Serve) -> None:
    """All attempts for a page have their time together: neither another one nor a pause may go beyond it."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(OSError):
            for _ in range(100):
                time.sleep(0.05)
                connection.sendall(b"x")

    server = serve({"/slow": drip, "/busy": answer(503, retry_after="100"), "/next": reply(PAGE)})

    async def work(fetcher: Fetcher) -> tuple[FetchFailed, FetchFailed, Page]:
        slow, busy = await failure(fetcher, f"{URL}/slow"), await failure(fetcher, f"{URL}/busy")
        return slow, busy, await fetcher.get(f"{URL}/next")

    clock = Clock()
    started = time.perf_counter()
    slow, busy, following = fetched(work, {HOST: server}, clock, limits=Limits(link_s=0.4), default_s=AT_ONCE)
    assert (slow.status, slow.problem) == (Status.TIMEOUT, f"{URL}/slow took longer than 0.4 s in all")
    assert busy.problem == f"{URL}/busy answered 503"
    assert following.body == PAGE
    assert paths(server) == ["/slow", "/busy", "/next"]
    assert time.perf_counter() - started < 15


def test_waits_for_a_turn_cost_a_page_nothing(serve: Serve) -> None:
    """A page that has waited long for its host's turn has still its whole time."""
    server = serve({f"/{number}": reply(PAGE) for number in range(4)})
    clock = Clock()

    async def work(fetcher: Fetcher) -> list[bytes]:
        return [(await fetcher.get(f"{URL}/{number}")).body for number in range(4)]

    assert fetched(work, {HOST: server}, clock, limits=Limits(link_s=1), default_s=(60.0, 0.0)) == [PAGE] * 4
    assert clock.waits == [60.0] * 4  # after robots.txt, and between pages


def _coding(body: bytes) -> dict[str, str]:
    return {"content_encoding": "gzip"} if body != PAGE else {}
