"""What an archive's record says of a URL, as much of it as is kept in memory, and the response it stands for."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.archives.addresses import archived
from ingest.archives.failures import MEDIA_TYPE
from ingest.archives.messages import response_in
from ingest.archives.reader import Record, block, records
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Cut, Exchange
from ingest.status import Status
from ingest.urls import MAX_LENGTH

MAX_BLOCK_BYTES = 65_000_000
_STATUS = re.compile(r"HTTP/\d(?:\.\d)? +(\d{3})\b")
_WEB = ("http://", "https://")
_CUT = {Cut.LENGTH: Status.TOO_LARGE, Cut.TIME: Status.TIMEOUT, Cut.DISCONNECT: Status.INCOMPLETE}


@dataclass(frozen=True, slots=True)
class Entry:
    """What must be known of a record to choose it: the rest is read when it is asked for.

    `status` is the response's code (200 for a resource, 0 for a failure); `original` are URL and date of the record
    that a revisit refers to, `digest` is its payload's, `media_type` what a resource is.
    """

    path: Path
    offset: int
    kind: str
    url: str
    date: str
    status: int
    cut: Cut | None
    digest: str
    original: tuple[str, str]
    media_type: str

    @property
    def is_good(self) -> bool:
        """Whether it holds a whole page, or a redirect to one."""
        return (
            self.kind in ("response", "resource") and 200 <= self.status < 400 and self.status != 304 and not self.cut
        )


def entries(path: Path) -> Iterator[Entry]:
    """Yield what answers for a URL, in the order of its recording.

    Raises:
        ArchiveUnreadable: the file is missing, no WARC, or damaged before its last record.
    """
    for record in records(path):
        url = record.fields.get("warc-target-uri", "").strip("<>")
        if url.startswith(_WEB) and len(url) <= MAX_LENGTH and (status := _status(record)) is not None:
            yield _entry(record, archived(url), status)


def exchange_of(entry: Entry) -> Exchange:
    """Return a recorded response.

    Raises:
        FetchFailed: only a part of it was recorded, or it is larger than any page may be.
        ArchiveUnreadable: the file is no longer what it was.
    """
    if entry.cut:
        raise FetchFailed(_CUT[entry.cut], f"the archive holds only a part of {entry.url}", retryable=True)
    data = block_of(entry)
    if entry.kind == "resource":
        return Exchange(entry.url, (), 200, "OK", (("Content-Type", entry.media_type),), data)
    return response_in(entry.url, data)


def block_of(entry: Entry) -> bytes:
    """Return the bytes of a record.

    Raises:
        FetchFailed: it is larger than any page may be.
        ArchiveUnreadable: the file is no longer what it was.
    """
    data = block(entry.path, entry.offset, MAX_BLOCK_BYTES + 1)
    if len(data) > MAX_BLOCK_BYTES:
        raise FetchFailed(Status.TOO_LARGE, f"{entry.url} is larger than 65 MB in the archive")
    return data


def _entry(record: Record, url: str, status: int) -> Entry:
    fields = record.fields
    original = fields.get("warc-refers-to-target-uri", "").strip("<>"), fields.get("warc-refers-to-date", "")
    return Entry(
        record.path,
        record.offset,
        record.kind,
        url,
        _date(fields.get("warc-date", "")),
        status,
        _cut(fields),
        fields.get("warc-payload-digest", "").lower(),
        original,
        fields.get("content-type", ""),
    )


def _status(record: Record) -> int | None:
    """Return the status of what answers for a URL, None for records that do not."""
    if record.kind == "resource":
        return 200
    if record.kind == "metadata":
        return 0 if record.fields.get("content-type") == MEDIA_TYPE else None
    if record.kind in ("response", "revisit"):
        found = _STATUS.match(record.start)
        return int(found[1]) if found else (304 if record.kind == "revisit" else None)
    return None


def _cut(fields: Mapping[str, str]) -> Cut | None:
    """Return why a body ends early; a part of a segmented record is one that is too long for its writer."""
    if "warc-segment-number" in fields:
        return Cut.LENGTH
    reason = fields.get("warc-truncated")
    if reason is None:
        return None
    return Cut(reason) if reason in set(Cut) else Cut.DISCONNECT


def _date(written: str) -> str:
    """Return a date as it is written, or nothing for what is none."""
    with suppress(ValueError):
        datetime.fromisoformat(written)
        return written
    return ""
