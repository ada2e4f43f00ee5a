"""What bodies are: by their first bytes, and by the server's word only where these leave it open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction.sniff import SNIFFED_BYTES, Kind, kind_of

PAGE = b"<!DOCTYPE html><html><body><p>An engine.</p></body></html>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
HTML_TYPE = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        pytest.param(PAGE, "text/plain", Kind.HTML, id="fault 38: HTML as text"),
        pytest.param(PAGE, "application/octet-stream", Kind.HTML, id="fault 38: HTML as bytes"),
        pytest.param(PAGE, "image/png", Kind.HTML, id="fault 38: HTML as an image"),
        pytest.param(PAGE, "application/pdf", Kind.HTML, id="fault 38: HTML as PDF"),
        pytest.param(b'{"title": "an engine"}', HTML_TYPE, Kind.JSON, id="fault 38: JSON as HTML"),
        pytest.param(b' [ {"a": 1} ]', HTML_TYPE, Kind.JSON, id="fault 38: a JSON list as HTML"),
        pytest.param(b"%PDF-1.7\n", "application/octet-stream", Kind.PDF, id="fault 38: PDF as bytes"),
        pytest.param(b"%PDF-1.7\n", HTML_TYPE, Kind.PDF, id="fault 38: PDF as HTML"),
        pytest.param(PNG, HTML_TYPE, Kind.IMAGE, id="fault 38: an image as HTML"),
        pytest.param(b"\xff\xd8\xff\xe0", HTML_TYPE, Kind.IMAGE, id="fault 38: a photo as HTML"),
        pytest.param(b"junk\n%PDF-1.4\n\x00\x01", "application/pdf", Kind.PDF, id="fault 57: PDF behind rubbish"),
        pytest.param(b"\x1f\x8b\x08\x00", "text/html", Kind.GZIP, id="fault 31: gzip"),
        (b"PK\x03\x04\x14\x00", "text/html", Kind.ZIP),
        (b"WARC/1.1\r\nWARC-Type: warcinfo", "", Kind.WARC),
        (b"GIF89a", "", Kind.IMAGE),
        (bytes(range(256)) * 8, "text/plain", Kind.OTHER),
        (b"", HTML_TYPE, Kind.EMPTY),
        (b" \r\n\t", HTML_TYPE, Kind.EMPTY),
    ],
)
def test_the_bytes_decide(body: bytes, content_type: str, kind: Kind) -> None:
    """Where bytes and header contradict each other, the bytes are right."""
    assert kind_of(body, content_type) is kind


@pytest.mark.parametrize("content_type", ["", ";;;", "text/html", "text/html, text/plain", "charset=utf-8", "\x00"])
@pytest.mark.parametrize(
    "body",
    [
        PAGE,
        b"\xef\xbb\xbf" + PAGE,
        PAGE.decode().encode("utf-16"),
        PAGE.decode().encode("utf-16-le"),
        b"<?xml version='1.0'?>\n<html>",
        b"<!-- a comment --><p>text",
        b"\n" * 3000 + PAGE,
        b"<p>a fragment",
        b"<P>text\x00with NUL bytes\x00",
        "<h1>图引擎</h1>".encode("gb18030"),
    ],
)
def test_html(body: bytes, content_type: str) -> None:
    """Fault 37: HTML is known without a type, with a broken one, and in any charset, whole or a fragment."""
    assert kind_of(body, content_type) is Kind.HTML


@pytest.mark.parametrize(
    ("body", "content_type", "path"),
    [
        (b"# An engine\n\nText.", "text/plain", ""),
        (b"An engine. a < b, and b > c.", "", "/notes"),
        (b"The tag <b> makes text bold.", "text/plain", "/notes"),
        (b"<p align=center>Logo</p>\n\n# An engine", "text/plain", "/HEAD/README.md"),
        (b"<div>Logo</div>\n\n# An engine", "text/markdown", "/readme"),
        (b"BM25 is a ranking function.", "text/plain", ""),
        (b"PKI and other words", "text/plain", ""),
        (b"[[wiki]] and ['link'](https://e.example)", "text/plain", ""),
        (b'["quoted"](https://e.example)', "text/plain", ""),
        (b"{% raw %} templates", "text/plain", ""),
        (b"How a file that begins with %PDF-1.4 is read.", "text/plain", ""),
        ("图引擎怎样共享内存。".encode("gb18030") * 50, "text/plain", ""),
        ("图引擎怎样共享内存。".encode("utf-16") * 50, "text/plain", ""),
    ],
)
def test_text(body: bytes, content_type: str, path: str) -> None:
    """Text and Markdown are text, also where they hold tags, begin like another format, or are Chinese."""
    assert kind_of(body, content_type, path) is Kind.TEXT


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"body { color: red }", "text/css"), (b"<?xml version='1.0'?><rss>", ""), (b"var a = 1", "text/javascript")],
)
def test_other_text(body: bytes, content_type: str) -> None:
    """Style sheets, feeds and programs are no text to be read."""
    assert kind_of(body, content_type) is Kind.OTHER


def test_words_that_are_called_a_page() -> None:
    """Text without any tag is a page where the server says so."""
    assert kind_of(b"only words", HTML_TYPE) is Kind.HTML


def test_only_the_beginning_counts() -> None:
    """What stands far behind the beginning does not change what a body is."""
    assert kind_of(b"words " * SNIFFED_BYTES + PAGE, "text/plain") is Kind.TEXT


@given(st.binary(max_size=300), st.text(max_size=30), st.text(max_size=20))
@settings(derandomize=True, max_examples=200)
def test_any_bytes(body: bytes, content_type: str, path: str) -> None:
    """Any bytes under any type are some kind, empty only if nothing is there."""
    assert (kind_of(body, content_type, path) is Kind.EMPTY) == (not body.strip())
