"""Faults 24 to 33, as bytes on a wire: how pages are coded, and how large they are."""

import gzip
import zlib
from collections.abc import Callable
from socket import socket

import pytest
from loopback import Serve, reply
from web_wire import ORIGIN, SENTENCES, article, outcome

PAGE = article()
BODY = PAGE.encode()
ZERO_MB = bytes(1_000_000)


def packed(packer: "zlib._Compress", megabytes: int) -> bytes:
    return b"".join(packer.compress(ZERO_MB) for _ in range(megabytes)) + packer.flush()


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        pytest.param(
            lambda: reply(gzip.compress(BODY, mtime=0)[:-40], content_encoding="gzip"),
            "incomplete",
            "ends early",
            id="fault 25",
        ),
        pytest.param(
            lambda: reply(gzip.compress(BODY, mtime=0) + b"\0rubbish", content_encoding="gzip"),
            "ok",
            SENTENCES[0],
            id="fault 26",
        ),
        pytest.param(
            lambda: reply(gzip.compress(gzip.compress(BODY, mtime=0), mtime=0), content_encoding="gzip, gzip"),
            "ok",
            SENTENCES[0],
            id="fault 28",
        ),
        pytest.param(
            lambda: reply(BODY, content_encoding=", ".join(["gzip"] * 40)),
            "bad_encoding",
            "not supported",
            id="fault 29",
        ),
        pytest.param(
            lambda: reply(BODY, content_encoding="br"), "bad_encoding", "br is not supported", id="fault 30: br"
        ),
        pytest.param(
            lambda: reply(BODY, content_encoding="zstd"), "bad_encoding", "zstd is not supported", id="fault 30: zstd"
        ),
        pytest.param(
            lambda: reply(BODY, content_encoding="x-new"),
            "bad_encoding",
            "x-new is not supported",
            id="fault 30: x-new",
        ),
        pytest.param(
            lambda: reply(gzip.compress(BODY, mtime=0), content_type="application/gzip"),
            "ok",
            SENTENCES[0],
            id="fault 31: .html.gz",
        ),
        pytest.param(
            lambda: reply(gzip.compress(gzip.compress(BODY, mtime=0), mtime=0), content_type="application/gzip"),
            "unsupported_type",
            "is gzip",
            id="fault 31: twice",
        ),
        pytest.param(
            lambda: reply(packed(zlib.compressobj(9, wbits=31), 30), content_type="application/gzip"),
            "too_large",
            "larger than 20 MB",
            id="fault 31: a bomb",
        ),
        pytest.param(lambda: reply(b""), "empty", "is empty", id="fault 32: 200"),
        pytest.param(
            lambda: b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "empty", "is empty", id="fault 32: 204"
        ),
        pytest.param(lambda: reply(b"", 205), "empty", "is empty", id="fault 32: 205"),
        pytest.param(lambda: reply(b" \n\t "), "thin", "nothing to read", id="fault 33: white space"),
        pytest.param(
            lambda: reply(b"<html><script>go()</script></html>"), "thin", "without its scripts", id="fault 33: script"
        ),
    ],
)
def test_codings_and_sizes(answer: Callable[[], bytes], status: str, text: str, serve: Serve) -> None:
    """However a page is coded, and whatever is left of it, its link ends in the status it should."""
    server = serve({"/posts/engine": answer()})
    found, shown = outcome({ORIGIN: server})

    assert found == status
    assert text in shown


def test_a_coding_that_is_not_there(serve: Serve) -> None:
    """Fault 27: a body that is not coded as its header says is asked for once more, without any coding."""
    server = serve({})

    def lie_once(connection: socket) -> None:
        is_plain = "accept-encoding: identity" in server.requests[-1].lower()
        connection.sendall(reply(BODY) if is_plain else reply(BODY, content_encoding="gzip"))

    server.answers["/posts/engine"] = lie_once
    status, text = outcome({ORIGIN: server})

    assert (status, text.split("\n")[0]) == ("ok", SENTENCES[0])
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("coding", "packer"),
    [
        pytest.param("gzip", lambda: packed(zlib.compressobj(9, wbits=31), 100), id="fault 24: gzip"),
        pytest.param("deflate", lambda: packed(zlib.compressobj(9, wbits=15), 100), id="fault 24: zlib"),
        pytest.param("deflate", lambda: packed(zlib.compressobj(9, wbits=-15), 100), id="fault 24: raw deflate"),
        pytest.param(
            "gzip, gzip", lambda: gzip.compress(packed(zlib.compressobj(9, wbits=31), 100)), id="fault 24: gzip twice"
        ),
    ],
)
def test_bombs(coding: str, packer: Callable[[], bytes], serve: Serve) -> None:
    """A body of 100 KB or less that holds 100 MB is `too_large`."""
    server = serve({"/posts/engine": reply(packer(), content_encoding=coding)})

    assert outcome({ORIGIN: server})[0] == "too_large"


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_bombs_that_are_never_unpacked(coding: str, serve: Serve) -> None:
    """Fault 24: what was not asked for is `bad_encoding`, whatever it holds: nothing here can unpack it."""
    server = serve({"/posts/engine": reply(bytes(100_000), content_encoding=coding)})

    assert outcome({ORIGIN: server})[0] == "bad_encoding"
