"""What stops an ingest; a single link that fails is data (`FailedLink`), not one of these.

IngestError
├── ListUnreadable      the list is missing, empty of links, or not text
├── NoteInvalid         a note does not follow the format
├── ArchiveUnreadable   a WARC file is missing or broken
├── ArchiveNotWritten   what a build reads cannot be recorded
├── SavedPagesUnreadable  the folder of pages that the user saved is missing or closed
└── FetchFailed         one request failed; adapters turn it into a FailedLink
"""

from typing import TYPE_CHECKING

from ingest.status import Status

if TYPE_CHECKING:
    from ingest.fetching.exchange import Exchange


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


class ArchiveNotWritten(IngestError):
    """An archive cannot be written."""


class SavedPagesUnreadable(IngestError):
    """A folder of saved pages cannot be used."""


class FetchFailed(IngestError):
    """A request did not end in a usable page; `wait_s` is how long the server asks to be left alone.

    `partial` is what came before a response broke off; it stays in the process.
    """

    def __init__(self, status: Status, reason: str, *, retryable: bool = False, wait_s: float | None = None) -> None:
        self.status = status
        self.retryable = retryable
        self.wait_s = wait_s
        self.partial: Exchange | None = None
        super().__init__(reason, "see `citeshelf links`")

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Cross a process boundary: an exception is rebuilt from `args`, which are not what this one is made from."""
        return _rebuilt, (self.status, self.problem, self.retryable, self.wait_s)


def _rebuilt(status: Status, reason: str, retryable: bool, wait_s: float | None) -> FetchFailed:  # noqa: FBT001 - called by pickle
    return FetchFailed(status, reason, retryable=retryable, wait_s=wait_s)
