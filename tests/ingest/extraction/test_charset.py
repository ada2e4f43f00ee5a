"""Bytes to text: what a page declares, when it is true, and what its bytes look like when it is not."""

import codecs
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction.charset import to_text

TEXT = "<p>图神经网络训练框架，支持十亿个节点与百亿条边。</p>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/html; charset=utf-8"),
        (TEXT.encode(), ""),
        (TEXT.encode("gb18030"), "text/html; charset=gb18030"),
        (TEXT.encode("gb18030"), "text/html; charset=GB2312"),
        (TEXT.encode("gb18030"), "text/html; charset='gbk'"),
        (TEXT.encode("gb18030"), ""),
        (TEXT.encode("gb18030"), "text/html; charset=utf-8"),  # it lies
        (TEXT.encode(), "text/html; charset=gb2312"),  # so does this
        (TEXT.encode("big5", "ignore"), "text/html; charset=big5"),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=gbk"),
        (TEXT.encode("utf-16"), ""),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "text/html; charset=utf-8"),
        (TEXT.encode("utf-16-le"), "text/html; charset=utf-16le"),
        (TEXT.encode(), "text/html; charset=no-such-8"),
        (TEXT.encode(), "text/html; charset=hex"),
        (TEXT.encode(), "text/html; charset=punycode"),
        (TEXT.encode(), "text/html; charset=unicode_escape"),
        (TEXT.encode(), "text/html; charset=" + "x" * 500),
    ],
)
def test_a_page_is_read(body: bytes, content_type: str) -> None:
    """A byte order mark counts first, then the header if the bytes fit it, then UTF-8, then GB 18030."""
    expected = TEXT if "big5" not in content_type else body.decode("big5")

    assert to_text(body, content_type) == expected


@pytest.mark.parametrize(
    ("declared", "sent"),
    [("gb2312", "gb18030"), ("big5", "big5"), ("utf-16", "utf-8"), ("UTF-16LE", "utf-8"), ("nope", "utf-8")],
)
def test_the_meta_tag(declared: str, sent: str) -> None:
    """A charset in the first 4 KB of the page counts, but not UTF-16: a tag that reads as ASCII cannot be."""
    page = (
        f'<html><head><meta http-equiv="x" content="text/html; charset={declared}"></head>' + "<p>中文的一段。</p>" * 20
    )

    assert to_text(page.encode(sent)) == page


def test_the_header_counts_before_the_tag() -> None:
    """Where header and tag differ and the bytes fit both, the header counts."""
    assert to_text(b"<meta charset=cp1251>\xc3\xa9", "text/html; charset=utf-8").endswith("é")


@pytest.mark.parametrize(("declared", "text"), [("iso-8859-1", "‘café’ €5"), ("ascii", "naïve"), ("latin-1", "œuvre")])
def test_western_pages(declared: str, text: str) -> None:
    """Latin-1 and ASCII are read as their superset cp1252, as browsers do."""
    assert to_text(text.encode("cp1252"), f"text/html; charset={declared}") == text


def test_a_few_bad_bytes() -> None:
    """One damaged character in a long page does not change the charset of the rest."""
    body = "图".encode() * 300 + b"\xff" + "学".encode() * 300

    assert to_text(body, "text/html; charset=utf-8") == "图" * 300 + "\ufffd" + "学" * 300


@given(st.binary(max_size=400), st.text(max_size=20))
@settings(derandomize=True, max_examples=200)
def test_any_bytes(body: bytes, declared: str) -> None:
    """No bytes and no declaration make it fail, and the text can be encoded again."""
    to_text(body, f"text/html; charset={declared}").encode("utf-8")


def test_a_large_page_in_no_charset_takes_no_time() -> None:
    """A megabyte whose charset names one of Python's own encodings is read quickly, and as UTF-8."""
    body = TEXT.encode() * 15_000
    started = time.perf_counter()

    assert to_text(body, "text/html; charset=punycode") == TEXT * 15_000
    assert time.perf_counter() - started < 2
