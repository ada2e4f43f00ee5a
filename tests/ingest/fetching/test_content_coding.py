"""Compressed bodies: every way that servers write them, what is damaged, and bombs."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import FetchFailed
from ingest.fetching.transport.content_coding import MAX_DECODED_BYTES, MAX_MEMBERS, decoded
from ingest.status import Status

TEXT = "<p>图引擎在多台机器上训练。</p>".encode() * 50
GZIPPED = gzip.compress(TEXT, mtime=0)
BARE = zlib.compressobj(wbits=-15)
BARE_DEFLATE = BARE.compress(TEXT) + BARE.flush()


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (GZIPPED, "gzip"),
        (GZIPPED, " X-GZip "),
        (zlib.compress(TEXT), "deflate"),
        (BARE_DEFLATE, "deflate"),
        (gzip.compress(GZIPPED, mtime=0), "gzip, gzip"),
        (gzip.compress(zlib.compress(TEXT), mtime=0), "deflate, gzip"),
        (gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0), "gzip"),
        (GZIPPED + b"rubbish behind it", "gzip"),
        (GZIPPED, "identity, gzip"),
    ],
)
def test_codings(raw: bytes, encoding: str) -> None:
    """Bodies come out whole: plain, gzip in one or more members, deflate with its header or without, twice coded."""
    assert decoded(raw, encoding) == TEXT


def test_an_empty_body_has_no_coding() -> None:
    """Nothing at all is nothing, whatever coding a server names for it."""
    assert decoded(b"", "gzip") == b""


@pytest.mark.parametrize(
    ("raw", "encoding", "status", "reason"),
    [
        (TEXT, "br", Status.BAD_ENCODING, "its content encoding br is not supported"),
        (TEXT, "zstd", Status.BAD_ENCODING, "its content encoding zstd is not supported"),
        (GZIPPED, "gzip, br", Status.BAD_ENCODING, "its content encoding gzip, br is not supported"),
        (GZIPPED, ", ".join(["gzip"] * 40), Status.BAD_ENCODING, "is not supported"),
        (TEXT, "gzip", Status.BAD_ENCODING, "its compressed body is damaged"),
        (TEXT, "deflate", Status.BAD_ENCODING, "its compressed body is damaged"),
        (GZIPPED[:40] + b"\xff\xff" + GZIPPED[42:], "gzip", Status.BAD_ENCODING, "its compressed body is damaged"),
        (GZIPPED[:-1] + b"\xff", "gzip", Status.BAD_ENCODING, "its compressed body is damaged"),
        (GZIPPED[:-1], "gzip", Status.INCOMPLETE, "its compressed body ends early"),
        (GZIPPED[:60], "gzip", Status.INCOMPLETE, "its compressed body ends early"),
        (BARE_DEFLATE[:-4], "deflate", Status.INCOMPLETE, "its compressed body ends early"),
        (GZIPPED + GZIPPED[:30], "gzip", Status.INCOMPLETE, "its compressed body ends early"),
        (
            gzip.compress(b"", mtime=0) * (MAX_MEMBERS + 1),
            "gzip",
            Status.BAD_ENCODING,
            "its compressed body is in too many pieces",
        ),
    ],
)
def test_bodies_that_cannot_be_read(raw: bytes, encoding: str, status: Status, reason: str) -> None:
    """What is not understood, damaged or cut off fails with its status; half a page is never taken for the whole."""
    with pytest.raises(FetchFailed, match=reason) as caught:
        decoded(raw, encoding)
    assert (caught.value.status, caught.value.retryable) == (status, status is Status.INCOMPLETE)


@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb(times: int) -> None:
    """Of a body of 128 KB that holds 128 MB, packed once or twice, no more than 64 MB are ever unpacked."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(4_000_000)) for _ in range(32)) + packer.flush()
    raw = bomb if times == 1 else gzip.compress(bomb, mtime=0)
    tracemalloc.start()
    with pytest.raises(FetchFailed, match="it is larger than 64 MB when decompressed") as caught:
        decoded(raw, ", ".join(["gzip"] * times))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert caught.value.status is Status.TOO_LARGE
    assert MAX_DECODED_BYTES < peak < 2.1 * MAX_DECODED_BYTES  # zlib joins its output once


def test_many_members_share_the_limit() -> None:
    """Members that are small by themselves are refused when they are too large together."""
    member = gzip.compress(bytes(16_000_000), mtime=0)

    assert len(decoded(member * 4, "gzip")) == MAX_DECODED_BYTES
    with pytest.raises(FetchFailed, match="it is larger than 64 MB"):
        decoded(member * 4 + gzip.compress(b"x", mtime=0), "gzip")


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "gzip, deflate", "x", "identity"]))
@settings(derandomize=True, max_examples=150)
def test_any_bytes(raw: bytes, encoding: str) -> None:
    """Whatever comes over the wire ends in bytes or in a typed failure, and an unknown coding always in the latter."""
    try:
        body = decoded(raw, encoding)
    except FetchFailed:
        return
    assert encoding != "x"
    assert body == raw or encoding != "identity"
