"""Fetchers as builds open them, on servers of the test's own, with a clock that does not wait."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from loopback import Answer, Loopback, network, reply
from recordings import run

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Asked, Recall, Recorder
from ingest.fetching.fetch import Fetcher
from ingest.fetching.network import online
from ingest.fetching.politeness.pace import DEFAULT_DELAY_S, Pace
from ingest.status import Status, Verdict

Result = TypeVar("Result")
Outcome = tuple[Verdict | None, Status | None]
PAGE = "<p>一页</p>".encode()
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
    ports = {host if ":" in host else f"{host}:{443 if server.tls else 80}": server for host, server in servers.items()}
    where = network(ports, pace=lambda: Pace(clock=clock or Clock(), default_s=default_s), **settings)
    async with online(where, recorder, recall) as fetcher:
        yield fetcher


def fetched(
    work: Callable[[Fetcher], Awaitable[Result]],
    servers: Mapping[str, Loopback],
    clock: Clock | None = None,
    **more: Any,
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


def answer(status: int, **headers: str) -> bytes:
    """Return an error page, of any status code."""
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} No\r\n{fields}Content-Length: 4\r\nConnection: close\r\n\r\nnone".encode()


def in_turn(*answers: bytes) -> Answer:
    """Return what gives one answer after the other, and the last one for ever."""
    left = list(answers)
    return lambda connection: connection.sendall(left.pop(0) if len(left) > 1 else left[0])


def ended(server: Loopback, clock: Clock | None = None, path: str = "/a") -> FetchFailed:
    """Return how a page ends, after which the next page of its host is read."""
    server.answers["/next"] = reply(PAGE)

    async def both(fetcher: Fetcher) -> FetchFailed:
        failed = await failure(fetcher, f"{URL}{path}")
        assert (await fetcher.get(f"{URL}/next")).body == PAGE
        return failed

    return fetched(both, {HOST: server}, clock, default_s=AT_ONCE)


def followed(server: Loopback, path: str = "/a", **more: Any) -> Outcome:
    """Return the verdict on a page that no list names, and how it ended: None is a page."""

    async def work(fetcher: Fetcher) -> Outcome:
        try:
            await fetcher.get(f"{URL}{path}", asked=Asked.FOLLOWED)
        except FetchFailed as failed:
            return fetcher.verdict(f"{URL}{path}"), failed.status
        return fetcher.verdict(f"{URL}{path}"), None

    return fetched(work, {HOST: server}, default_s=AT_ONCE, **more)
