"""The parts of a URL in the one form in which equal parts are written alike (RFC 3986, section 6.2.2)."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import idna

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")  # underscores are in use (RFC 2181, section 11)
_ADDRESS = re.compile(r"[0-9a-f:.]+(?:%[\w.]+)?")
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_PRINTED = "".join(map(chr, range(0x21, 0x7F)))
_NEVER_AS_THEY_STAND = '"<>\\^`{|}'  # browsers encode these (WHATWG URL, path percent-encode set)
_SAFE = "".join(mark for mark in _PRINTED if mark not in _NEVER_AS_THEY_STAND)
MAX_HOST = 253

Pairs = list[tuple[str, str]]
"""Names and values of a query."""


def host_of(url: str) -> str:
    """Return the host of a URL, in lower case and without a dot at its end; an empty string when it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def host_form(host: str) -> str | None:
    """Return a host in lower case and ASCII, without a dot at its end; None when no name server could know it.

    Names in other scripts are written as DNS has them (IDNA 2008 after UTS 46), IPv6 addresses in brackets.
    """
    host = host.removesuffix(".")
    if ":" in host:
        return f"[{host.lower()}]" if _ADDRESS.fullmatch(host.lower()) else None
    try:
        name = (host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")).lower()
        for label in name.split("."):
            if label.startswith("xn--"):
                idna.decode(label)
    except (UnicodeError, IndexError):
        return None
    return name if len(name) <= MAX_HOST and _HOST.fullmatch(name) else None


def path_form(path: str) -> str:
    """Return a path with dots resolved, and encoded what must be and nothing else; an encoded slash is no slash."""
    kept: list[str] = []
    for segment in _encoded(path).split("/"):
        if segment == "..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept).rstrip("/")


def query_pairs(query: str) -> Pairs:
    """Return a query's names and values by name, equal names in their order; each character of them is one byte."""
    pairs = parse_qsl(_encoded(query), keep_blank_values=True, encoding="latin-1")
    return sorted(pairs, key=lambda pair: pair[0])


def query_form(pairs: Pairs) -> str:
    """Return names and values as a query."""
    return urlencode(pairs, encoding="latin-1")


def _encoded(text: str) -> str:
    return _ENCODED.sub(_shortest, quote(text, safe=_SAFE, errors="surrogatepass"))


def _shortest(found: re.Match[str]) -> str:
    """Decode letters, digits and the marks that mean nothing (RFC 3986, 2.3); else write the code in capitals."""
    mark = chr(int(found[0][1:], 16))
    return mark if mark.isascii() and (mark.isalnum() or mark in "-._~") else found[0].upper()
