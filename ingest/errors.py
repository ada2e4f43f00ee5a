"""What stops an ingest; a single link that fails is data (`FailedLink`), not one of these.

IngestError
├── ListUnreadable      the list is missing, empty of links, or not text
├── NoteInvalid         a note does not follow the format
├── ArchiveUnreadable   a WARC file is missing or broken
└── FetchFailed         one request failed; adapters turn it into a FailedLink
"""

from ingest.documents import Status


class IngestError(Exception):
    """Base of this folder's errors: `str(error)` is one sentence with the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem}; {remedy}.")


class ListUnreadable(IngestError):
    """The list cannot be used."""


class NoteInvalid(IngestError):
    """A note cannot be used."""


class ArchiveUnreadable(IngestError):
    """An archive cannot be used."""


class FetchFailed(IngestError):
    """A request did not end in a usable page."""

    def __init__(self, status: Status, reason: str, *, retryable: bool = False) -> None:
        self.status = status
        self.retryable = retryable
        super().__init__(reason, "see `citeshelf links`")
