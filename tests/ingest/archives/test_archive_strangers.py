"""Archives that others wrote: wget, crawlers, the Wayback Machine; and those that mean harm."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.archives.failures import MEDIA_TYPE
from ingest.archives.replay import ReplayTransport
from ingest.errors import ArchiveUnreadable, FetchFailed
from ingest.status import Status

URL = "http://e.example/page"
DATE = "2023-04-05T06:07:08Z"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PAGE = HEAD + b"\r\n<p>page</p>"


def warc(kind: str, block: bytes, url: str = URL, version: str = "1.0", **fields: str) -> bytes:
    """Return a record as text editors could write it."""
    named = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": DATE, "Content-Length": str(len(block))}
    named |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def answer(path: Path, data: bytes, url: str = URL) -> bytes | Status:
    """Return what an archive of these records answers: a body, or the status of its failure."""
    path.write_bytes(data)
    try:
        return ReplayTransport.open([path]).answer(url).body
    except FetchFailed as failed:
        return failed.status


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
FOLDED = b"HTTP/1.0 200\r\nX-Long: a\r\n  b\r\nno colon\r\nContent-Type:text/html\r\n\r\n<p>page</p>"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("wget 1.19", warc("response", PAGE, f"<{URL}>"), b"<p>page</p>"),
        ("its manifest", warc("response", PAGE) + warc("metadata", b"x: y", "metadata://gnu.org/wget"), b"<p>page</p>"),
        ("chunks", warc("response", CHUNKED + b"4;a=b\r\n<p>p\r\n7\r\nage</p>\r\n0\r\n\r\n"), b"<p>page</p>"),
        ("chunks, trailer", warc("response", CHUNKED + b"B\r\n<p>page</p>\r\n0\r\nX: y\r\n\r\n"), b"<p>page</p>"),
        ("chunks put together before", warc("response", CHUNKED + b"<p>page</p>"), b"<p>page</p>"),
        ("old head", warc("response", FOLDED, version="0.18"), b"<p>page</p>"),
        ("resource", warc("resource", b"%PDF-1.7", Content_Type="application/pdf"), b"%PDF-1.7"),
        ("lower case", warc("response", PAGE).replace(b"WARC-Type", b"warc-type"), b"<p>page</p>"),
        ("one line between", warc("response", PAGE)[:-2] + warc("request", b"GET / HTTP/1.1\r\n\r\n"), b"<p>page</p>"),
        ("cut by a crawler", warc("response", PAGE, WARC_Truncated="length"), Status.TOO_LARGE),
        ("cut, odd reason", warc("response", PAGE, WARC_Truncated="weather"), Status.INCOMPLETE),
        ("first segment", warc("response", PAGE, WARC_Segment_Number="1"), Status.TOO_LARGE),
        ("only dns", warc("response", b"20230405 1.2.3.4", "dns:e.example") + warc("response", PAGE), b"<p>page</p>"),
        ("no HTTP", warc("response", b"rubbish") + warc("response", PAGE, f"{URL}/b"), Status.NOT_IN_ARCHIVE),
        ("no URL", warc("response", PAGE).replace(b"Target", b"T") + warc("response", PAGE), b"<p>page</p>"),
        ("endless URL", warc("response", PAGE, URL + "a" * 9000) + warc("response", PAGE), b"<p>page</p>"),
    ],
)
@pytest.mark.parametrize("form", ["plain", "packed"])
def test_writers(name: str, data: bytes, expected: object, form: str, tmp_path: Path) -> None:
    """Whatever wrote it, a whole response is a page; what is none, or only a part of one, is not."""
    if form == "packed":
        data = b"".join(gzip.compress(b"WARC/" + one, mtime=0) for one in data.split(b"WARC/") if one)
    assert answer(tmp_path / name, data) == expected


def test_identical_payloads(tmp_path: Path) -> None:
    """A revisit for a body that was recorded under another URL has that body, under its own head."""
    digest = "sha1:AAAABBBBCCCC"
    other = "http://e.example/other"
    own = b"HTTP/1.1 203 Same\r\nX-Own: 1\r\n\r\n"
    data = warc("response", PAGE, other, WARC_Payload_Digest=digest) + warc("revisit", own, WARC_Payload_Digest=digest)
    (tmp_path / "a.warc").write_bytes(data)
    got = ReplayTransport.open([tmp_path / "a.warc"]).answer(URL)

    assert (got.url, got.status_code, got.headers, got.body) == (URL, 203, (("X-Own", "1"),), b"<p>page</p>")
    assert answer(tmp_path / "b.warc", warc("revisit", b"", WARC_Payload_Digest=digest)) is Status.NOT_IN_ARCHIVE


def test_dates(tmp_path: Path) -> None:
    """A date that is none is not shown as one."""
    path = tmp_path / "a.warc"
    for written, expected in ((DATE, DATE), ("\x1b[31mred", None), ("", None)):
        path.write_bytes(warc("response", PAGE, WARC_Date=written))
        assert ReplayTransport.open([path]).date_of(URL) == expected


@pytest.mark.parametrize(
    "fields",
    [
        b"no json",
        b"[" * 100_000,
        b"[]",
        b"null",
        b'{"status": "ok!", "reason": "x", "retryable": true}',
        b'{"status": "gone", "reason": 5, "retryable": true}',
        b'{"status": ["gone"], "reason": "x", "retryable": 1}',
    ],
    ids=range(7),
)
def test_failures_that_are_none(fields: bytes, tmp_path: Path) -> None:
    """A record that only looks like a failure of ours says nothing; one that is has no control characters."""
    path = tmp_path / "a.warc"
    mine = json.dumps({"status": "gone", "reason": "it \x1b[31mwent" + "!" * 999, "retryable": False}).encode()

    assert answer(path, warc("metadata", fields, Content_Type=MEDIA_TYPE)) is Status.NOT_IN_ARCHIVE
    path.write_bytes(warc("metadata", mine, Content_Type=MEDIA_TYPE))
    with pytest.raises(FetchFailed, match=r"^it \[31mwent!{488}; ") as caught:
        ReplayTransport.open([path]).answer(URL)
    assert caught.value.status is Status.GONE


READ = """
import resource, sys, zlib
from pathlib import Path
from ingest.archives.replay import ReplayTransport
from ingest.errors import IngestError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    transport = ReplayTransport.open([Path(sys.argv[1])])
    print(len(transport.answer("http://e.example/page").body))
except IngestError as error:
    print(error.problem)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1000)
"""


def bomb(name: str) -> bytes:
    """Return a small file that stands for a large one."""
    zeros = bytes(300_000_000)
    if name == "body":
        return gzip.compress(warc("response", HEAD + b"\r\n" + zeros), 1, mtime=0)
    if name == "head":
        return gzip.compress(b"WARC/1.0\r\nX: " + zeros, 1, mtime=0)
    if name == "between":
        return gzip.compress(warc("response", PAGE) + zeros, 1, mtime=0)
    return warc("response", PAGE, Content_Length="9" * 30) + warc("response", PAGE)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("body", "unpacks to more than any page"),
        ("head", "a head does not end"),
        ("between", "a record is longer than it says"),
        ("length", "a record is shorter than it says"),
    ],
)
def test_bombs(name: str, problem: str, tmp_path: Path) -> None:
    """Fault 24: what unpacks to 300 MB is refused in less than 30 MB of memory."""
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(bomb(name))
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, encoding="utf-8", check=True)
    said, megabytes = done.stdout.splitlines()

    assert problem in said
    assert int(megabytes) < 30


def test_a_large_page_beside_others(tmp_path: Path) -> None:
    """A page that is larger than any page may be costs itself only: its archive is read, and it is too large."""
    path = tmp_path / "a.warc"
    large = HEAD + b"\r\n" + bytes(65_000_000)
    data = warc("response", large) + warc("response", PAGE, f"{URL}/b")

    assert answer(path, data) is Status.TOO_LARGE
    assert answer(path, data, f"{URL}/b") == b"<p>page</p>"


def test_no_number_of_records_fills_the_memory(tmp_path: Path) -> None:
    """An archive's records are counted, and those that are no pages are not kept."""
    path = tmp_path / "a.warc"
    path.write_bytes(warc("request", b"GET / HTTP/1.1\r\n\r\n") * 2000)
    with pytest.raises(ArchiveUnreadable, match="holds no recorded page"):
        ReplayTransport.open([path])
