"""What passes between the room's parts: one request and what came back, and who is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.status import Verdict

Headers = tuple[tuple[str, str], ...]


class Asked(StrEnum):
    """On whose behalf a request is made, which says whether the host's robots.txt binds it.

    `named` is a page that the list itself names: robots.txt is read, its verdict recorded, and binding only when the
    operator says so. `followed` is a page found from there: robots.txt always binds. `service` is an interface made
    for programs, whose own terms hold (GitHub's and arXiv's API, the Wayback Machine, robots.txt itself).
    """

    NAMED = "named"
    FOLLOWED = "followed"
    SERVICE = "service"


class Cut(StrEnum):
    """Why a body ends early (the values of WARC-Truncated, ISO 28500)."""

    LENGTH = "length"
    TIME = "time"
    DISCONNECT = "disconnect"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, as they were on the wire but for the transfer encoding.

    `sent` holds the request's headers, `headers` the response's, `body` is still content-encoded; `cut` says why the
    body is not whole.
    """

    url: str
    sent: Headers
    status_code: int
    phrase: str
    headers: Headers
    body: bytes
    cut: Cut | None = None

    def header(self, name: str) -> str:
        """Return the first header of a name, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Recalled:
    """An exchange of an earlier build, and when it was recorded (ISO 8601, UTC)."""

    exchange: Exchange
    date: str


class Recall(Protocol):
    """Remembers what earlier builds were answered, for conditional requests."""

    def exchange(self, url: str) -> Recalled | None:
        """Return the newest whole 200 response to a URL, or None."""


class Recorder(Protocol):
    """Is told of everything that a live build asks and gets."""

    def write(self, exchange: Exchange) -> None:
        """Record a request and its response, without credentials."""

    def write_revisit(self, exchange: Exchange, recalled: Recalled) -> None:
        """Record that a server answered 304 to a request about an earlier response."""

    def write_failure(self, url: str, failure: FetchFailed, robots: Verdict | None) -> None:
        """Record that a URL brought no response."""


class Pages(Protocol):
    """Where pages come from: the network, an archive in its place, or the Wayback Machine."""

    async def get(self, url: str, headers: Mapping[str, str] | None = None, asked: Asked = Asked.NAMED) -> Page:
        """Return the page at `url`, redirects followed.

        Raises:
            FetchFailed: with the status that the link ends in.
        """

    def stop(self, url: str, reason: str) -> None:
        """Ask the URL's host for nothing more in this build: further links of it end as `skipped_host`."""

    def verdict(self, url: str) -> Verdict | None:
        """Return what the host's robots.txt says of a URL; None when it was not read."""
