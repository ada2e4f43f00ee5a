"""What became of a link, where its text came from, and what its host says of being read by programs."""

from enum import StrEnum


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
