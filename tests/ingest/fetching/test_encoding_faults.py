"""Faults 24 to 39, as bytes on a wire: how pages are coded, how large they are, and what they are called."""

import codecs
import gzip
import zlib
from collections.abc import Callable
from socket import socket

import pytest
from loopback import Serve, reply
from web_wire import CHINESE, ORIGIN, SENTENCES, article, outcome

PAGE = article()
BODY = PAGE.encode()
TYPE = "text/html; charset=utf-8"
ZERO_MB = bytes(1_000_000)


def packed(packer: "zlib._Compress", megabytes: int) -> bytes:
    return b"".join(packer.compress(ZERO_MB) for _ in range(megabytes)) + packer.flush()


def raw_reply(*fields: str, body: bytes = BODY, status: str = "200 OK") -> bytes:
    """Return a response with no other headers than these."""
    head = [f"HTTP/1.1 {status}", *fields, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(head).encode("latin-1") + body


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        pytest.param(
            lambda: reply(gzip.compress(BODY)[:-40], content_encoding="gzip"), "incomplete", "ends early", id="fault 25"
        ),
        pytest.param(
            lambda: reply(gzip.compress(BODY) + b"\0rubbish", content_encoding="gzip"),
            "ok",
            SENTENCES[0],
            id="fault 26",
        ),
        pytest.param(
            lambda: reply(gzip.compress(gzip.compress(BODY)), content_encoding="gzip, gzip"),
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
            lambda: reply(gzip.compress(BODY), content_type="application/gzip"),
            "ok",
            SENTENCES[0],
            id="fault 31: .html.gz",
        ),
        pytest.param(
            lambda: reply(gzip.compress(gzip.compress(BODY)), content_type="application/gzip"),
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


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(article(CHINESE).encode("gb18030"), TYPE, id="fault 34: utf-8 said, GBK sent"),
        pytest.param(article(CHINESE).encode("gb18030"), "text/html; charset=gb2312", id="fault 34: gb2312 said"),
        pytest.param(article(CHINESE).encode(), "text/html; charset=iso-8859-1", id="fault 34: latin-1 said"),
        pytest.param(article(CHINESE).encode(), "text/html; charset=nope-8", id="fault 35: nope-8"),
        pytest.param(article(CHINESE).encode("gb18030"), "text/html; charset=hex", id="fault 35: hex"),
        pytest.param(codecs.BOM_UTF8 + article(CHINESE).encode(), "text/html; charset=gbk", id="fault 36: UTF-8"),
        pytest.param(article(CHINESE).encode("utf-16"), TYPE, id="fault 36: UTF-16"),
        pytest.param(article(CHINESE).encode(), "text/plain", id="fault 38: HTML as text"),
        pytest.param(article(f"<p>\0\x01\ufffe</p>{CHINESE}").encode() + b"\xed\xa0\x80", TYPE, id="fault 39"),
    ],
)
def test_charsets(body: bytes, content_type: str, serve: Serve) -> None:
    """Chinese comes out as Chinese, whatever was said of its charset, and without characters that no text has."""
    server = serve({"/posts/engine": reply(body, content_type=content_type)})
    status, text = outcome({ORIGIN: server})

    assert status == "ok"
    assert text.startswith("第0段讲的是图引擎怎样在多台机器之间共享内存。")
    assert not {"\0", "\x01", "\ufffe"} & set(text)
    assert not any("\ud800" <= mark <= "\udfff" for mark in text)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param((), id="fault 37: none"),
        pytest.param(("Content-Type:",), id="fault 37: empty"),
        pytest.param(("Content-Type: text/html", "Content-Type: image/png"), id="fault 37: two"),
        pytest.param(("Content-Type: ;;/charset=;\xff",), id="fault 37: rubbish"),
    ],
)
def test_types(fields: tuple[str, ...], serve: Serve) -> None:
    """A page is read without a type, with an empty one, with two, and with one that makes no sense."""
    server = serve({"/posts/engine": raw_reply(*fields)})
    status, text = outcome({ORIGIN: server})

    assert (status, text.split("\n")[0]) == ("ok", SENTENCES[0])


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        pytest.param(b'{"engine": 1}', TYPE, "JSON", id="fault 38: JSON as HTML"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(99), TYPE, "an image", id="fault 38: an image as HTML"),
    ],
)
def test_what_is_no_page(body: bytes, content_type: str, kind: str, serve: Serve) -> None:
    """What is no page is `unsupported_type`, whatever it is called."""
    server = serve({"/posts/engine": reply(body, content_type=content_type)})
    status, reason = outcome({ORIGIN: server})

    assert status == "unsupported_type"
    assert f"is {kind}, no page" in reason
