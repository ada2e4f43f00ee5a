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
_IN_UTF_8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
MAX_REPLACED = 0.01
UNMISTAKABLE = 10
"""So many characters that are valid UTF-8 are no other charset: of common GBK characters, one in six is."""
SAMPLE_BYTES = 64_000
ENOUGH_BYTES = 80
"""Bytes beyond ASCII from which on detection is right in seven languages; of fewer it makes another language."""
FALLBACK = "gb18030"


def to_text(body: bytes, content_type: str = "") -> str:
    """Return a page's text without characters that no text has.

    A byte order mark counts first, then the charset of the header, then that of a meta tag, unless the bytes are
    something else without doubt; then UTF-8, then what the bytes look like.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return cleaned(body.decode(name, "replace"))
    return cleaned(_in_declared(body, content_type) or _detected(body))


def cleaned(text: str) -> str:
    """Return text without NUL, half surrogate pairs and noncharacters (Unicode 23.7), which trees cannot hold."""
    unwanted = [mark for mark in set(text) if mark == "\0" or "\ud800" <= mark <= "\udfff" or is_noncharacter(mark)]
    return text.translate(dict.fromkeys(map(ord, unwanted))) if unwanted else text


def is_noncharacter(mark: str) -> bool:
    """Return whether a code point is one of the 66 that Unicode will never assign."""
    return ord(mark) & 0xFFFE == 0xFFFE or "\ufdd0" <= mark <= "\ufdef"


def _in_declared(body: bytes, content_type: str) -> str | None:
    names = _declared(body, content_type)
    if not any(name.lower().startswith(("utf-16", "utf-32")) for name in names) and _is_utf_8(body, names):
        return body.decode("utf-8")
    for name in [*names, "utf-8"]:
        text = _decoded(body, name)
        if text is not None and text.count("\ufffd") <= MAX_REPLACED * len(text):
            return text
    return None


def _declared(body: bytes, content_type: str) -> list[str]:
    header, meta = _IN_HEADER.search(content_type), _DECLARED.search(body[:4096])
    names = [header.group(1) if header else "", meta.group(1).decode("ascii") if meta else ""]
    if names[1].lower().startswith("utf-16"):
        names[1] = "utf-8"  # it was read as ASCII, so it cannot be true (WHATWG)
    return [_SUPERSETS.get(name.lower(), name) for name in names if name]


def _is_utf_8(body: bytes, declared: list[str]) -> bool:
    """Tell UTF-8 whatever is declared: most charsets of one byte a character never fail, and GBK seldom does."""
    try:
        body.decode("utf-8")
    except UnicodeError:
        return False
    found = sum(1 for _, _ in zip(_IN_UTF_8.finditer(body), range(UNMISTAKABLE), strict=False))
    return found >= UNMISTAKABLE or (found > 0 and "cp1252" in declared)


def _detected(body: bytes) -> str:
    text = body.decode(FALLBACK, "replace")
    first = _NOT_ASCII.search(body)
    sample = body[max(0, first.start() - 1000) :][:SAMPLE_BYTES] if first else b""
    if _is_short_chinese(_NOT_ASCII.findall(sample)) and "\ufffd" not in text:
        return text
    from charset_normalizer import from_bytes

    found = from_bytes(sample[: sample.rfind(b"<") + 1] or sample).best()
    likely = _decoded(body, found.encoding) if found else None
    if likely is not None and likely.count("\ufffd") <= MAX_REPLACED * len(likely):
        return likely
    return text if text.count("\ufffd") <= MAX_REPLACED * len(text) else body.decode("utf-8", "replace")


def _is_short_chinese(runs: list[bytes]) -> bool:
    """Tell a few Chinese words, whose characters have two bytes beyond ASCII, from a few accents."""
    return sum(map(len, runs)) < ENOUGH_BYTES and not any(len(run) % 2 for run in runs)


def _decoded(body: bytes, name: str) -> str | None:
    try:
        found = codecs.lookup(name)
        if found._is_text_encoding and found.name.replace("_", "-") not in _NO_CHARSETS:  # noqa: SLF001 - the only way to tell "hex" from a charset
            return body.decode(name, "replace")
    except (LookupError, UnicodeError):
        pass
    return None
