"""Opens the fetcher of a live build: how the network is reached, as the operator says it."""

import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from ingest.fetching.access import Access
from ingest.fetching.exchange import Recall, Recorder
from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits
from ingest.fetching.politeness.pace import Pace
from ingest.fetching.transport.client import Client, GuardedTransport
from ingest.fetching.transport.guard import Guard
from ingest.status import Source


@dataclass(frozen=True, slots=True)
class Network:
    """What an operator may say about the network.

    `allow_hosts` are `host:port` whose addresses may be private and whose port may be any; `tokens` are bearer tokens
    by host; `respect_robots` makes robots.txt binding for the list's own links too; `wayback` asks the Wayback Machine
    for what is gone. `tls`, `connect_to` (`host:port` → address and port to dial instead) and `pace` are for servers
    of one's own: no command line sets them.
    """

    allow_hosts: frozenset[str] = frozenset()
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    respect_robots: bool = False
    wayback: bool = True
    limits: Limits = field(default_factory=Limits)
    tls: ssl.SSLContext | None = None
    connect_to: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    pace: Callable[[], Pace] = Pace


@asynccontextmanager
async def online(
    network: Network,
    recorder: Recorder | None = None,
    recall: Recall | None = None,
) -> AsyncIterator[Fetcher]:
    """Open a fetcher on the network; `recall` is asked for earlier responses, to fetch only what has changed since."""
    access = Access(network.tokens, recall, network.respect_robots)
    async with client_on(network) as client:
        yield Fetcher(client, Source.LIVE, network.pace(), recorder, limits=network.limits, access=access)


def client_on(network: Network) -> Client:
    """Return a client that reaches what the network lets it reach."""
    guard = Guard({name.lower() for name in network.allow_hosts}, network.connect_to)
    return Client(GuardedTransport(guard, network.tls), network.limits)
