"""robots.txt: what it says is read once per origin, recorded, and kept to where it binds."""

import asyncio

import pytest
from loopback import Serve, reply
from politeness import HOST, PAGE, URL, Clock, Outcome, failure, fetched, followed

from ingest.fetching.exchange import Asked
from ingest.fetching.fetch import Fetcher
from ingest.status import Status, Verdict

DENY = b"User-agent: *\nDisallow: /\n"
ALLOWED, DENIED = (Verdict.ALLOWED, None), (Verdict.DENIED, Status.ROBOTS_DENIED)


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        ("User-agent: *\nDisallow: /*.pdf$", ALLOWED),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", ALLOWED),
        ("User-agent: *\nDisallow: /a/\nAllow: /a", DENIED),
        ("User-agent: citeshelf\nAllow: /\n\nUser-agent: *\nDisallow: /", ALLOWED),
        ("User-agent: CiteShelf/0.9\nDisallow: /\n\nUser-agent: *\nAllow: /", DENIED),
        ("User-agent: cite\nDisallow: /", ALLOWED),
        ("User-agent: *shelf # all\nDisallow: /", ALLOWED),
        ("User-agent: * # all\nDisallow: /", DENIED),
        ("User-agent: citeshelfbot\nDisallow: /", ALLOWED),
        ("User-agent: other\nUser-agent: citeshelf\nDisallow: /", DENIED),
        ("User-agent: other\nDisallow: /\nUser agent: *\nDisallow: /a/c", ALLOWED),
        ("\ufeffUser-agent: *\r\nDisallow: /a/b%3Fx\r\nDisallow: /%61/b", DENIED),
        ("User-agent: *\nDisallow: /图", ALLOWED),
        ("Disallow: /", ALLOWED),
    ],
)
def test_rules(rules: str, outcome: Outcome, serve: Serve) -> None:
    """The longest rule of the group that names us counts, else of the group for everyone (RFC 9309, 2.2)."""
    assert followed(serve({"/robots.txt": reply(rules.encode()), "/a/b": reply(PAGE)}), "/a/b") == outcome


def test_whom_it_binds(serve: Serve) -> None:
    """A page of the list is read against it unless the operator obeys; what the list does not name is not."""
    server = serve({"/robots.txt": reply(DENY), "/a": reply(PAGE)})

    async def work(fetcher: Fetcher) -> Verdict | None:
        assert (await fetcher.get(f"{URL}/a")).body == PAGE
        return fetcher.verdict(f"{URL}/a")

    assert fetched(work, {HOST: server}) is Verdict.DENIED
    assert followed(server) == DENIED
    failed = fetched(lambda fetcher: failure(fetcher, f"{URL}/a"), {HOST: server}, respect_robots=True)
    assert (failed.status, failed.retryable) == (Status.ROBOTS_DENIED, False)
    assert failed.problem == f"{URL}/a: the robots.txt of {HOST} forbids it"


def test_where_it_is_not_read(serve: Serve) -> None:
    """An interface for programs is asked without it, and then there is no verdict; nor on what is no address."""
    server = serve({"/robots.txt": reply(DENY), "/a": reply(PAGE)})

    async def work(fetcher: Fetcher) -> list[Verdict | None]:
        await fetcher.get(f"{URL}/a", asked=Asked.SERVICE)
        return [fetcher.verdict(f"{URL}/a"), fetcher.verdict("http://["), fetcher.verdict("mailto:a@e.example")]

    assert fetched(work, {HOST: server}, respect_robots=True) == [None, None, None]
    assert not any("/robots.txt" in request for request in server.requests)


def test_it_is_read_once_per_origin(serve: Serve) -> None:
    """Pages that are wanted at the same time wait for the one robots.txt of their host; redirects read the other's."""
    other = "other.example"
    servers = {
        HOST: serve(
            {
                "/robots.txt": reply(b"User-agent: *\nDisallow: /3"),
                "/4": reply(status=301, location=f"http://{other}/5"),
            }
        ),
        other: serve({"/robots.txt": reply(DENY), "/5": reply(PAGE)}),
    }
    servers[HOST].answers |= {f"/{number}": reply(PAGE) for number in range(4)}

    async def work(fetcher: Fetcher) -> list[Verdict | None]:
        await asyncio.gather(*(fetcher.get(f"{URL}/{number}") for number in range(5)))
        return [fetcher.verdict(f"{URL}/{number}") for number in range(5)] + [fetcher.verdict(f"http://{other}/5")]

    allowed, denied = Verdict.ALLOWED, Verdict.DENIED
    assert fetched(work, servers) == [allowed, allowed, allowed, denied, allowed, denied]
    for server in servers.values():
        assert [request.split()[1] for request in server.requests].count("/robots.txt") == 1


@pytest.mark.parametrize(("written", "pause_s"), [("0.5", 2), ("7", 7), ("3600", 30), ("nan", 2), ("-3", 2), ("图", 2)])
def test_a_crawl_delay(written: str, pause_s: float, serve: Serve) -> None:
    """A longer pause than ours is kept, up to 30 s."""
    rules = f"User-agent: *\nCrawl-delay: {written}\n"
    server = serve({"/robots.txt": reply(rules.encode()), "/a": reply(PAGE), "/b": reply(PAGE)})
    clock = Clock()

    async def work(fetcher: Fetcher) -> None:
        await fetcher.get(f"{URL}/a")
        await fetcher.get(f"{URL}/b")

    fetched(work, {HOST: server}, clock, default_s=(2.0, 0.0))
    assert clock.waits == [pause_s, pause_s]


def test_a_host_that_does_not_exist() -> None:
    """With no name there is no robots.txt either: one look-up a page, and the page's own reason."""
    clock = Clock()
    url = "http://no-such-host.example/a"
    failed = fetched(lambda fetcher: failure(fetcher, url, asked=Asked.FOLLOWED), {}, clock)

    assert (failed.status, clock.waits) == (Status.DNS_ERROR, [])
    assert failed.problem.startswith(f"{url}: ")
