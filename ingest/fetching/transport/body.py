"""A response as it arrives, never more of it than a page may have."""

from dataclasses import replace

from ingest.errors import FetchFailed
from ingest.fetching.exchange import Cut, Exchange
from ingest.fetching.limits import Limits
from ingest.status import Status

PDF = "application/pdf"
PDF_MARK = b"%PDF-"
SNIFFED_BYTES = 1024  # where a PDF's mark may stand behind rubbish, as its readers take it
_CUTS = {Status.TOO_LARGE: Cut.LENGTH, Status.TIMEOUT: Cut.TIME}


class Arriving:
    """Collects one response: its head first, then bytes of its body."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._head: Exchange | None = None
        self._body = bytearray()
        self._length = 0  # what the head says, for what that is worth

    def begin(self, head: Exchange) -> None:
        """Take the head: an exchange without a body."""
        self._head = head
        length = head.header("content-length")
        self._length = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0

    def add(self, part: bytes) -> None:
        """Take the next bytes.

        Raises:
            FetchFailed: `too_large`; as much as is allowed is kept.
        """
        self._body += part
        room = self._room()
        if len(self._body) > room or (self._length > room and len(self._body) >= SNIFFED_BYTES):
            del self._body[room:]
            raise FetchFailed(Status.TOO_LARGE, f"it is larger than {room / 1e6:g} MB")

    def whole(self) -> Exchange:
        """Return it as an exchange whose body has ended."""
        if self._head is None:
            raise ValueError("nothing has arrived")
        return replace(self._head, body=bytes(self._body))

    def partial(self, failure: FetchFailed) -> Exchange | None:
        """Return what has come before a failure, marked as cut off; None when the head never came."""
        return self._head and replace(self.whole(), cut=_CUTS.get(failure.status, Cut.DISCONNECT))

    def _room(self) -> int:
        """Return how many bytes its body may have: books among PDFs are larger than any page."""
        content_type = self._head.header("content-type").lower() if self._head else ""
        is_pdf = PDF in content_type or PDF_MARK in self._body[:SNIFFED_BYTES]
        return self._limits.document_bytes if is_pdf else self._limits.raw_bytes
