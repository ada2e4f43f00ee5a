"""Faults 34 to 39, as bytes on a wire: in what charset pages are, and what they are called."""

import codecs

import pytest
from loopback import Serve, reply
from web_wire import CHINESE, ORIGIN, SENTENCES, article, outcome

BODY = article().encode()
TYPE = "text/html; charset=utf-8"


def raw_reply(*fields: str, body: bytes = BODY, status: str = "200 OK") -> bytes:
    """Return a response with no other headers than these."""
    head = [f"HTTP/1.1 {status}", *fields, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(head).encode("latin-1") + body


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
