"""Archives: what is written comes back byte for byte, secrets are not written, and damage is never served as a page."""

import gzip
import random
import zlib
from pathlib import Path

import httpx
import pytest
from recordings import DATE, Recording, html, moved, replayed, run, write_warc
from warcio.archiveiterator import ArchiveIterator

from ingest.archives.warc import ReplayTransport, recorded_bodies, writing
from ingest.documents import Status
from ingest.errors import ArchiveUnreadable, FetchFailed
from ingest.fetching.client import Client

URL = "https://e.example"
NOISE = random.Random(5)
BODIES = [NOISE.randbytes(3000) for _ in range(4)]  # nothing that compresses: a byte of the file is a byte of a body
REFUSED = r"is not a readable WARC file; leave it out, or record it again\.$"


def record(path: Path, bodies: list[bytes], **headers: str) -> Path:
    """Record bodies as pages 0, 1, … through our own writer."""
    with writing(path) as writer:
        for number, body in enumerate(bodies):
            request = httpx.Request("GET", f"{URL}/{number}", headers=headers)
            writer.write(request, httpx.Response(200, headers={"Content-Type": "text/html"}), body)
    return path


def read_back(path: Path) -> dict[int, bytes]:
    """Return the pages that an archive still answers with."""
    transport = ReplayTransport.open([path])
    numbers = [number for number in range(len(BODIES)) if transport.date_of(f"{URL}/{number}")]
    return {number: body(transport, f"{URL}/{number}") for number in numbers}


def body(transport: ReplayTransport, url: str) -> bytes:
    """Return a recorded body as it was on the wire."""

    async def get() -> bytes:
        async with Client(transport) as client:
            return (await client.exchange(url, {})).body

    return run(get())


def members(data: bytes) -> list[int]:
    """Return where the gzip members of an archive begin."""
    starts, rest = [0], data
    while rest:
        inflater = zlib.decompressobj(47)
        inflater.decompress(rest)
        rest = inflater.unused_data
        starts.append(len(data) - len(rest))
    return starts[:-1]


def test_write_and_replay(tmp_path: Path) -> None:
    """Bodies of any bytes come back as they were, with status and headers, compressed ones still compressed."""
    path = tmp_path / "new" / "a.warc.gz"
    packed = gzip.compress("<p>图引擎</p>".encode())
    headers = [
        ("Content-Encoding", "gzip"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Transfer-Encoding", "chunked"),
    ]
    with writing(path) as writer:
        request = httpx.Request("GET", f"{URL}/路?q=图#part")
        writer.write(request, httpx.Response(203, headers=headers), packed)
        assert replayed(path, f"{URL}/路?q=图").body == "<p>图引擎</p>".encode()  # while it is still being written
    transport = ReplayTransport.open([path])
    response = run(transport.handle_async_request(httpx.Request("GET", f"{URL}/路?q=图")))

    assert body(transport, f"{URL}/路?q=图") == packed
    assert response.status_code == 203
    assert response.headers.multi_items() == [
        ("content-encoding", "gzip"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
    ]
    assert read_back(record(tmp_path / "b.warc.gz", BODIES)) == dict(enumerate(BODIES))


def test_records_are_standard(tmp_path: Path) -> None:
    """An archive holds a warcinfo, then a request and a response for each page, that warcio's own reader accepts."""
    path = record(tmp_path / "a.warc.gz", BODIES[:2])
    with path.open("rb") as file:
        kinds = [
            (one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one.digest_checker.passed)
            for one in ArchiveIterator(file, check_digests=True)
            if one.content_stream().read() or True
        ]

    assert [kind[:2] for kind in kinds] == [("warcinfo", None)] + [
        (kind, f"{URL}/{number}") for number in range(2) for kind in ("request", "response")
    ]
    assert all(passed is not False for _, _, passed in kinds)


def test_credentials_are_not_written(tmp_path: Path) -> None:
    """Cookies and authorisation that a request carried are in no byte of the archive; other headers are."""
    secrets = {"Authorization": "Bearer s3cr3t-1", "Cookie": "id=s3cr3t-2", "Proxy-Authorization": "s3cr3t-3"}
    path = record(tmp_path / "a.warc.gz", BODIES[:1], **secrets, **{"X-Kept": "kept"})
    data = gzip.decompress(path.read_bytes())

    assert b"s3cr3t" not in data
    assert b"x-kept: kept" in data.lower()


def test_what_is_not_recorded(tmp_path: Path) -> None:
    """A URL that no archive holds fails as such, and without the network; a fragment makes no other URL."""
    path = write_warc(tmp_path / "a.warc.gz", {f"{URL}/a": html("<p>a</p>"), f"{URL}/old": moved(f"{URL}/gone")})

    assert replayed(path, f"{URL}/a#part").body == b"<p>a</p>"
    for url in (f"{URL}/b", f"{URL}/old"):
        with pytest.raises(FetchFailed, match="is not in the archive") as caught:
            replayed(path, url)
        assert (caught.value.status, caught.value.retryable) == (Status.NOT_IN_ARCHIVE, True)


def test_several_archives(tmp_path: Path) -> None:
    """All archives answer together; of a page in two of them, or twice in one, the last counts."""
    first = write_warc(tmp_path / "1.warc.gz", {f"{URL}/a": html("one"), f"{URL}/b": html("b")})
    second = write_warc(tmp_path / "2.warc", {f"{URL}/a": html("two"), f"{URL}/c": html("c")}, gzip=False)
    first.write_bytes(
        first.read_bytes() + write_warc(tmp_path / "3.warc.gz", {f"{URL}/b": html("b again")}).read_bytes()
    )
    transport = ReplayTransport.open([first, second])

    assert {name: body(transport, f"{URL}/{name}") for name in "abc"} == {"a": b"two", "b": b"b again", "c": b"c"}
    assert transport.date_of(f"{URL}/a") == DATE
    assert transport.date_of(f"{URL}/x") is None
    assert set(recorded_bodies([first, second])) == {b"one", b"b again", b"two", b"c"}


def test_a_writer_that_was_killed(tmp_path: Path) -> None:
    """Wherever the last record was cut off, the pages before it come back whole, and it does not come back at all."""
    data = record(tmp_path / "whole.warc.gz", BODIES).read_bytes()
    cut = tmp_path / "cut.warc.gz"
    last = members(data)[-1]
    for end in [*range(last, len(data), 211), len(data) - 1]:
        cut.write_bytes(data[:end])
        assert read_back(cut) == dict(enumerate(BODIES[:3])), end


def test_an_uncompressed_archive_that_was_cut(tmp_path: Path) -> None:
    """The same holds where the body of the last record of an uncompressed archive was cut off."""
    pages: dict[str, Recording] = {f"{URL}/{number}": (200, {}, body) for number, body in enumerate(BODIES)}
    path = write_warc(tmp_path / "a.warc", pages, gzip=False)
    data = path.read_bytes()
    for missing in (5, 100, 2999):
        path.write_bytes(data[:-missing])
        assert read_back(path) == dict(enumerate(BODIES[:3])), missing


def test_damage(tmp_path: Path) -> None:
    """A flipped bit anywhere leads to a refusal or to whole pages, never to a page with other text."""
    data = record(tmp_path / "whole.warc.gz", BODIES[:2]).read_bytes()
    damaged = tmp_path / "damaged.warc.gz"
    refused = 0
    for _ in range(60):
        spoiled = bytearray(data)
        spoiled[NOISE.randrange(len(data))] ^= 1 << NOISE.randrange(8)
        damaged.write_bytes(spoiled)
        try:
            assert read_back(damaged).items() <= dict(enumerate(BODIES)).items()
        except ArchiveUnreadable:
            refused += 1
    assert refused > 50  # what is not checked by CRC is a few bytes of each gzip head


@pytest.mark.parametrize(
    "name", ["garbage", "empty", "compressed garbage", "zeroed", "hole", "tail", "one member", "junk"]
)
def test_files_that_are_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no WARC, or one that is damaged before its last record, is refused with a remedy."""
    data = record(tmp_path / "whole.warc.gz", BODIES).read_bytes()
    middle = members(data)[4] + 500
    plain = gzip.decompress(data)
    spoiled = {
        "garbage": b"no archive at all\n" * 50,
        "empty": b"",
        "compressed garbage": gzip.compress(b"no archive at all\n" * 50),
        "zeroed": data[:middle] + bytes(200) + data[middle + 200 :],
        "hole": data[:middle] + data[middle + 300 :],
        "tail": data + b"garbage" * 20,
        "one member": gzip.compress(plain),
        "junk": plain[:5000] + b"JUNK" * 10 + plain[5000:],
    }
    path = tmp_path / "bad.warc.gz"
    path.write_bytes(spoiled[name])

    with pytest.raises(ArchiveUnreadable, match=REFUSED):
        ReplayTransport.open([path])
    capsys.readouterr()  # warcio says something on stderr too


def test_files_that_hold_nothing(tmp_path: Path) -> None:
    """A missing file, a folder and an archive without a page are refused with a remedy."""
    with pytest.raises(
        ArchiveUnreadable, match=r"absent\.warc cannot be read \(No such file or directory\); check the path\.$"
    ):
        ReplayTransport.open([tmp_path / "absent.warc"])
    with pytest.raises(ArchiveUnreadable, match=r"cannot be read \(.+\); check the path\.$"):
        ReplayTransport.open([tmp_path])
    with pytest.raises(ArchiveUnreadable, match=r"holds no recorded page; leave it out, or record it again\.$"):
        ReplayTransport.open([record(tmp_path / "none.warc.gz", [])])


def test_the_date_of_a_page(tmp_path: Path) -> None:
    """A page from an archive was fetched when it was recorded."""
    path = write_warc(tmp_path / "a.warc.gz", {f"{URL}/a": moved(f"{URL}/b"), f"{URL}/b": html("<p>b</p>")})
    page = replayed(path, f"{URL}/a")

    assert (page.fetched, page.url, page.final_url, page.body) == (DATE, f"{URL}/a", f"{URL}/b", b"<p>b</p>")
