"""What is written: standard records, byte for byte, without secrets, whatever the headers hold."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from archive_parts import BODIES, HTML, URL, checked_by_warcio, exchange, failure, record
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from ingest.archives.entries import entries, exchange_of
from ingest.archives.messages import response_head, response_in
from ingest.archives.writer import writing
from ingest.fetching.exchange import Cut, Exchange, Headers, Recalled
from ingest.status import Status, Verdict

DATE = "2024-05-06T07:08:09Z"
ODD_HEADERS: Headers = (
    ("content-encoding", "gzip"),
    ("set-cookie", "a=1"),
    ("set-cookie", "b=2"),
    ("x-chinese", "图引擎"),
    ("x-western", "caf\xe9 \xa0"),
    ("x-colons", "a: b: c"),
    ("x-empty", ""),
)


def seen_by_warcio(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Return kind, fields and block of each record, as warcio's own reader finds them."""
    with path.open("rb") as file:
        return [
            (one.rec_type, dict(one.rec_headers.headers), one.raw_stream.read())
            for one in ArchiveIterator(file, no_record_parse=True)
        ]


def test_records_are_standard(tmp_path: Path) -> None:
    """A page is a response and its request, joined by name, with digests; warcio's own check finds no fault."""
    path = record(tmp_path / "a.warc.gz", BODIES[:2])
    kinds = [(kind, fields.get("WARC-Target-URI")) for kind, fields, _ in seen_by_warcio(path)]
    _, response, request = seen_by_warcio(path)[:3]

    assert kinds == [("warcinfo", None)] + [
        (kind, f"{URL}/{number}") for number in range(2) for kind in ("response", "request")
    ]
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    assert {"WARC-Payload-Digest", "WARC-Block-Digest"} <= response[1].keys()
    assert response[1]["Content-Type"] == "application/http; msgtype=response"
    assert response[2].endswith(b"\r\n\r\n" + BODIES[0])
    assert request[2].startswith(b"GET /0 HTTP/1.1\r\n")
    assert checked_by_warcio(path) == ""


def test_two_readers_agree(tmp_path: Path) -> None:
    """The reader of warcio finds the bodies that ours finds, in their order."""
    path = record(tmp_path / "a.warc.gz", BODIES)
    theirs = [block.partition(b"\r\n\r\n")[2] for kind, _, block in seen_by_warcio(path) if kind == "response"]

    assert theirs == [exchange_of(entry).body for entry in entries(path)] == BODIES


def test_other_records(tmp_path: Path) -> None:
    """A cut body, an answer of 304 and a failure have records of their own kind, and warcio's check accepts them."""
    path = tmp_path / "a.warc.gz"
    earlier = Recalled(exchange(f"{URL}/b", BODIES[0]), DATE)
    with writing(path) as writer:
        writer.write(exchange(f"{URL}/a", b"half", cut=Cut.LENGTH))
        writer.write_revisit(exchange(f"{URL}/b", status=304), earlier)
        writer.write_failure(f"{URL}/c#part", failure(Status.DNS_ERROR), Verdict.DENIED)
    found = seen_by_warcio(path)
    (cut,) = [fields for kind, fields, _ in found if kind == "response"]
    (revisit,) = [fields for kind, fields, _ in found if kind == "revisit"]
    ((failed, block),) = [(fields, block) for kind, fields, block in found if kind == "metadata"]

    assert cut["WARC-Truncated"] == "length"
    assert revisit["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert (revisit["WARC-Refers-To-Target-URI"], revisit["WARC-Refers-To-Date"]) == (f"{URL}/b", DATE)
    assert failed["WARC-Target-URI"] == f"{URL}/c"
    assert json.loads(block) == {
        "status": "dns_error",
        "reason": "it did not answer",
        "retryable": True,
        "robots": "denied",
        "date": failed["WARC-Date"],
    }
    assert checked_by_warcio(path) == ""


def test_bodies_are_as_on_the_wire(tmp_path: Path) -> None:
    """A body stays compressed; the transfer encoding, which the client took away, is named as it was."""
    packed = gzip.compress("<p>图引擎</p>".encode(), mtime=0)
    path = tmp_path / "a.warc.gz"
    with writing(path) as writer:
        writer.write(exchange(f"{URL}/路?q=图#part", packed, 203, (*ODD_HEADERS, ("Transfer-Encoding", "chunked"))))
    _, (_, fields, block), (_, _, request) = seen_by_warcio(path)
    head, _, body = block.partition(b"\r\n\r\n")

    assert body == packed
    assert fields["WARC-Target-URI"] == f"{URL}/%E8%B7%AF?q=%E5%9B%BE"
    assert request.startswith(b"GET /%E8%B7%AF?q=%E5%9B%BE HTTP/1.1\r\n")
    assert b"\r\nX-Archive-Orig-Transfer-Encoding: chunked" in head
    assert b"\r\nTransfer-Encoding" not in head
    assert "\r\nx-chinese: 图引擎\r\n".encode() in head


def test_secrets_are_not_written(tmp_path: Path) -> None:
    """Cookies, authorisation, passwords and WeChat's session parameters are in no byte of the archive."""
    path = tmp_path / "a.warc.gz"
    secrets = "key=s3cr3t-1&pass_ticket=s3cr3t-2&uin=s3cr3t-3&exportkey=s3cr3t-4"
    article = f"https://mp.weixin.qq.com/s?{secrets}&__biz=MzA5&mid=22#rd"
    sent = (("Authorization", "Bearer s3cr3t"), ("Cookie", "id=s3cr3t"), ("Proxy-Authorization", "s3cr3t"), ("A", "b"))
    location: Headers = (("Location", f"/s?__biz=MzA5&{secrets}"),)
    with writing(path) as writer:
        writer.write(exchange(article, b"", 302, location, sent))
        writer.write_failure(f"https://reader:s3cr3t@e.example/x?{secrets}", failure(), None)
        writer.write_failure(article, failure(), None)
        writer.write(exchange("https://e.example/y?key=no-secret"))
    data = gzip.decompress(path.read_bytes())
    shown = [line for line in data.split(b"\r\n") if b"s3cr3t" in line]

    assert [line.partition(b"?")[0] for line in shown] == [b"WARC-Target-URI: https://e.example/x"]  # not WeChat's
    assert b"reader:" not in data
    assert b"A: b" in data
    assert b"WARC-Target-URI: https://mp.weixin.qq.com/s?__biz=MzA5&mid=22\r\n" in data
    assert b"GET /s?__biz=MzA5&mid=22 HTTP/1.1" in data
    assert b"Location: /s?__biz=MzA5\r\n" in data
    assert b"y?key=no-secret" in data


@pytest.mark.parametrize("bad", ["a\r\nX-Injected: 1", "a\nb", "a\0b", "a\rb", "\ud800", "a\x85b\u2028c"])
def test_odd_headers_break_no_record(bad: str, tmp_path: Path) -> None:
    """Fault 16, fault 17: a line break, a NUL or half a character in a header adds no header and no record."""
    path = tmp_path / "a.warc.gz"
    with writing(path) as writer:
        writer.write(Exchange(f"{URL}/a", ((bad, bad),), 200, bad, ((bad, bad), *HTML), b"body"))
        writer.write(exchange(f"{URL}/b", b"b"))
    kinds = [kind for kind, _, _ in seen_by_warcio(path)]
    read = response_in(URL, seen_by_warcio(path)[1][2])

    assert kinds == ["warcinfo", "response", "request", "response", "request"]
    assert (len(read.headers), read.headers[-1], read.body) == (2, HTML[0], b"body")
    assert checked_by_warcio(path) == ""


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=20)


@given(
    headers=st.lists(
        st.tuples(st.sampled_from(["A", "content-type", "X-1"]), _TEXT.map(lambda text: text.strip(" \t")))
    ),
    body=st.binary(max_size=50),
    status=st.integers(100, 999),
)
def test_any_response_comes_back(headers: list[Any], body: bytes, status: int) -> None:
    """Whatever a server sends in headers and body is read as it was written."""
    sent = exchange(URL, body, status, tuple(headers))

    assert response_in(URL, response_head(sent) + body) == sent
