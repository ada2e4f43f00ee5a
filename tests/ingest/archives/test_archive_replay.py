"""Replay: what was recorded comes back, the last good answer of several; what was not recorded never does."""

from pathlib import Path

import httpx
import pytest
from archive_parts import URL, exchange, failure, replayed_exchange
from recordings import DATE, html, moved, run, write_warc

from ingest.archives.replay import ReplayTransport, recorded_bodies, replaying
from ingest.archives.writer import ArchiveWriter, writing
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Cut, Exchange, Recalled
from ingest.status import Source, Status


def transport(path: Path) -> ReplayTransport:
    """Open one archive."""
    return ReplayTransport.open([path])


def outcome(paths: list[Path], url: str = URL) -> tuple[int, bytes] | Status:
    """Return what archives answer for a URL: status code and body, or the failure's status."""
    try:
        found = ReplayTransport.open(paths).answer(url)
    except FetchFailed as failed:
        return failed.status
    return found.status_code, found.body


def test_write_and_replay(tmp_path: Path) -> None:
    """A client gets from an archive the very exchange that was recorded, even while it is still being written."""
    path = tmp_path / "new" / "a.warc.gz"
    headers = (("content-encoding", "gzip"), ("set-cookie", "a"), ("set-cookie", "b"), ("x-name", "图 caf\xe9 \xa0"))
    sent = Exchange(f"{URL}/路?q=图", (), 203, "Fine", (*headers, ("transfer-encoding", "chunked")), b"\x1f\x8b\0")
    with writing(path) as writer:
        writer.write(sent)
        got = replayed_exchange(transport(path), f"{URL}/路?q=图#part")

    assert (got.status_code, got.phrase, got.body) == (203, "Fine", b"\x1f\x8b\0")
    assert tuple((name.lower(), value) for name, value in got.headers) == sent.headers


def test_what_is_not_recorded(tmp_path: Path) -> None:
    """A URL that no archive holds fails as such, and without the network; a fragment makes no other URL."""
    path = write_warc(tmp_path / "a.warc.gz", {f"{URL}/a": html("<p>a</p>"), f"{URL}/old": moved(f"{URL}/gone")})

    assert outcome([path], f"{URL}/a#part") == (200, b"<p>a</p>")
    for url in (f"{URL}/b", f"{URL}/gone"):
        with pytest.raises(FetchFailed, match="is not in the archive") as caught:
            transport(path).answer(url)
        assert (caught.value.status, caught.value.retryable) == (Status.NOT_IN_ARCHIVE, True)


@pytest.mark.parametrize(
    ("asked", "recorded"),
    [
        ("https://e.example", "https://e.example/"),
        ("https://E.Example:443/%e5%9b%be?q", "https://e.example/%E5%9B%BE?q"),
        ("https://e.example/图", "https://e.example/%E5%9B%BE"),
        ("https://mp.weixin.qq.com/s?__biz=1&key=secret", "https://mp.weixin.qq.com/s?__biz=1"),
    ],
)
def test_spellings_of_one_url(asked: str, recorded: str, tmp_path: Path) -> None:
    """However a URL was spelt in the archive and on the list, it is one URL where a server sees one."""
    path = write_warc(tmp_path / "a.warc.gz", {recorded: html("a")})
    other = write_warc(tmp_path / "b.warc.gz", {asked: html("a")})

    assert outcome([path], asked) == outcome([other], recorded) == (200, b"a")


def test_several_archives(tmp_path: Path) -> None:
    """All archives answer together; of a page in two of them, or twice in one, the last counts."""
    first = write_warc(tmp_path / "1.warc.gz", {f"{URL}/a": html("one"), f"{URL}/b": html("b")})
    second = write_warc(tmp_path / "2.warc", {f"{URL}/a": html("two"), f"{URL}/c": html("c")}, gzip=False)
    again = write_warc(tmp_path / "3.warc.gz", {f"{URL}/b": html("b again")})
    first.write_bytes(first.read_bytes() + again.read_bytes())
    both = ReplayTransport.open([first, second])

    assert {name: both.answer(f"{URL}/{name}").body for name in "abc"} == {"a": b"two", "b": b"b again", "c": b"c"}
    assert (both.date_of(f"{URL}/a"), both.date_of(f"{URL}/x")) == (DATE, None)
    assert set(recorded_bodies([first, second])) == {b"one", b"b again", b"two", b"c"}


GOOD, OTHER = exchange(URL, b"good"), exchange(URL, b"other")
AWAY, GONE = exchange(URL, b"away", 503), exchange(URL, b"gone", 404)
HALF = exchange(URL, b"ha", cut=Cut.DISCONNECT)
LOST = failure(Status.DNS_ERROR)


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ([AWAY, GOOD], (200, b"good")),
        ([GOOD, AWAY], (200, b"good")),
        ([GOOD, LOST], (200, b"good")),
        ([LOST, GOOD], (200, b"good")),
        ([GOOD, OTHER, HALF], (200, b"other")),
        ([AWAY, GONE], (404, b"gone")),
        ([GONE, LOST], Status.DNS_ERROR),
        ([LOST, AWAY], (503, b"away")),
        ([HALF], Status.INCOMPLETE),
        ([exchange(URL, b"x", cut=Cut.LENGTH)], Status.TOO_LARGE),
        ([exchange(URL, b"x", cut=Cut.TIME)], Status.TIMEOUT),
    ],
)
@pytest.mark.parametrize("archives", ["one", "several"])
def test_the_last_good_answer_counts(
    recorded: list[Exchange | FetchFailed], expected: object, archives: str, tmp_path: Path
) -> None:
    """A retried request answers as it did in the end; what was good once is not undone; else the last record counts."""
    batches = [recorded] if archives == "one" else [[one] for one in recorded]
    paths = [tmp_path / f"{number}.warc.gz" for number in range(len(batches))]
    for path, batch in zip(paths, batches, strict=True):
        with writing(path) as writer:
            for one in batch:
                put(writer, one)

    assert outcome(paths) == expected


def put(writer: ArchiveWriter, one: Exchange | FetchFailed) -> None:
    """Record an exchange or a failure."""
    if isinstance(one, Exchange):
        writer.write(one)
    else:
        writer.write_failure(URL, one, None)


def test_failures_fail_again(tmp_path: Path) -> None:
    """A recorded failure comes back with its status, its reason, and whether it may pass."""
    path = tmp_path / "a.warc.gz"
    with writing(path) as writer:
        writer.write_failure(URL, FetchFailed(Status.TLS_ERROR, "its certificate has expired"), None)

    with pytest.raises(FetchFailed, match="its certificate has expired") as caught:
        transport(path).answer(URL)
    assert (caught.value.status, caught.value.retryable) == (Status.TLS_ERROR, False)


def test_revisits(tmp_path: Path) -> None:
    """An answer of 304 stands for the response it refers to, in whichever archive that is; without it there is none."""
    first, second = tmp_path / "1.warc.gz", tmp_path / "2.warc.gz"
    with writing(first) as writer:
        writer.write(exchange(f"{URL}/a", b"as it was"))
    date = transport(first).date_of(f"{URL}/a")
    with writing(second) as writer:
        writer.write_revisit(exchange(f"{URL}/a", status=304), Recalled(exchange(f"{URL}/a", b"as it was"), date or ""))

    assert ReplayTransport.open([first, second]).answer(f"{URL}/a").body == b"as it was"
    assert ReplayTransport.open([second, first]).answer(f"{URL}/a").status_code == 200
    with pytest.raises(
        FetchFailed, match=r"had not changed since an earlier build, whose archive is not among"
    ) as caught:
        transport(second).answer(f"{URL}/a")
    assert caught.value.status is Status.NOT_IN_ARCHIVE


def test_conditions_and_ranges_do_not_count(tmp_path: Path) -> None:
    """A request for a part, or for what has changed since, is answered with the whole page."""
    path = write_warc(tmp_path / "a.warc.gz", {URL: html("whole")})
    headers = {"Range": "bytes=1-2", "If-None-Match": '"x"', "If-Modified-Since": "Mon, 06 May 2024 07:08:09 GMT"}
    response = run(transport(path).handle_async_request(httpx.Request("GET", URL, headers=headers)))

    assert (response.status_code, run(response.aread())) == (200, b"whole")


def test_a_fetcher_on_archives(tmp_path: Path) -> None:
    """A page from an archive was fetched when it was recorded, and says that it is from there."""
    path = write_warc(tmp_path / "a.warc.gz", {f"{URL}/a": moved(f"{URL}/b"), f"{URL}/b": html("<p>b</p>")})

    async def page() -> tuple[object, ...]:
        async with replaying(transport(path), Source.ARCHIVE) as fetcher:
            got = await fetcher.get(f"{URL}/a")
        return got.fetched, got.url, got.final_url, got.body, got.source

    assert run(page()) == (DATE, f"{URL}/a", f"{URL}/b", b"<p>b</p>", Source.ARCHIVE)
