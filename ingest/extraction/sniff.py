"""What a body is: its first bytes decide, and the server's word only where they leave it open.

Signatures: the WHATWG's MIME Sniffing Standard, RFC 1952 (gzip), ISO 32000 (PDF), ISO 28500 (WARC).
"""

import re
from enum import StrEnum

from ingest.fetching.transport.content_coding import GZIP_MAGIC

SNIFFED_BYTES = 1024
"""How much of a body is looked at, white space before it left out."""


class Kind(StrEnum):
    """What can be told of a body, as a reader is told it."""

    EMPTY = "empty"
    HTML = "HTML"
    TEXT = "plain text"
    PDF = "PDF"
    GZIP = "gzip"
    JSON = "JSON"
    IMAGE = "an image"
    ZIP = "a zip archive"
    WARC = "a WARC archive"
    OTHER = "another kind of file"


_MAGIC = (
    (b"%PDF-", Kind.PDF),
    (GZIP_MAGIC, Kind.GZIP),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"WARC/1.", Kind.WARC),
    (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF87a", Kind.IMAGE),
    (b"GIF89a", Kind.IMAGE),
)
_TAG = (
    r"<(!doctype|!--|/?(a|article|aside|b|blockquote|body|br|center|div|dl|font|footer|form|frameset|h[1-6]|head|header|"
    r"hr|html|i?frame|img|link|main|meta|nav|noscript|ol|p|pre|script|section|span|style|svg|table|title|ul)\b)"
)
_PAGE = re.compile(r"(<\?xml[^<>]*>\s*)?<(!doctype\s+html|html|head|body|title|meta|script)\b", re.IGNORECASE)
_HAS_TAG = re.compile(_TAG, re.IGNORECASE)
_JSON = re.compile(r'(\[\s*)?\{\s*("(\\.|[^"\\])*"\s*:|\}\s*\]?\s*$)|\[\s*("(\\.|[^"\\])*"\s*,|\]\s*$)')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MAX_CONTROLS = 4  # a damaged page may hold some
_TEXT_ENDING = re.compile(r"\.(md|markdown|rst|txt|text)$", re.IGNORECASE)
_TEXT_TYPES = ("", "application/octet-stream", "text/plain", "text/markdown", "text/x-markdown", "text/x-rst")


def kind_of(body: bytes, content_type: str = "", path: str = "") -> Kind:
    """Return what a body is.

    Args:
        body: the bytes, without their content encoding.
        content_type: what the server calls them, or an empty string.
        path: of the address; its ending tells Markdown that opens with a tag from HTML.
    """
    head = body[: 4 * SNIFFED_BYTES].lstrip()[:SNIFFED_BYTES]
    if not head:
        return Kind.EMPTY
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return _kind_of_text(_characters(head), content_type.partition(";")[0].strip().lower(), path)


def _characters(head: bytes) -> str:
    """Decode as far as signatures go, which are all ASCII."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "ignore").lstrip()
    if head.count(0) > len(head) / 4:
        head = head.replace(b"\0", b"")  # UTF-16 without its mark
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()


def _kind_of_text(head: str, media_type: str, path: str) -> Kind:
    is_text_file = bool(_TEXT_ENDING.search(path)) or "markdown" in media_type or media_type == "text/x-rst"
    if _PAGE.match(head) or (_HAS_TAG.match(head) and not is_text_file):
        return Kind.HTML
    if "%PDF-" in head and not media_type.startswith("text/"):
        return Kind.PDF  # behind rubbish: its readers look for it in the first KB
    if len(_CONTROL.findall(head)) > max(MAX_CONTROLS, len(head) / 50) or head.startswith("<?xml"):
        return Kind.OTHER
    if _JSON.match(head):
        return Kind.JSON
    if "html" in media_type or (_HAS_TAG.search(head) and media_type != "text/plain" and not is_text_file):
        return Kind.HTML
    return Kind.TEXT if is_text_file or media_type in _TEXT_TYPES else Kind.OTHER
