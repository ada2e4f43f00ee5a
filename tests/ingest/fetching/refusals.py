"""A process of its own in which a live build's fetcher is led to addresses by links and by redirects.

Tests forbid look-ups in their own process; here the system's resolver reads every spelling, as in a build. It reads
addresses from its input and prints how each ended, asked for directly and by a redirect, and every address that this
process connected to, as Python's audit events tell it.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from loopback import Loopback, network, reply

from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.network import online
from ingest.fetching.politeness.pace import Pace

dialled: list[str] = []


def _watch(event: str, details: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = details[1]
        dialled.append(str(address[0] if isinstance(address, tuple) else address))


async def _end(fetcher: Fetcher, url: str) -> tuple[str, str, float]:
    started = time.perf_counter()
    try:
        await fetcher.get(url)
    except FetchFailed as failure:
        return failure.status, failure.problem, time.perf_counter() - started
    return "ok", "", time.perf_counter() - started


async def _ends(urls: Sequence[str]) -> dict[str, object]:
    answers = {f"/{number}": reply(status=302, location=url) for number, url in enumerate(urls)}
    with Loopback(answers) as server:
        hosts = {f"site{number}.example:80": server for number in range(len(urls))}
        async with online(network(hosts, pace=lambda: Pace(default_s=(0, 0)))) as fetcher:
            direct = await asyncio.gather(*(_end(fetcher, url) for url in urls))
            redirects = (_end(fetcher, f"http://site{number}.example/{number}") for number in range(len(urls)))
            redirected = await asyncio.gather(*redirects)
    return {"direct": direct, "redirected": redirected, "asked": len(server.requests), "dialled": dialled}


if __name__ == "__main__":
    sys.addaudithook(_watch)
    with suppress(BrokenPipeError):
        print(json.dumps(asyncio.run(_ends(json.load(sys.stdin)))))
