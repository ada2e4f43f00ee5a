"""Hosts that are left alone: after three failures in a row, or when an adapter says so; no other host suffers."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from loopback import Answer, Loopback, Serve, network, reply
from politeness import AT_ONCE, HOST, PAGE, URL, answer, failure, fetched, paths
from recordings import replaying, run, write_warc

from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits
from ingest.fetching.network import client_on
from ingest.fetching.politeness.pace import Pace
from ingest.status import Source, Status

ONCE = Limits(attempts=1, read_s=0.3)
OTHER = "other.example"


def statuses(server: Loopback, asked: Sequence[str], limits: Limits = ONCE) -> list[Status | None]:
    """Return how some pages end one after the other; None is a page."""

    async def work(fetcher: Fetcher) -> list[Status | None]:
        return [await outcome(fetcher, f"{URL}{path}") for path in asked]

    return fetched(work, {HOST: server}, default_s=AT_ONCE, limits=limits)


async def outcome(fetcher: Fetcher, url: str) -> Status | None:
    """Return how one page ends."""
    try:
        await fetcher.get(url)
    except FetchFailed as failed:
        return failed.status
    return None


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        (answer(401), Status.BLOCKED),
        (answer(403), Status.BLOCKED),
        (answer(429), Status.BLOCKED),
        (answer(500), Status.HTTP_ERROR),
        (answer(503), Status.HTTP_ERROR),
        (answer(999), Status.HTTP_ERROR),
        (lambda connection: connection.recv(1), Status.TIMEOUT),
    ],
)
def test_three_in_a_row(bad: Answer, status: Status, serve: Serve) -> None:
    """A host that refuses or fails three times in a row is asked no more; a page in between begins a new row."""
    server = serve({"/bad": bad, "/good": reply(PAGE)})

    assert statuses(server, ["/bad", "/bad", "/good", "/bad", "/bad", "/bad", "/good"]) == [
        *(status, status, None, status, status, status),
        Status.SKIPPED_HOST,
    ]
    assert paths(server)[-1] == "/bad"


@pytest.mark.parametrize("bad", [answer(404), answer(400), b"", reply(PAGE, content_encoding="br")])
def test_what_says_nothing_of_a_host(bad: Answer, serve: Serve) -> None:
    """Pages that are gone, break off or cannot be decoded say nothing of the host's others, however many there are."""
    server = serve({"/bad": bad, "/good": reply(PAGE)})

    assert statuses(server, ["/bad"] * 5 + ["/good"])[-1] is None


def test_attempts_count_once(serve: Serve) -> None:
    """Three attempts for one broken page are one failure."""
    server = serve({"/bad": answer(503), "/good": reply(PAGE)})

    assert statuses(server, ["/bad", "/bad", "/good"], Limits()) == [Status.HTTP_ERROR, Status.HTTP_ERROR, None]
    assert paths(server) == ["/bad"] * 6 + ["/good"]


def test_a_host_is_stopped(serve: Serve) -> None:
    """What an adapter stops is not asked again, pages that already wait for their turn included; others are."""
    server = serve({f"/{number}": reply(PAGE) for number in range(5)})
    other = serve({"/": reply(PAGE)})

    async def work(fetcher: Fetcher) -> list[Status | None]:
        await fetcher.get(f"{URL}/0")
        waiting = [asyncio.create_task(outcome(fetcher, f"{URL}/{number}")) for number in range(1, 4)]
        await asyncio.sleep(0)
        fetcher.stop(f"{URL}/0", "it wants to see a person")
        fetcher.stop(f"{URL}/1", "a later reason")
        fetcher.stop("http://[", "no host")
        failed = await failure(fetcher, f"{URL}/4")
        assert failed.problem == f"{HOST} is not asked again in this build: it wants to see a person"
        return [*(await asyncio.gather(*waiting)), await outcome(fetcher, f"http://{OTHER}/")]

    assert fetched(work, {HOST: server, OTHER: other}) == [*[Status.SKIPPED_HOST] * 3, None]
    assert paths(server) == ["/0"]


def test_nobody_listens() -> None:
    """A host that takes no connections is tried for three pages at most."""
    with Loopback({}) as closed:
        address = closed.address

    async def work() -> list[Status | None]:
        where = network({}, allow_hosts=frozenset({f"{address[0]}:{address[1]}"}), limits=ONCE)
        async with client_on(where) as client:
            fetcher = Fetcher(client, Source.LIVE, Pace(default_s=AT_ONCE), limits=ONCE)
            return [await outcome(fetcher, f"http://{address[0]}:{address[1]}/{number}") for number in range(4)]

    assert run(work()) == [Status.HTTP_ERROR] * 3 + [Status.SKIPPED_HOST]


def test_archives_are_never_left_alone(tmp_path: Path) -> None:
    """Recorded refusals, however many, keep no recorded page from being read; an adapter cannot stop an archive."""
    bad = {f"{URL}/{number}": (403, {"Content-Type": "text/html"}, b"no") for number in range(5)}
    path = write_warc(tmp_path / "a.warc.gz", {**bad, f"{URL}/good": (200, {"Content-Type": "text/html"}, PAGE)})
    fetcher = replaying(path)

    async def work() -> list[Status | None]:
        fetcher.stop(URL, "it wants to see a person")
        return [await outcome(fetcher, url) for url in (*bad, f"{URL}/good")]

    assert run(work()) == [*[Status.BLOCKED] * 5, None]
