"""Fetchers as builds open them, on servers of the test's own, with a clock that does not wait."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from loopback import Loopback, network
from recordings import run

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Recall, Recorder
from ingest.fetching.fetch import Fetcher
from ingest.fetching.network import online
from ingest.fetching.pace import DEFAULT_DELAY_S, Pace

Result = TypeVar("Result")
HOST = "site.example"
URL = f"http://{HOST}"
AT_ONCE = (0.0, 0.0)
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """Passes the time at once, and notes how long it was asked to wait."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        """Return the seconds that have passed."""
        return self.passed

    def date(self) -> datetime:
        """Return the date of the test, later by what has passed."""
        return BEGIN + timedelta(seconds=self.passed)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass, and others run."""
        self.slept.append(seconds)
        self.passed += seconds
        await asyncio.sleep(0)

    @property
    def waits(self) -> list[float]:
        """How long it was asked to wait, where it was for long at all."""
        return [seconds for seconds in self.slept if seconds]


@asynccontextmanager
async def polite(
    servers: Mapping[str, Loopback],
    clock: Clock | None = None,
    recorder: Recorder | None = None,
    recall: Recall | None = None,
    default_s: tuple[float, float] = DEFAULT_DELAY_S,
    **settings: Any,
) -> AsyncIterator[Fetcher]:
    """Open a build's own fetcher, robots.txt and all, for servers by `host` (port 80, with TLS 443) or `host:port`."""
    ports = {
        host if ":" in host else f"{host}:{443 if server.tls else 80}": server for host, server in servers.items()
    }
    where = network(ports, pace=lambda: Pace(clock=clock or Clock(), default_s=default_s), **settings)
    async with online(where, recorder, recall) as fetcher:
        yield fetcher


def fetched(
    work: Callable[[Fetcher], Awaitable[Result]], servers: Mapping[str, Loopback], clock: Clock | None = None, **more: Any
) -> Result:
    """Return what some work with such a fetcher comes to."""

    async def all_of_it() -> Result:
        async with polite(servers, clock, **more) as fetcher:
            return await work(fetcher)

    return run(all_of_it())


def page(url: str, servers: Mapping[str, Loopback], clock: Clock | None = None, **more: Any) -> Page:
    """Return one page."""
    return fetched(lambda fetcher: fetcher.get(url), servers, clock, **more)


async def failure(fetcher: Fetcher, url: str, **asked: Any) -> FetchFailed:
    """Return how a page cannot be had."""
    with pytest.raises(FetchFailed, match=r"; see `citeshelf links`\.$") as caught:
        await fetcher.get(url, **asked)
    return caught.value


def paths(server: Loopback) -> list[str]:
    """Return the paths that a server was asked for, robots.txt left out."""
    asked = [request.split()[1] for request in server.requests]
    return [path for path in asked if path != "/robots.txt"]
