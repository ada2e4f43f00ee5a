"""Bytes to text: the charset a page declares when it fits, else what the bytes look like."""

import codecs
import re

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Pages that say gb2312 send its superset; browsers read iso-8859-1 as cp1252 (WHATWG Encoding Standard).
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252"}
# Python's own text encodings, which are no charsets: one is slow, one warns, all read pages as something else.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
MAX_REPLACED = 0.01
FALLBACK = "gb18030"


def to_text(body: bytes, content_type: str = "") -> str:
    """Return a page's text: byte order mark, then header, then meta tag, then UTF-8, then GB 18030."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace")
    for name in _candidates(body, content_type):
        text = _decoded(body, name)
        if text is not None and text.count("\ufffd") <= MAX_REPLACED * len(text):
            return text
    return body.decode("utf-8", "replace")


def _candidates(body: bytes, content_type: str) -> list[str]:
    header, meta = _IN_HEADER.search(content_type), _DECLARED.search(body[:4096])
    declared = [header.group(1) if header else "", meta.group(1).decode("ascii") if meta else ""]
    if declared[1].lower().startswith("utf-16"):
        declared[1] = "utf-8"  # it was read as ASCII, so it cannot be true (WHATWG)
    return [*(_SUPERSETS.get(name.lower(), name) for name in declared if name), "utf-8", FALLBACK]


def _decoded(body: bytes, name: str) -> str | None:
    try:
        found = codecs.lookup(name)
        if found._is_text_encoding and found.name.replace("_", "-") not in _NO_CHARSETS:  # noqa: SLF001 - the only way to tell "hex" from a charset
            return body.decode(name, "replace")
    except (LookupError, UnicodeError):
        pass
    return None
