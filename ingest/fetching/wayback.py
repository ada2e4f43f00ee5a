"""The Wayback Machine in place of a server: the newest snapshot of a page, in its original bytes.

Addresses: https://web.archive.org/web/<url> redirects to the newest snapshot, `id_` behind the date asks for the bytes
as they were archived (https://wiki.archive.org/web/URL_Formats); a snapshot names its neighbours in a Link header
(RFC 7089, 2.2).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.answers import is_success, refuse
from ingest.fetching.exchange import Asked, Exchange
from ingest.fetching.fetch import Fetcher
from ingest.fetching.redirects import is_redirect, target
from ingest.fetching.shown import shown
from ingest.fetching.transport.addresses import is_numeric, is_public
from ingest.fetching.transport.content_coding import decoded
from ingest.status import Source, Status, Verdict
from ingest.urls import identity_of, is_web_url
from ingest.urls.weixin import without_secrets

HOST = "web.archive.org"
REDIRECTS = 5
SNAPSHOTS = 3  # looked at, newest first, where a newer one is but an error page
_SNAPSHOT = re.compile(rf"https?://{re.escape(HOST)}(?::\d+)?/web/(\d{{14}})(?:[a-z]{{2}}_)?/(https?://.+)")
_EARLIER = re.compile(r'<([^<>]{1,2200})>\s*;[^<]*\brel="[^"]*\bprev\b[^"]*\bmemento\b')
_NOT_PUBLIC = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".arpa", ".onion")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as it was archived at a time; `original` is the address that it had."""

    time: datetime
    original: str

    @property
    def address(self) -> str:
        """Where anyone can see it."""
        return f"https://{HOST}/web/{self.time:%Y%m%d%H%M%S}/{self.original}"

    @property
    def raw_address(self) -> str:
        """Where its bytes are, as they were archived."""
        return f"https://{HOST}/web/{self.time:%Y%m%d%H%M%S}id_/{self.original}"


class Wayback:
    """Pages from the Wayback Machine, asked at the fetcher's pace; nothing is sent but the page's public address."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def get(self, url: str, headers: Mapping[str, str] | None = None, asked: Asked = Asked.SERVICE) -> Page:  # noqa: ARG002 - what its own server is told is none of the Wayback Machine's business
        """Return the newest snapshot of a page that holds one, dated; `final_url` is where anyone can see it.

        Raises:
            FetchFailed: `gone` when there is none, `blocked_url` for an address that is nobody else's business.
        """
        public = _public(url)
        snapshot = await self._newest(public)
        for _ in range(SNAPSHOTS):
            snapshot, exchange = await self._bytes(snapshot)
            if is_success(exchange):
                return _page(url, snapshot, exchange)
            snapshot = _earlier(exchange, public)
        raise FetchFailed(Status.GONE, f"the newest snapshots of {shown(public)} are error pages")

    def stop(self, url: str, reason: str) -> None:
        """Do nothing: what a snapshot shows says nothing of its host as it is today."""

    def verdict(self, url: str) -> Verdict | None:  # noqa: ARG002
        """Return None: no robots.txt of the page's host is read."""
        return None

    async def _newest(self, public: str) -> Snapshot:
        exchange = await self._fetcher.ask(f"https://{HOST}/web/{public}", asked=Asked.SERVICE)
        if exchange.status_code == 404:
            raise FetchFailed(Status.GONE, f"the Wayback Machine holds no snapshot of {shown(public)}")
        if not is_redirect(exchange):
            refuse(exchange, exchange.url, datetime.now(UTC))
        snapshot = _snapshot_at(target(exchange)) if is_redirect(exchange) else None
        if snapshot is None or identity_of(snapshot.original) != identity_of(public):
            raise FetchFailed(
                Status.HTTP_ERROR, f"the Wayback Machine answered for {shown(public)} with something else"
            )
        return snapshot

    async def _bytes(self, snapshot: Snapshot) -> tuple[Snapshot, Exchange]:
        """Return the answer that was archived, its redirects followed from snapshot to snapshot."""
        first = snapshot
        for _ in range(REDIRECTS):
            exchange = await self._fetcher.ask(snapshot.raw_address, asked=Asked.SERVICE)
            if not is_redirect(exchange):
                return snapshot, exchange
            snapshot = _next(first, exchange)
        raise FetchFailed(Status.GONE, f"the snapshot of {shown(first.original)} redirects more than {REDIRECTS} times")


def _public(url: str) -> str:
    """Return a page's address without fragment and secrets, if anyone may know that it exists."""
    host = (urlsplit(url).hostname or "").rstrip(".") if is_web_url(url) else ""
    is_name = "." in host and not host.endswith(_NOT_PUBLIC)
    if not (is_public(host) if is_numeric(host) else is_name):
        raise FetchFailed(Status.BLOCKED_URL, f"{shown(url)} is not a public address to ask the Wayback Machine for")
    return without_secrets(url).partition("#")[0]


def _snapshot_at(address: str) -> Snapshot | None:
    found = _SNAPSHOT.fullmatch(address)
    if not found or not is_web_url(found[2]):
        return None
    try:
        return Snapshot(datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC), found[2])
    except ValueError:
        return None


def _next(first: Snapshot, exchange: Exchange) -> Snapshot:
    """Return the snapshot to which an archived redirect leads; a front page in an article's place is none of it."""
    found = _snapshot_at(target(exchange))
    if found is None:
        raise FetchFailed(Status.GONE, f"the snapshot of {shown(first.original)} leads out of the Wayback Machine")
    if _is_front(found.original) and not _is_front(first.original):
        raise FetchFailed(Status.GONE, f"the snapshot of {shown(first.original)} leads to its site's front page")
    return found


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _earlier(exchange: Exchange, public: str) -> Snapshot:
    """Return the snapshot before one that is an error page of the archived server.

    Raises:
        FetchFailed: there is none, or the Wayback Machine itself does not answer.
    """
    if not exchange.header("memento-datetime"):
        refuse(exchange, exchange.url, datetime.now(UTC))
    found = _EARLIER.search(exchange.header("link"))
    snapshot = _snapshot_at(found[1]) if found else None
    if snapshot is None or identity_of(snapshot.original) != identity_of(public):
        raise FetchFailed(Status.GONE, f"the only snapshots of {shown(public)} are error pages")
    return snapshot


def _page(url: str, snapshot: Snapshot, exchange: Exchange) -> Page:
    return Page(
        url=url,
        final_url=snapshot.address,
        content_type=exchange.header("content-type"),
        body=decoded(exchange.body, exchange.header("content-encoding")),
        fetched=snapshot.time.isoformat(),
        source=Source.WAYBACK,
    )
