"""The vocabulary of ingestion: a link is read as pages, a page becomes documents, a document is cut into chunks."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Literal

from ingest.language import Language, language_of

Topic = tuple[str, ...]
"""The headings above a link, outermost first."""


class Source(StrEnum):
    """Where a document's text came from; every citation says it."""

    LIVE = "live"
    ARCHIVE = "archive"
    WAYBACK = "wayback"
    NOTE = "note"
    STUB = "stub"


FROM_PAGES = frozenset({Source.LIVE, Source.ARCHIVE, Source.WAYBACK})
"""Sources that are the linked page itself, not what the list says of it."""


class Status(StrEnum):
    """What became of a link in a build: exactly one of these (`ok*` means that its page was read)."""

    OK = "ok"
    OK_FALLBACK = "ok_fallback"
    THIN = "thin"
    EMPTY = "empty"
    GONE = "gone"
    MOVED = "moved"
    SOFT_404 = "soft_404"
    BLOCKED = "blocked"
    ROBOTS_DENIED = "robots_denied"
    HTTP_ERROR = "http_error"
    DNS_ERROR = "dns_error"
    TLS_ERROR = "tls_error"
    TIMEOUT = "timeout"
    INCOMPLETE = "incomplete"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    UNSUPPORTED_TYPE = "unsupported_type"
    BLOCKED_URL = "blocked_url"
    SSRF_BLOCKED = "ssrf_blocked"
    EXTRACT_FAILED = "extract_failed"
    EXTRACT_TIMEOUT = "extract_timeout"
    NOT_IN_ARCHIVE = "not_in_archive"
    SKIPPED_HOST = "skipped_host"


class Verdict(StrEnum):
    """What a host's robots.txt says of a URL; `unreachable` counts as a no (RFC 9309, 2.3.1.4)."""

    ALLOWED = "allowed"
    DENIED = "denied"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a link on the list.

    `label` is what stands before an untitled link ("Haiku："), `remark` the rest of the link's own line or list item,
    `notes` the paragraphs that follow until the next link or heading, `line` the 1-based line of the link.
    """

    topic: Topic
    title: str
    label: str
    remark: str
    notes: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A URL of the list, as it stands there first, with every place where it stands."""

    url: str
    occurrences: tuple[Occurrence, ...]

    @property
    def title(self) -> str:
        """The first title that the list gives it, or an empty string."""
        return next((one.title for one in self.occurrences if one.title), "")

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic it stands under, in the list's order."""
        return tuple(dict.fromkeys(one.topic for one in self.occurrences))


@dataclass(frozen=True, slots=True)
class Page:
    """What a server, or an archive in its place, answered for a URL; `body` is decompressed.

    `final_url` is where all redirects ended, `moved_to` where the permanent ones led (empty when there was none).
    `looks_cut` says that it is HTML without an end, although all has come that the server said would.
    """

    url: str
    final_url: str
    content_type: str
    body: bytes
    fetched: str
    source: Source
    moved_to: str = ""
    looks_cut: bool = False


@dataclass(frozen=True, slots=True)
class FailedLink:
    """Why a link's page could not be read; `retryable` says whether a later build may succeed."""

    link: Link
    status: Status
    reason: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a document's text: where it starts (character offset), its level (1–6), its text."""

    start: int
    level: int
    text: str


@dataclass(frozen=True)
class Document:
    """Readable text of one link; dates are ISO 8601 or None when unknown.

    `pages` are the offsets at which the pages of a PDF begin, the first page's first; `author` wrote it, `site` is
    the publication or account it appeared in; `moved_to` is where permanent redirects led; `same_as` is the URL of the
    link whose article this one repeats almost word for word; `lacks` says in words what of the page was not read.
    """

    link: Link
    url: str
    title: str
    text: str
    headings: tuple[Heading, ...]
    source: Source
    fetched: str | None = None
    published: str | None = None
    kind: Literal["page", "list"] = "page"
    author: str = ""
    site: str = ""
    pages: tuple[int, ...] = ()
    moved_to: str = ""
    same_as: str = ""
    lacks: str = ""

    @cached_property
    def language(self) -> Language:
        """The language of most of its text."""
        return language_of(self.text)

    def page_at(self, offset: int) -> int | None:
        """Return the number, from 1, of the PDF page on which an offset lies; None where there are no pages."""
        return bisect_right(self.pages, offset) or None

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of the text; equal hashes are never embedded twice."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Chunk:
    """An exact slice of a document, with the headings it stands under and the spans of its sentences.

    `sentences` are (start, end) offsets into the document's text; what lies between them is white space.
    """

    document: Document
    start: int
    end: int
    headings: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The slice itself."""
        return self.document.text[self.start : self.end]

    @property
    def language(self) -> Language:
        """The language of most of the slice."""
        return language_of(self.text)

    def sentence(self, index: int) -> str:
        """Return one of its sentences."""
        start, end = self.sentences[index]
        return self.document.text[start:end]
