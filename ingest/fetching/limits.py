"""How much time, space and patience a page may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a request and of all requests for one page; times in seconds, sizes in bytes.

    `attempt_s` covers names, headers and body of one request, for `connect_s` and `read_s` start anew with every
    byte; `link_s` covers all requests for one page: redirects, further attempts and the pauses before them, but not
    the waits for its hosts' turns.
    """

    connect_s: float = 10.0
    read_s: float = 20.0
    attempt_s: float = 60.0
    link_s: float = 180.0
    attempts: int = 3
    redirects: int = 10
    raw_bytes: int = 20_000_000  # a WeChat article alone takes 4 MB
    document_bytes: int = 64_000_000  # of a PDF, on the wire, and of any page when decoded
