"""The turns of requests: one at a time to a host, eight in all, and given on however they end."""

import asyncio
import socket
import threading

import pytest
from loopback import Serve, reply
from politeness import HOST, PAGE, URL, Clock, fetched, paths
from recordings import run

from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.politeness.pace import AT_ONCE, Pace
from ingest.status import Status


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


def test_a_build_that_is_stopped(serve: Serve) -> None:
    """A request that is cancelled ends at once, is not made again, and gives its host's turn on."""
    heard = threading.Event()

    def silent(connection: socket.socket) -> None:
        heard.set()
        connection.recv(1)

    server = serve({"/silent": silent, "/next": reply(PAGE)})

    async def work(fetcher: Fetcher) -> bytes:
        asked = asyncio.create_task(fetcher.get(f"{URL}/silent"))
        assert await asyncio.to_thread(heard.wait, 5)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        return (await fetcher.get(f"{URL}/next")).body

    assert fetched(work, {HOST: server}) == PAGE
    assert paths(server) == ["/silent", "/next"]
