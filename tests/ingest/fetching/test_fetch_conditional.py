"""Conditional requests: a page that an earlier build holds is sent only if it has changed."""

import gzip
from pathlib import Path

import pytest
from loopback import Loopback, Serve, reply
from politeness import AT_ONCE, BEGIN, HOST, PAGE, URL, failure, page, paths, polite
from recordings import replayed, run

from ingest.archives.reader import records
from ingest.archives.recall import EarlierArchives
from ingest.archives.writer import writing
from ingest.documents import Page
from ingest.status import Source, Status

SAME = b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
ETAG, DATE = '"v1"', "Sun, 01 Feb 2026 12:00:00 GMT"


def build(server: Loopback, path: Path, *earlier: Path, url: str = f"{URL}/a") -> Page:
    """Fetch one page, recorded in a new archive, after earlier builds."""

    async def work() -> Page:
        with writing(path) as recorder:
            recall = EarlierArchives(earlier) if earlier else None
            async with polite({HOST: server}, None, recorder, recall, AT_ONCE) as fetcher:
                return await fetcher.get(url)

    return run(work())


@pytest.mark.parametrize(
    ("first", "asked"),
    [
        ({"etag": ETAG}, [f"If-None-Match: {ETAG}"]),
        ({"last_modified": DATE}, [f"If-Modified-Since: {DATE}"]),
        ({"etag": ETAG, "last_modified": DATE}, [f"If-None-Match: {ETAG}", f"If-Modified-Since: {DATE}"]),
        ({}, []),
    ],
)
def test_a_page_that_has_not_changed(first: dict[str, str], asked: list[str], serve: Serve, tmp_path: Path) -> None:
    """The server is asked by what it said of the page; its 304 brings the earlier page, confirmed today."""
    whole = reply(gzip.compress(PAGE, mtime=0), content_encoding="gzip", **first)
    server = serve({"/a": reply(status=301, location="/b"), "/b": whole})
    before = build(server, tmp_path / "1.warc.gz")
    server.requests.clear()
    server.answers["/b"] = SAME if asked else whole
    after = build(server, tmp_path / "2.warc.gz", tmp_path / "1.warc.gz")

    assert [line for line in server.requests[-1].split("\n") if line.startswith("If-")] == asked
    assert (after.body, after.content_type, after.final_url) == (PAGE, before.content_type, f"{URL}/b")
    assert after.fetched == BEGIN.isoformat(timespec="seconds")
    assert ("revisit" in {record.kind for record in records(tmp_path / "2.warc.gz")}) == bool(asked)
    again = build(server, tmp_path / "3.warc.gz", tmp_path / "1.warc.gz", tmp_path / "2.warc.gz")
    assert (again.body, again.source) == (PAGE, Source.LIVE)


def test_a_page_that_has_changed(serve: Serve, tmp_path: Path) -> None:
    """A new page comes whole and takes the place of the old one; the newest is asked about from then on."""
    server = serve({"/a": reply(b"<p>old</p>", etag=ETAG)})
    build(server, tmp_path / "1.warc.gz")
    server.answers["/a"] = reply(PAGE, etag='"v2"')

    assert build(server, tmp_path / "2.warc.gz", tmp_path / "1.warc.gz").body == PAGE
    assert replayed(tmp_path / "2.warc.gz", f"{URL}/a").body == PAGE
    server.answers["/a"] = SAME
    both = tmp_path / "1.warc.gz", tmp_path / "2.warc.gz"
    assert build(server, tmp_path / "3.warc.gz", *both).body == PAGE
    assert 'If-None-Match: "v2"' in server.requests[-1]


def test_an_earlier_page_that_cannot_be_read(serve: Serve, tmp_path: Path) -> None:
    """An earlier body that is half a gzip is not asked about, else the page would stay broken for ever."""
    whole = gzip.compress(PAGE, mtime=0)
    server = serve({"/a": reply(whole[:-9], content_encoding="gzip", etag=ETAG)})
    with pytest.raises(Exception, match="ends early"):
        build(server, tmp_path / "1.warc.gz")
    server.answers["/a"] = reply(whole, content_encoding="gzip", etag=ETAG)

    assert build(server, tmp_path / "2.warc.gz", tmp_path / "1.warc.gz").body == PAGE
    assert "If-None-Match" not in server.requests[-1]


def test_a_304_that_nobody_asked_for(serve: Serve) -> None:
    """Without an earlier page, not modified is an error."""
    server = serve({"/a": SAME, "/next": reply(PAGE)})

    async def work() -> None:
        async with polite({HOST: server}, default_s=AT_ONCE) as fetcher:
            failed = await failure(fetcher, f"{URL}/a")
            assert failed.status is Status.HTTP_ERROR
            assert failed.problem == f"{URL}/a answered 304, which nobody asked for"

    run(work())
    assert page(f"{URL}/next", {HOST: server}).body == PAGE
    assert paths(server) == ["/a", "/next"]
