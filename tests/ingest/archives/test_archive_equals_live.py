"""A build from the archive of a live build ends, link by link, as the live build did."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest
from faulty_site import DENIED, faults, links, page, servers
from loopback import Loopback, Serve, network, reply, server_tls
from warcio.archiveiterator import ArchiveIterator

from ingest.archives.replay import ReplayTransport, replaying
from ingest.archives.writer import writing
from ingest.fetching.limits import Limits
from ingest.fetching.network import online
from ingest.fetching.politeness.clock import SystemClock
from ingest.fetching.politeness.pace import Pace
from ingest.lists.link_list import read_list
from ingest.pipeline import read_links
from ingest.plan import Outcome, Plan, Reading
from ingest.status import Source

QUICK = Limits(connect_s=2.0, read_s=1.0, attempt_s=2.0, attempts=2, raw_bytes=200_000)
EXPECTED = """
ok: plain packed chunked moved utf8 comes-back busy breaks-once not-packed headers refresh
thin: thin
gone: missing gone
blocked: forbidden
http_error: loop nowhere down odd a b c
incomplete: breaks long half-packed hangs-up no-http bad-chunk
bad_encoding: brotli
too_large: endless
timeout: silent
empty: empty
unsupported_type: image
robots_denied: denied
skipped_host: d e
dns_error: absent.example/
tls_error: secure.example/plain
ssrf_blocked: inside 127.0.0.1/
blocked_url: script
"""


class Hurry(SystemClock):
    """A clock on which pauses take no time."""

    async def sleep(self, seconds: float) -> None:  # noqa: ARG002 - a clock's signature
        """Let the others go on, once."""
        await asyncio.sleep(0)


def expected() -> dict[str, str]:
    """Return the status of each link by the end of its URL."""
    lines = [line.split(": ") for line in EXPECTED.strip().splitlines()]
    return {name: status for status, names in lines for name in names.split()}


def told(outcome: Outcome) -> tuple[object, ...]:
    """Return what an outcome says, but for where and when its pages were read and what robots.txt says."""
    documents = [
        (one.url, one.title, one.text, one.headings, one.published, one.author, one.site, one.pages, one.moved_to)
        for one in outcome.documents
    ]
    return outcome.link.url, outcome.status, outcome.reason, outcome.cause, outcome.retryable, documents


def digests(archive: Path) -> list[bool]:
    """Return whether each record's digests are right; `warcio check` would decode bodies too, faulty ones as well."""
    with archive.open("rb") as file:
        return [one.digest_checker.passed for one in ArchiveIterator(file, check_digests=True) if _drained(one)]


def _drained(record: Any) -> bool:
    while record.raw_stream.read(8192):
        pass
    return record.rec_type in ("request", "response", "metadata")


@pytest.fixture
def web(serve: Serve) -> dict[str, Loopback]:
    """The faulty web."""
    answering: Loopback

    def silent(_: socket.socket) -> None:
        answering.over.wait(20)

    answering = serve(faults(silent))
    denying = serve({"/robots.txt": DENIED, "/denied": reply(page("Denied"))})
    return servers(answering, denying, serve({"/plain": reply(page("Other"))}, server_tls("other.example")))


def test_a_live_build_repeats(web: dict[str, Loopback], tmp_path: Path) -> None:
    """Whatever became of a link, in the archive it becomes the same: its status, the reason and its documents."""
    wanted, archive = tmp_path / "list.md", tmp_path / "a.warc.gz"
    urls = links(web["plain.example:80"].answers)
    wanted.write_text("# All\n\n" + "".join(f"* [{url}]({url})\n" for url in urls))
    reached = network(
        web, limits=QUICK, respect_robots=True, pace=lambda: Pace(default_s=(0, 0), clock=Hurry(), at_once=4)
    )

    async def live() -> Reading:
        with writing(archive) as recorder:
            async with online(reached, recorder) as pages:
                return await read_links(read_list(wanted), Plan(primary=[pages]), lambda _: None)

    async def offline() -> Reading:
        async with replaying(ReplayTransport.open([archive]), Source.ARCHIVE) as pages:
            return await read_links(read_list(wanted), Plan(primary=[pages]), lambda _: None)

    first = asyncio.run(live())
    asked = sum(len(server.requests) for server in set(web.values()))
    again = asyncio.run(offline())

    assert all(digests(archive))
    ends = {one.link.url: str(one.status) for one in first.outcomes}
    assert ends == {url: status for url in urls for end, status in expected().items() if url.endswith("/" + end)}
    assert [told(one) for one in again.outcomes] == [told(one) for one in first.outcomes]
    assert [one.text for one in again.documents] == [one.text for one in first.documents]
    assert sum(len(server.requests) for server in set(web.values())) == asked
