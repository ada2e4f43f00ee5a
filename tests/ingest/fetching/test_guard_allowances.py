"""What the guard lets through by name: the web's ports, and what the operator allows; and that no client lacks it."""

from collections.abc import Callable

import pytest
from dialling import Internet, NameServer, ask, client_of, failure
from loopback import OwnMachine, Serve, client, reply

from ingest.fetching.network import Network, client_on
from ingest.fetching.transport.client import Client, GuardedTransport, public_tls
from ingest.fetching.transport.guard import Guard
from ingest.status import Status

PUBLIC = "93.184.215.14"
URL = "http://site.example/"


@pytest.mark.parametrize("url", ["http://site.example:8080/", "https://site.example:22/", "http://10.0.0.1:6379/"])
def test_other_ports(url: str) -> None:
    """Ports other than the web's are refused before any look-up (fault 43)."""
    names, internet = NameServer([[PUBLIC]]), Internet({})
    failed = failure(client_of(names, internet), url)

    assert (failed.status, failed.retryable) == (Status.BLOCKED_URL, False)
    assert (names.asked, internet.dialled) == ([], [])


def test_allowed_hosts(serve: Serve) -> None:
    """`host:port` on the operator's list may have any port and any address; the host's other ports, and others, not."""
    server = serve({"/": reply(b"intranet")})
    port = server.address[1]
    network = Network(allow_hosts=frozenset({f"LocalHost:{port}"}))

    assert ask(client_on(network), f"http://localhost:{port}/")[0].body == b"intranet"
    assert failure(client_on(network), "http://localhost/").status is Status.SSRF_BLOCKED
    assert failure(client_on(network), f"http://127.0.0.1:{port}/").status is Status.BLOCKED_URL


def test_connect_to(serve: Serve) -> None:
    """A host of the operator's map is neither looked up nor judged; the same host on another port is."""
    server = serve({"/": reply(b"own")})
    names = NameServer([["127.0.0.1"]])
    guard = Guard(connect_to={"site.example:80": server.address}, resolver=names)

    assert ask(Client(GuardedTransport(guard)), URL, "http://SITE.example.:80/")[1].body == b"own"
    assert names.asked == []
    assert failure(Client(GuardedTransport(guard)), "https://site.example/").status is Status.SSRF_BLOCKED


@pytest.mark.parametrize("make", [Client, lambda: client_on(Network()), client])
def test_the_guard_is_in_place(make: Callable[[], Client]) -> None:
    """Every client that builds make really opens its connections through the guard (httpx's pool is private to it)."""
    opened = make()
    assert isinstance(opened._transport._pool._network_backend, Guard)
    if make is not client:
        assert opened._transport._pool._ssl_context is public_tls()
        assert failure(opened, "http://127.0.0.1/").status is Status.SSRF_BLOCKED


def test_what_tests_allow(serve: Serve) -> None:
    """The tests' own client may ask servers on this machine, and nobody else."""
    assert "127.0.0.1:1" in OwnMachine()
    assert "10.0.0.1:80" not in OwnMachine()
    server = serve({"/": reply(b"page")})
    assert ask(client(), f"{server.url}/")[0].body == b"page"
