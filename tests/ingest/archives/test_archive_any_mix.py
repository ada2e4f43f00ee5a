"""The same for mixes of answers that chance puts together: each attempt at a page ends as it likes."""

import asyncio
import tempfile
from pathlib import Path

from faulty_site import CHINESE, broken_off, in_turn, page
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import Answer, Loopback, network, reply
from test_archive_equals_live import QUICK, Hurry, told

from ingest.archives.replay import ReplayTransport, replaying
from ingest.archives.writer import writing
from ingest.fetching.network import online
from ingest.fetching.politeness.pace import Pace
from ingest.lists.link_list import LinkList, read_list
from ingest.pipeline import read_links
from ingest.plan import Plan, Reading
from ingest.status import Source

PALETTE: dict[str, Answer] = {
    "page": reply(page("Harbour")),
    "other page": reply(page("灯塔", CHINESE)),
    "thin page": reply(page("Thin", "Short.")),
    "away": reply(b"", 503),
    "gone": reply(b"", 404),
    "forbidden": reply(b"", 403),
    "broken off": broken_off,
    "half packed": reply(b"\x1f\x8b\x08\0\0\0\0\0\0\x03half", content_encoding="gzip"),
    "not packed": reply(page("Plain"), content_encoding="gzip"),
    "brotli": reply(b"\x0b", content_encoding="br"),
    "nothing": b"",
    "empty": reply(b""),
    "to a page": reply(status=302, location="/steady"),
    "to nothing": reply(status=301, location="/lost"),
}
SITES = range(5)
STEADY = {"/steady": reply(page("Steady"))}


async def live(links: LinkList, server: Loopback, archive: Path) -> Reading:
    """Read a list from the network, recording it."""
    reached = network(
        {f"site{number}.example:80": server for number in SITES},
        limits=QUICK,
        pace=lambda: Pace(default_s=(0, 0), clock=Hurry(), at_once=4),
    )
    with writing(archive) as recorder:
        async with online(reached, recorder) as pages:
            return await read_links(links, Plan(primary=[pages]), lambda _: None)


async def offline(links: LinkList, archive: Path) -> Reading:
    """Read a list from an archive."""
    async with replaying(ReplayTransport.open([archive]), Source.ARCHIVE) as pages:
        return await read_links(links, Plan(primary=[pages]), lambda _: None)


_TURNS = st.lists(st.sampled_from(sorted(PALETTE)), min_size=1, max_size=3)


@settings(max_examples=15, deadline=None)
@given(turns=st.lists(_TURNS, min_size=len(SITES), max_size=len(SITES)))
def test_any_mix_repeats(turns: list[list[str]]) -> None:
    """Whatever a page answers at first and then, its archive gives what the live build got in the end."""
    answers = {f"/page{number}": in_turn(*(PALETTE[name] for name in turns[number])) for number in SITES} | STEADY
    with tempfile.TemporaryDirectory() as folder, Loopback(answers) as server:
        archive, wanted = Path(folder) / "a.warc.gz", Path(folder) / "list.md"
        wanted.write_text("# All\n\n" + "".join(f"* [{n}](http://site{n}.example/page{n})\n" for n in SITES))
        links = read_list(wanted)
        first = asyncio.run(live(links, server, archive))
        again = asyncio.run(offline(links, archive))

    assert [told(one) for one in again.outcomes] == [told(one) for one in first.outcomes]
