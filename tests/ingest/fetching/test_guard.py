"""The guard between a name and a connection: one look-up, all its answers judged, one of them dialled."""

import asyncio
import socket
import time
from collections.abc import Sequence

import pytest
from dialling import Internet, NameServer, ask, client_of, failure
from loopback import Serve, reply, server_tls
from recordings import run

from ingest.errors import FetchFailed
from ingest.fetching.limits import Limits
from ingest.fetching.transport.client import Client, GuardedTransport
from ingest.fetching.transport.guard import Guard
from ingest.status import Status

PUBLIC, ALSO_PUBLIC = "93.184.215.14", "2606:2800:21f:cb07::1"
URL = "http://site.example/"


def test_a_public_host(serve: Serve) -> None:
    """A name with public addresses is looked up once, dialled by address, and asked under its name."""
    server = serve({"/": reply(b"page")}, server_tls("site.example"))
    names, internet = NameServer([[PUBLIC, ALSO_PUBLIC]]), Internet({PUBLIC: server.address})

    (exchange,) = ask(client_of(names, internet), "https://site.example/")
    assert exchange.body == b"page"
    assert (names.asked, internet.dialled) == (["site.example"], [PUBLIC])
    assert "\nHost: site.example\n" in server.requests[0]


def test_an_address_with_a_last_dot(serve: Serve) -> None:
    """A last dot behind an address makes no name of it: no name server is asked."""
    names, internet = NameServer([[PUBLIC]]), Internet({PUBLIC: serve({"/": reply(b"page")}).address})

    assert ask(client_of(names, internet), f"http://{PUBLIC}./")[0].body == b"page"
    assert names.asked == [PUBLIC]


def test_the_next_address(serve: Serve) -> None:
    """Where the first address takes no connection, the next one is dialled; where none does, the link fails."""
    names = NameServer([[ALSO_PUBLIC, PUBLIC]])
    internet = Internet({PUBLIC: serve({"/": reply(b"page")}).address})

    assert ask(client_of(names, internet), URL)[0].body == b"page"
    assert internet.dialled == [ALSO_PUBLIC, PUBLIC]
    failed = failure(client_of(names, Internet({})), URL)
    assert (failed.status, failed.retryable) == (Status.HTTP_ERROR, True)
    assert failed.problem == "http://site.example/: it takes no connections"


@pytest.mark.parametrize(
    "answers",
    [["10.1.2.3"], [PUBLIC, "10.1.2.3"], ["::ffff:10.1.2.3", PUBLIC], ["0.0.0.0", "10.1.2.3"], ["fe80::1%eth0"]],
)
def test_a_private_answer(answers: Sequence[str]) -> None:
    """One address that is not public refuses the host, nobody is dialled, and the reason keeps it (fault 44)."""
    internet = Internet({})
    failed = failure(client_of(NameServer([answers]), internet), URL)

    assert (failed.status, failed.retryable, internet.dialled) == (Status.SSRF_BLOCKED, False, [])
    assert failed.problem == "http://site.example/: its host is not on the public internet"


def test_rebinding(serve: Serve) -> None:
    """A name whose next answer is private is dialled at the answer that was judged, and refused the next time (44)."""
    names, internet = NameServer([[PUBLIC], ["127.0.0.1"]]), Internet({PUBLIC: serve({"/": reply(b"page")}).address})

    async def work() -> None:
        async with client_of(names, internet) as opened:
            assert (await opened.exchange(URL, {})).body == b"page"
            assert (names.asked, internet.dialled) == (["site.example"], [PUBLIC])
            with pytest.raises(FetchFailed, match="its host is not on the public internet") as caught:
                await opened.exchange(URL, {})
            assert caught.value.status is Status.SSRF_BLOCKED

    run(work())
    assert (len(names.asked), internet.dialled) == (2, [PUBLIC])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (socket.gaierror(socket.EAI_NONAME, "NXDOMAIN"), "its name does not exist"),
        (socket.gaierror(socket.EAI_AGAIN, "SERVFAIL"), "no name server knew its name"),
        (socket.gaierror(socket.EAI_FAIL, "REFUSED"), "no name server knew its name"),
        (["0.0.0.0"], "its name leads to no address"),
        (["::", "0.0.0.0"], "its name leads to no address"),
        ([], "its name leads to no address"),
    ],
)
def test_no_address(answer: Sequence[str] | Exception, reason: str) -> None:
    """A name that does not exist, or leads to nothing, is a DNS error that may pass (fault 52)."""
    internet = Internet({})
    failed = failure(client_of(NameServer([answer]), internet), URL)

    assert (failed.status, failed.retryable, internet.dialled) == (Status.DNS_ERROR, True, [])
    assert failed.problem == f"http://site.example/: {reason}"


def test_a_slow_name_server() -> None:
    """A look-up counts among the seconds that a connection may take."""

    async def silent(*_: object) -> Sequence[str]:
        await asyncio.sleep(30)
        return [PUBLIC]

    opened = Client(GuardedTransport(Guard(resolver=silent)), Limits(connect_s=0.1))
    started = time.perf_counter()
    failed = failure(opened, URL)
    assert (failed.status, failed.retryable) == (Status.TIMEOUT, True)
    assert failed.problem == "http://site.example/: no connection within 0.1 s"
    assert time.perf_counter() - started < 15


def test_an_address_that_is_silent(serve: Serve) -> None:
    """An address that neither takes nor refuses a connection has half of the time, then the second one is dialled."""
    with socket.socket() as full, socket.socket() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting.connect(full.getsockname())  # it takes one connection; the next gets no answer
        internet = Internet({ALSO_PUBLIC: full.getsockname(), PUBLIC: serve({"/": reply(b"page")}).address})
        started = time.perf_counter()

        opened = client_of(NameServer([[ALSO_PUBLIC, PUBLIC]]), internet, Limits(connect_s=0.8))
        assert ask(opened, URL)[0].body == b"page"
        assert 0.4 <= time.perf_counter() - started < 15
