"""Archives of writers that were killed, and damaged ones: whole pages or a refusal, never a page with other text."""

import gzip
import re
from pathlib import Path

import pytest
from archive_parts import BODIES, NOISE, URL, exchange, failure, members, read_back, record
from recordings import Recording, write_warc

from ingest.archives.replay import ReplayTransport
from ingest.archives.writer import writing
from ingest.errors import ArchiveUnreadable, FetchFailed
from ingest.status import Status

EMPTY = "holds no recorded page; leave it out, or record it again"
REFUSED = r"is not a readable WARC file( \(.+\))?; (leave it out, or record it again|unpack it with gunzip)\.$"


def test_a_writer_killed_at_any_byte(tmp_path: Path) -> None:
    """Fault 61: wherever a file ends, it reads, and holds every page that was whole by then and no other."""
    data = record(tmp_path / "whole.warc.gz", [body[:50] for body in BODIES[:2]]).read_bytes()
    ends = [*members(data)[2:], len(data)]  # of the records of page 0, its request, page 1, …
    cut = tmp_path / "cut.warc.gz"
    for size in range(len(data) + 1):
        cut.write_bytes(data[:size])
        whole = sum(end <= size for end in ends[::2])
        if whole:
            assert read_back(cut) == {number: BODIES[number][:50] for number in range(whole)}, size
        else:
            with pytest.raises(ArchiveUnreadable, match=EMPTY):
                read_back(cut)


def test_an_uncompressed_archive_cut_at_any_byte(tmp_path: Path) -> None:
    """The same holds for an archive that is not compressed, in heads and in bodies."""
    pages: dict[str, Recording] = {f"{URL}/{number}": (200, {}, body[:50]) for number, body in enumerate(BODIES[:3])}
    path = write_warc(tmp_path / "a.warc", pages, gzip=False)
    data = path.read_bytes()
    ends = [found.start() for found in re.finditer(rb"\r\n\r\n(WARC/1.1|$)", data)]
    for size in range(ends[0], len(data) + 1):
        path.write_bytes(data[:size])
        whole = sum(end <= size for end in ends)
        assert read_back(path) == {number: BODIES[number][:50] for number in range(whole)}, size


def test_failures_alone_are_an_archive(tmp_path: Path) -> None:
    """A build that reached nothing leaves an archive that can be replayed all the same."""
    path = tmp_path / "a.warc.gz"
    with writing(path) as writer:
        writer.write_failure(URL, failure(), None)

    with pytest.raises(FetchFailed, match="it did not answer") as caught:
        ReplayTransport.open([path]).answer(URL)
    assert caught.value.status is Status.TIMEOUT


def test_damage(tmp_path: Path) -> None:
    """A flipped bit anywhere leads to a refusal or to whole pages, never to a page with other text."""
    data = record(tmp_path / "whole.warc.gz", BODIES[:2]).read_bytes()
    damaged = tmp_path / "damaged.warc.gz"
    refused = 0
    for _ in range(200):
        spoiled = bytearray(data)
        spoiled[NOISE.randrange(len(data))] ^= 1 << NOISE.randrange(8)
        damaged.write_bytes(spoiled)
        try:
            assert read_back(damaged).items() <= dict(enumerate(BODIES)).items()
        except ArchiveUnreadable:
            refused += 1
    assert refused > 170  # what is not checked by CRC is a few bytes of each gzip head


@pytest.mark.parametrize(
    "name", ["garbage", "compressed garbage", "zeroed", "hole", "tail", "one member", "junk", "short", "plain short"]
)
def test_files_that_are_refused(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is no WARC, or one that is damaged before its last record, is refused with a remedy, and nothing else."""
    data = record(tmp_path / "whole.warc.gz", BODIES).read_bytes()
    middle = members(data)[4] + 500
    plain = gzip.decompress(data)
    first = gzip.decompress(data[: members(data)[1]])
    lies = re.sub(rb"(Content-Length: )(\d+)", rb"\g<1>9\2", first)
    spoiled = {
        "garbage": b"no archive at all\n" * 50,
        "compressed garbage": gzip.compress(b"no archive at all\n" * 50, mtime=0),
        "zeroed": data[:middle] + bytes(200) + data[middle + 200 :],
        "hole": data[:middle] + data[middle + 300 :],
        "tail": data + b"garbage" * 20,
        "one member": gzip.compress(plain, mtime=0),
        "junk": plain[:5000] + b"JUNK" * 10 + plain[5000:],
        "short": gzip.compress(lies, mtime=0) + data[members(data)[1] :],
        "plain short": lies.replace(b"Length: 9", b"Length: 99999999") + plain[len(first) :],
    }
    path = tmp_path / "bad.warc.gz"
    path.write_bytes(spoiled[name])

    with pytest.raises(ArchiveUnreadable, match=REFUSED) as caught:
        ReplayTransport.open([path])
    assert ("gunzip" in str(caught.value)) is (name == "one member")
    assert capfd.readouterr() == ("", "")


def test_files_that_hold_nothing(tmp_path: Path) -> None:
    """A missing file, a folder, an empty file, an archive without a page are refused; a writer leaves none of these."""
    absent, empty, none = tmp_path / "absent.warc", tmp_path / "empty.warc", tmp_path / "none.warc.gz"
    empty.touch()
    with writing(none):
        none.with_name("as-killed.warc.gz").write_bytes(none.read_bytes())
    for path, problem in (
        (absent, r"absent\.warc cannot be read \(No such file or directory\); check the path\.$"),
        (tmp_path, r"cannot be read \(.+\); check the path\.$"),
        (empty, rf"{EMPTY}\.$"),
        (none, r"none\.warc\.gz cannot be read \(No such file or directory\); check the path\.$"),
        (none.with_name("as-killed.warc.gz"), rf"{EMPTY}\.$"),
    ):
        with pytest.raises(ArchiveUnreadable, match=problem):
            ReplayTransport.open([path])


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """An archive that is taken away or overwritten after it was opened ends in a sentence."""
    path = record(tmp_path / "a.warc.gz", BODIES[:1])
    transport = ReplayTransport.open([path])
    path.write_bytes(b"something else" * 300)
    with pytest.raises(ArchiveUnreadable, match=REFUSED):
        transport.answer(f"{URL}/0")
    path.unlink()
    with pytest.raises(ArchiveUnreadable, match=r"No such file or directory\); check the path"):
        transport.answer(f"{URL}/0")


def test_a_body_that_ends_early_is_no_page(tmp_path: Path) -> None:
    """Of what was cut short on its way nothing is read, whoever says so."""
    path = tmp_path / "a.warc.gz"
    pages: dict[str, Recording] = {URL: (200, {"Transfer-Encoding": "chunked"}, b"5\r\nhello\r\nff\r\nhal")}
    with pytest.raises(FetchFailed, match="holds only the beginning of") as caught:
        ReplayTransport.open([write_warc(path, pages)]).answer(URL)
    assert caught.value.status is Status.INCOMPLETE
    with writing(path) as writer:
        writer.write(exchange(URL, b"x"))
    assert ReplayTransport.open([path]).answer(URL).body == b"x"
