"""Asking again: when, how often, after how long, and when not before the next build."""

import gzip
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from email.utils import format_datetime

import pytest
from loopback import Answer, Loopback, Serve, reply
from politeness import AT_ONCE, BEGIN, HOST, URL, Clock, failure, fetched, page, paths

from ingest.documents import Page, Status
from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits

PAGE = "<p>一页</p>".encode()
NOON = int(BEGIN.timestamp())
LIMITED = {"x_ratelimit_remaining": "0"}


def answer(status: int, **headers: str) -> bytes:
    """Return an error page, of any status code."""
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} No\r\n{fields}Content-Length: 4\r\nConnection: close\r\n\r\nnone".encode()


def in_turn(*answers: bytes) -> Answer:
    """Return what gives one answer after the other, and the last one for ever."""
    left = list(answers)
    return lambda connection: connection.sendall(left.pop(0) if len(left) > 1 else left[0])


def ended(server: Loopback, clock: Clock | None = None) -> FetchFailed:
    """Return how a page ends, after which the next page of its host is read."""
    server.answers["/next"] = reply(PAGE)

    async def both(fetcher: Fetcher) -> FetchFailed:
        failed = await failure(fetcher, f"{URL}/a")
        assert (await fetcher.get(f"{URL}/next")).body == PAGE
        return failed

    return fetched(both, {HOST: server}, clock, default_s=AT_ONCE)


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])
def test_what_may_pass(code: int, serve: Serve) -> None:
    """A server that is busy or broken is asked three times, 1–2 s and 2–3 s apart; once it answers, that is the page."""
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


RETRY_AFTER: dict[str, tuple[Mapping[str, str], float | None]] = {
    "seconds": ({"retry_after": "17"}, 17),
    "longest": ({"retry_after": " 120 "}, 120),
    "date": ({"retry_after": "Sun, 01 Mar 2026 12:01:30 GMT"}, 90),
    "date without zone": ({"retry_after": "Sun, 01 Mar 2026 12:01:30 -0000"}, 90),
    "negative": ({"retry_after": "-5"}, None),
    "past": ({"retry_after": "Sun, 01 Mar 2020 12:00:00 GMT"}, None),
    "zero": ({"retry_after": "0"}, None),
    "exponent": ({"retry_after": "1e9"}, None),
    "garbage": ({"retry_after": "soon, 图"}, None),
    "no date": ({"retry_after": "Sun, 99 Zzz 99999 12:00:00 GMT"}, None),
    "github": (LIMITED | {"x_ratelimit_reset": str(NOON + 40)}, 40),
    "github before": (LIMITED | {"x_ratelimit_reset": str(NOON - 40)}, None),
    "not used up": ({"x_ratelimit_remaining": "3", "x_ratelimit_reset": str(NOON + 40)}, None),
}


@pytest.mark.parametrize(("headers", "wait_s"), RETRY_AFTER.values(), ids=[f"fault 53: {name}" for name in RETRY_AFTER])
@pytest.mark.parametrize("code", [429, 503])
def test_how_long_a_server_wants(code: int, headers: Mapping[str, str], wait_s: float | None, serve: Serve) -> None:
    """A server is left alone as long as it says, in seconds or by a date; what makes no sense counts as nothing said."""
    server = serve({"/a": in_turn(answer(code, **headers), reply(PAGE))})
    clock = Clock()

    assert page(f"{URL}/a", {HOST: server}, clock, default_s=AT_ONCE).body == PAGE
    (waited,) = clock.waits
    is_githubs = "x_ratelimit_reset" in headers and code == 503
    assert (1 <= waited <= 2) if wait_s is None or is_githubs else waited == pytest.approx(wait_s)


@pytest.mark.parametrize(
    ("status", "headers", "until"),
    [
        (429, {"retry_after": "121"}, " and asks to be left alone until 2026-03-01 12:02 UTC"),
        (503, {"retry_after": "Mon, 02 Mar 2026 00:00:00 GMT"}, " and asks to be left alone until 2026-03-02 00:00 UTC"),
        (429, {"retry_after": "1000000000"}, " and asks to be left alone until 2057-11-07 13:46 UTC"),
        (429, {"retry_after": "9" * 5000}, " and asks to be left alone until 2057-11-07 13:46 UTC"),
        (403, LIMITED | {"x_ratelimit_reset": str(NOON + 1800)}, " and asks to be left alone until 2026-03-01 12:30 UTC"),
        (403, LIMITED, ""),
        (429, LIMITED | {"x_ratelimit_reset": "later"}, ""),
    ],
)
def test_too_long_a_wait(status: int, headers: Mapping[str, str], until: str, serve: Serve) -> None:
    """Fault 53: a wait of more than two minutes, or of a quota's unknown end, is left to the next build, which is said."""
    server = serve({"/a": answer(status, **headers)})
    clock = Clock()
    failed = ended(server, clock)

    assert (failed.problem, failed.retryable) == (f"{URL}/a answered {status}{until}", True)
    assert (paths(server), clock.waits) == (["/a", "/next"], [])


def test_a_used_up_quota_that_comes_back(serve: Serve) -> None:
    """A 403 that means a used-up quota is asked again when that is renewed; its other pages wait as well."""
    server = serve({
        "/a": in_turn(answer(403, **LIMITED, x_ratelimit_reset=str(NOON + 40)), reply(PAGE)),
        "/b": reply(PAGE),
    })  # fmt: skip
    clock = Clock()
    moments: list[float] = []

    async def work(fetcher: Fetcher) -> None:
        await fetcher.get(f"{URL}/a")
        moments.append(clock.passed)

    fetched(work, {HOST: server}, clock, default_s=AT_ONCE)
    assert (paths(server), moments) == (["/a", "/a"], [40])


@pytest.mark.parametrize("body", [PAGE, gzip.compress(PAGE)])
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
    whole = gzip.compress(PAGE)
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
    assert time.perf_counter() - started < 3


def test_waits_for_a_turn_cost_a_page_nothing(serve: Serve) -> None:
    """A page that has waited long for its host's turn has still its whole time."""
    server = serve({f"/{number}": reply(PAGE) for number in range(4)})
    clock = Clock()

    async def work(fetcher: Fetcher) -> list[bytes]:
        return [(await fetcher.get(f"{URL}/{number}")).body for number in range(4)]

    assert fetched(work, {HOST: server}, clock, limits=Limits(link_s=1), default_s=(60.0, 0.0)) == [PAGE] * 4
    assert clock.waits == [60.0] * 4  # after robots.txt, and between pages


def test_dates_as_pythons_own_are_written() -> None:
    """The dates above are those of the clock of these tests."""
    assert format_datetime(BEGIN, usegmt=True) == "Sun, 01 Mar 2026 12:00:00 GMT"


def _coding(body: bytes) -> dict[str, str]:
    return {"content_encoding": "gzip"} if body != PAGE else {}
