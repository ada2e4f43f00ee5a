"""An internet on loopback: public addresses that lead to servers here, name servers that answer as tests say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import httpcore
import pytest
from loopback import client_tls
from recordings import run

from ingest.errors import FetchFailed
from ingest.fetching.exchange import Exchange
from ingest.fetching.limits import Limits
from ingest.fetching.transport.client import Client, GuardedTransport
from ingest.fetching.transport.guard import Guard


class Internet(httpcore.AnyIOBackend):
    """A network on which each address is a server here; `dialled` are the addresses it was asked to connect to."""

    def __init__(self, servers: Mapping[str, tuple[str, int]]) -> None:
        super().__init__()
        self.servers = servers
        self.dialled: list[str] = []

    async def connect_tcp(self, host: str, port: int, **options: Any) -> httpcore.AsyncNetworkStream:
        """Connect to the server at an address; at any other, nobody answers."""
        self.dialled.append(host)
        if host not in self.servers:
            raise httpcore.ConnectError(f"nobody at port {port}")
        return await super().connect_tcp(*self.servers[host], **options)


class NameServer:
    """A resolver that gives one answer after the other, the last one for ever; `asked` are the names it was asked."""

    def __init__(self, answers: Iterable[Sequence[str] | Exception]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, _: int) -> Sequence[str]:
        """Look a name up."""
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def client_of(resolver: NameServer, internet: Internet, limits: Limits | None = None) -> Client:
    """Return a client on such an internet, its guard as builds have it."""
    return Client(GuardedTransport(Guard(resolver=resolver, network=internet), client_tls()), limits)


def ask(opened: Client, *urls: str) -> list[Exchange]:
    """Ask for URLs, one after the other, and close the client."""

    async def work() -> list[Exchange]:
        async with opened:
            return [await opened.exchange(url, {}) for url in urls]

    return run(work())


def failure(opened: Client, url: str) -> FetchFailed:
    """Return how a request fails, and close the client."""
    with pytest.raises(FetchFailed, match=r"; see `citeshelf links`\.$") as caught:
        ask(opened, url)
    return caught.value
