"""How fast hosts are asked: one request at a time each, with a pause between, and hosts do not wait for each other."""

import asyncio

import pytest
from politeness import Clock, failure
from recordings import run

from ingest.documents import Source, Status
from ingest.errors import FetchFailed
from ingest.fetching.client import Client
from ingest.fetching.fetch import Fetcher
from ingest.fetching.pace import AT_ONCE, DEFAULT_DELAY_S, DELAYS_S, Pace

SPECIFIED = {
    "e.example": (2, 3),
    "mp.weixin.qq.com": (6, 10),
    "arxiv.org": (3, 3.5),
    "export.arxiv.org": (3, 3.5),
    "api.github.com": (1, 1.5),
    "raw.githubusercontent.com": (1, 1.5),
    "web.archive.org": (5, 6),
}


def pauses(*urls: str) -> list[float]:
    """Return the pauses before each of some requests, one after the other."""
    clock = Clock()

    async def ask() -> None:
        pace = Pace(clock=clock)
        for url in urls:
            async with pace.turn(url):
                pass

    run(ask())
    return clock.slept


@pytest.mark.parametrize(("host", "between"), SPECIFIED.items())
def test_the_pause_of_a_host(host: str, between: tuple[float, float]) -> None:
    """The first request of a host waits for nothing, each later one for the host's pause with its random part."""
    first, *later = pauses(*[f"https://{host}/{number}" for number in range(12)])
    least, most = between

    assert first == 0
    assert all(least <= pause <= most for pause in later)
    assert max(later) - min(later) > (most - least) / 10


def test_every_host_of_the_table_is_specified() -> None:
    """No host has a pause of its own that is not tested above."""
    assert set(DELAYS_S) == set(SPECIFIED) - {"e.example"}


def test_what_is_one_host() -> None:
    """Scheme, port, case, path and a dot at the end make no other host; another name does, and having none is one."""
    slept = pauses("http://E.example:81/a", "https://e.example./b", "https://sub.e.example/", "x", "y")

    assert [pause > 0 for pause in slept] == [False, True, False, False, True]


def test_arxivs_hosts_are_one() -> None:
    """ArXiv asks for one connection and 3 s between requests, whichever of its hosts is asked."""
    slept = pauses("https://arxiv.org/abs/1", "https://export.arxiv.org/api/query", "https://www.arxiv.org/pdf/1")

    assert [pause >= least for pause, least in zip(slept, (0, 3, 2), strict=True)] == [True, True, True]


def test_turns_of_one_host() -> None:
    """Requests to one host never overlap, those to several do; a request that fails gives its turn on."""
    running: dict[str, int] = {"a": 0, "b": 0}
    most: dict[str, int] = {"a": 0, "b": 0}

    async def ask(pace: Pace, host: str, *, fails: bool) -> None:
        async with pace.turn(f"https://{host}.example/"):
            running[host] += 1
            most[host] = max(most[host], running[host])
            together.append(sum(running.values()))
            await asyncio.sleep(0.001)
            running[host] -= 1
            if fails:
                raise OSError(host)

    async def ask_all() -> None:
        pace = Pace(clock=Clock())
        asked = [ask(pace, host, fails=number % 2 == 0) for number in range(6) for host in "ab"]
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(result, OSError) for result in results) == 6

    together: list[int] = []
    run(ask_all())
    assert most == {"a": 1, "b": 1}
    assert max(together) == 2


def test_how_many_at_once() -> None:
    """Eight hosts are asked at once; forty links that wait for their one host's turn keep none of the eight."""
    running = most = 0
    begun: list[str] = []

    async def ask(pace: Pace, url: str) -> None:
        nonlocal running, most
        async with pace.turn(url):
            begun.append(url)
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1

    async def ask_all() -> None:
        pace = Pace(clock=Clock())
        slow = [f"https://slow.example/{number}" for number in range(40)]
        await asyncio.gather(*(ask(pace, url) for url in [*slow, *(f"https://{n}.example/" for n in range(20))]))

    run(ask_all())
    assert most == AT_ONCE == 8
    assert all("slow" not in url for url in begun[1:20])


def test_a_host_that_wants_to_be_left_alone() -> None:
    """A host that names a time is asked for nothing until then, whether it was asked before or not; others are."""
    clock = Clock()

    async def ask() -> None:
        pace = Pace(clock=clock)
        for host, url in (("e", "https://e.example/a"), ("other", "https://e.example/b"), ("e", "https://e.example/c")):
            pace.rest(f"https://{host}.example/", 50)
            async with pace.turn(url):
                pass

    run(ask())
    first, between, second = clock.slept
    assert (first, second) == (50, pytest.approx(50))
    assert between <= 3


def test_a_turn_that_is_not_wanted() -> None:
    """A host that is given up during the pause is not asked after it, nor does its next pause begin anew."""
    clock = Clock()
    checked: list[str] = []

    def check(url: str) -> None:
        checked.append(url)
        if len(checked) == 2:
            raise FetchFailed(Status.SKIPPED_HOST, "it is")

    async def ask() -> None:
        pace = Pace(clock=clock, default_s=(5, 0))
        async with pace.turn("https://e.example/a"):
            pass
        with pytest.raises(FetchFailed, match="it is"):
            async with pace.turn("https://e.example/b", check):
                pytest.fail("the host was asked")
        async with pace.turn("https://e.example/c"):
            pass

    run(ask())
    assert (checked, clock.waits) == (["https://e.example/b"] * 2, [5])


def test_archives_do_not_wait() -> None:
    """For archives there are no turns: requests overlap, and nobody sleeps."""
    clock = Clock()

    async def ask() -> None:
        pace = Pace(waits=False, clock=clock)
        async with pace.turn("https://e.example/"), pace.turn("https://e.example/"):
            pass

    run(ask())
    assert clock.slept == []


def test_a_host_that_does_not_exist_is_not_waited_for() -> None:
    """With no network, the links of one host fail one after the other without a pause, all for that reason."""
    clock = Clock()

    async def ask() -> list[Status]:
        async with Client() as client:
            fetcher = Fetcher(client, Source.LIVE, Pace(clock=clock))
            return [(await failure(fetcher, f"https://mp.weixin.qq.com/s/{number}")).status for number in range(5)]

    assert run(ask()) == [Status.DNS_ERROR] * 5
    assert clock.waits == []


def test_the_default_is_two_seconds() -> None:
    """A host of no special kind has 2 s and up to one more."""
    assert DEFAULT_DELAY_S == (2, 1)
