"""How long servers want to be left alone (fault 53): what is obeyed, what is nonsense, what the next build is left."""

from collections.abc import Mapping
from email.utils import format_datetime

import pytest
from loopback import Serve, reply
from politeness import AT_ONCE, BEGIN, HOST, PAGE, URL, Clock, answer, ended, failure, fetched, in_turn, page, paths

from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits

NOON = int(BEGIN.timestamp())
LIMITED = {"x_ratelimit_remaining": "0"}
UNTIL = " and asks to be left alone until"


def test_dates_as_pythons_own_are_written() -> None:
    """The dates above are those of the clock of these tests."""
    assert format_datetime(BEGIN, usegmt=True) == "Sun, 01 Mar 2026 12:00:00 GMT"


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
    """A server is left alone for as long as it says, in seconds or by a date; nonsense counts as nothing said."""
    server = serve({"/a": in_turn(answer(code, **headers), reply(PAGE))})
    clock = Clock()

    assert page(f"{URL}/a", {HOST: server}, clock, default_s=AT_ONCE).body == PAGE
    (waited,) = clock.waits
    is_githubs = "x_ratelimit_reset" in headers and code == 503
    assert (1 <= waited <= 2) if wait_s is None or is_githubs else waited == pytest.approx(wait_s)


@pytest.mark.parametrize(
    ("status", "headers", "until"),
    [
        (429, {"retry_after": "121"}, f"{UNTIL} 2026-03-01 12:02 UTC"),
        (503, {"retry_after": "Mon, 02 Mar 2026 00:00:00 GMT"}, f"{UNTIL} 2026-03-02 00:00 UTC"),
        (429, {"retry_after": "1000000000"}, f"{UNTIL} 2057-11-07 13:46 UTC"),
        (429, {"retry_after": "9" * 5000}, f"{UNTIL} 2057-11-07 13:46 UTC"),
        (403, LIMITED | {"x_ratelimit_reset": str(NOON + 1800)}, f"{UNTIL} 2026-03-01 12:30 UTC"),
        (403, LIMITED, ""),
        (429, LIMITED | {"x_ratelimit_reset": "later"}, ""),
    ],
)
def test_too_long_a_wait(status: int, headers: Mapping[str, str], until: str, serve: Serve) -> None:
    """Fault 53: a wait of over two minutes, or for a quota's unknown end, is left to the next build, and told."""
    server = serve({"/a": answer(status, **headers)})
    clock = Clock()
    failed = ended(server, clock)

    assert (failed.problem, failed.retryable) == (f"{URL}/a answered {status}{until}", True)
    assert (paths(server), clock.waits) == (["/a", "/next"], [])


def test_a_used_up_quota_that_comes_back(serve: Serve) -> None:
    """A 403 that means a used-up quota is asked again when that is renewed, and the host's other pages not before."""
    used_up = answer(403, **LIMITED, x_ratelimit_reset=str(NOON + 40))
    server = serve({"/a": in_turn(used_up, reply(PAGE)), "/b": used_up, "/c": reply(PAGE)})
    clock = Clock()

    async def work(fetcher: Fetcher) -> None:
        await failure(fetcher, f"{URL}/b")
        await fetcher.get(f"{URL}/c")

    assert page(f"{URL}/a", {HOST: server}, clock, default_s=AT_ONCE).body == PAGE
    assert clock.waits == [40]
    clock = Clock()
    fetched(work, {HOST: server}, clock, default_s=AT_ONCE, limits=Limits(attempts=1))
    assert clock.waits == [40]
    assert paths(server) == ["/a", "/a", "/b", "/c"]
