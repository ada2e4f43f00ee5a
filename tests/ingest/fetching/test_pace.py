"""How fast hosts are asked: one request at a time each, with a pause between, and hosts do not wait for each other."""

import asyncio

import pytest
from recordings import run

from ingest.documents import Source, Status
from ingest.errors import FetchFailed
from ingest.fetching.client import Client
from ingest.fetching.fetch import Fetcher
from ingest.fetching.pace import DEFAULT_DELAY_S, DELAYS_S, Pace


class Sleeper:
    """Notes how long it was asked to sleep, and does not."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Take a note, and let others run."""
        self.slept.append(seconds)
        await asyncio.sleep(0)


def pauses(*urls: str) -> list[float]:
    """Return the pauses before each of some requests, one after the other."""
    sleeper = Sleeper()

    async def ask() -> None:
        pace = Pace(sleep=sleeper)
        for url in urls:
            async with pace.turn(url):
                pass

    run(ask())
    return sleeper.slept


@pytest.mark.parametrize("host", ["e.example", *DELAYS_S])
def test_the_pause_of_a_host(host: str) -> None:
    """The first request of a host waits for nothing, each later one for the host's pause with its random part."""
    first, *later = pauses(*[f"https://{host}/{number}" for number in range(12)])
    least, extra = DELAYS_S.get(host, DEFAULT_DELAY_S)

    assert first == 0
    assert all(least - 0.05 <= pause <= least + extra for pause in later)  # less what passed between the two
    assert max(later) - min(later) > extra / 10


def test_what_is_one_host() -> None:
    """Scheme, port, case and path make no other host; another name does, and what has none is one too."""
    slept = pauses("http://E.example:81/a", "https://e.example/b", "https://sub.e.example/", "x", "y")

    assert [pause > 0 for pause in slept] == [False, True, False, False, True]


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
        pace = Pace(sleep=Sleeper())
        asked = [ask(pace, host, fails=number % 2 == 0) for number in range(6) for host in "ab"]
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(result, OSError) for result in results) == 6

    together: list[int] = []
    run(ask_all())
    assert most == {"a": 1, "b": 1}
    assert max(together) == 2


def test_archives_do_not_wait() -> None:
    """For archives there are no turns: requests overlap, and nobody sleeps."""
    sleeper = Sleeper()

    async def ask() -> None:
        pace = Pace(waits=False, sleep=sleeper)
        async with pace.turn("https://e.example/"), pace.turn("https://e.example/"):
            pass

    run(ask())
    assert sleeper.slept == []


def test_a_host_that_does_not_exist_is_not_waited_for() -> None:
    """With no network, the links of one host fail one after the other without a pause."""
    sleeper = Sleeper()

    async def ask() -> list[Status]:
        found = []
        async with Client() as client:
            fetcher = Fetcher(client, Source.LIVE, Pace(sleep=sleeper))
            for number in range(3):
                with pytest.raises(FetchFailed) as failure:
                    await fetcher.get(f"https://mp.weixin.qq.com/s/{number}")
                found.append(failure.value.status)
        return found

    assert run(ask()) == [Status.DNS_ERROR] * 3
    assert sleeper.slept == [0, 0, 0]
