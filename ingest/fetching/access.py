"""What a live build has beside the network: tokens, answers of earlier builds, the operator's word on robots.txt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest.errors import FetchFailed
from ingest.fetching.exchange import Exchange, Recall, Recalled
from ingest.fetching.transport.content_coding import decoded

_SECRET = frozenset({"authorization", "cookie", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class Access:
    """Bearer tokens by host, what remembers earlier answers, and whether robots.txt binds the list's own links."""

    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    recall: Recall | None = None
    respect_robots: bool = False

    def recalled(self, url: str) -> Recalled | None:
        """Return an earlier answer that the server can be asked about, and that can be read."""
        found = self.recall and self.recall.exchange(url)
        if not found or not validators(found):
            return None
        try:
            decoded(found.exchange.body, found.exchange.header("content-encoding"))
        except FetchFailed:
            return None
        return found

    def headers(self, url: str, first: str, given: Mapping[str, str]) -> dict[str, str]:
        """Return the headers for one address on the way from `first`, where the caller's own were meant to go.

        A caller's credentials stay with the origin they were given for; a token goes to its own host only, over TLS.
        """
        is_home = _origin(url) == _origin(first)
        headers = {name: value for name, value in given.items() if is_home or name.lower() not in _SECRET}
        scheme, host = _origin(url)
        if scheme == "https" and (token := self.tokens.get(host)):
            headers["Authorization"] = f"Bearer {token}"
        return headers


def validators(recalled: Recalled) -> dict[str, str]:
    """Return the headers that make a request conditional (RFC 9110, 13.1)."""
    exchange: Exchange = recalled.exchange
    pairs = {"If-None-Match": exchange.header("etag"), "If-Modified-Since": exchange.header("last-modified")}
    return {name: value for name, value in pairs.items() if value}


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    port = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.scheme, parts.netloc.lower().removesuffix(port)
