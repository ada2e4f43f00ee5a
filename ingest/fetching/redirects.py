"""Redirects, followed by hand: every address on the way is judged like the first."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from ingest.errors import FetchFailed
from ingest.fetching.exchange import Exchange
from ingest.fetching.shown import shown
from ingest.status import Status
from ingest.urls import identity_of

REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
_WRITTEN_AS_IS = "!#$%&'()*+,/:;=?@[]~"  # what RFC 3986 lets stand in a path or a query, and `%` of what is quoted
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_CHINESE_BYTES = re.compile(r"(?:[\0-\x7f]|[\x81-\xfe][\xa1-\xfe])*")


class Trail:
    """The addresses at which one page was looked for; `address` is the last of them."""

    def __init__(self, url: str, most: int) -> None:
        self.url = url
        self.address = url
        self._most = most
        self._seen = {_without_fragment(url)}
        self._moved_to = ""
        self._is_permanent = True

    def follow(self, exchange: Exchange) -> str:
        """Take one redirect and return where it leads.

        Raises:
            FetchFailed: `http_error` when it leads nowhere, in a circle or too far, `blocked_url` to no address.
        """
        self.address = target(exchange)
        if _without_fragment(self.address) in self._seen:
            raise FetchFailed(Status.HTTP_ERROR, f"{shown(self.url)} redirects in a circle")
        if len(self._seen) > self._most:
            raise FetchFailed(Status.HTTP_ERROR, f"{shown(self.url)} redirects more than {self._most} times")
        self._seen.add(_without_fragment(self.address))
        self._is_permanent &= exchange.status_code in PERMANENT
        if self._is_permanent:
            self._moved_to = self.address
        return self.address

    @property
    def moved_to(self) -> str:
        """Where the permanent redirects at its beginning led; empty when that is the same page."""
        if not self._moved_to or identity_of(self._moved_to) == identity_of(self.url):
            return ""
        return self._moved_to


def is_redirect(exchange: Exchange) -> bool:
    """Return whether a response says that the page is elsewhere (RFC 9110, 15.4)."""
    return exchange.status_code in REDIRECTS


def target(exchange: Exchange) -> str:
    """Return the absolute address to which a response redirects, quoted as RFC 3986 wants it.

    Raises:
        FetchFailed: `http_error` without a Location, `blocked_url` for one that is no address.
    """
    location = exchange.header("location").strip()
    if not location:
        raise FetchFailed(Status.HTTP_ERROR, f"{shown(exchange.url)} redirects to nowhere")
    try:
        parts = urlsplit(location)
        host = _bytes(parts.netloc).decode("utf-8", "replace")
        quoted = parts._replace(netloc=host, path=_quoted(parts.path), query=_quoted(parts.query))
        address = urljoin(exchange.url, urlunsplit(quoted))
    except ValueError as error:
        raise _no_address(exchange, location) from error
    if parts.scheme in ("http", "https") and not parts.hostname:  # browsers guess a host, `urljoin` takes it for a path
        raise _no_address(exchange, location)
    return address


def _no_address(exchange: Exchange, location: str) -> FetchFailed:
    return FetchFailed(Status.BLOCKED_URL, f"{shown(exchange.url)} redirects to {shown(location)}, no address")


def _quoted(part: str) -> str:
    return _STRAY.sub("%25", quote(_bytes(part), safe=_WRITTEN_AS_IS))


def _bytes(text: str) -> bytes:
    """Return the bytes of a header's text as they came, for it is read as UTF-8 where possible, as Latin-1 elsewhere.

    Letters of Latin-1 alone may be either: they are UTF-8 that was read as Latin-1, or GB2312, whose characters are
    pairs of such bytes, or else (`café`) text that was read rightly.
    """
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
    return raw if _is_utf8(raw) or _CHINESE_BYTES.fullmatch(text) else text.encode()


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]
