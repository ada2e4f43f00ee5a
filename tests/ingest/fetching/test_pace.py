"""How long hosts are left in peace between two requests, and which names are one host."""

import pytest
from politeness import Clock, failure
from recordings import run

from ingest.fetching.fetch import Fetcher
from ingest.fetching.politeness.pace import DEFAULT_DELAY_S, DELAYS_S, Pace
from ingest.fetching.transport.client import Client
from ingest.status import Source, Status

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
