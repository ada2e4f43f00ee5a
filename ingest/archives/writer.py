"""Writes WARC/1.1 (ISO 28500, via warcio): what a live build asked and got, readable at every moment.

Each record is a gzip member of its own, and reaches the system whole before the build goes on: kill -9 costs at most
the record that was being written.
"""

import base64
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha1
from io import BytesIO, FileIO
from pathlib import Path

from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from ingest.archives.addresses import archived
from ingest.archives.failures import MEDIA_TYPE, failure_block
from ingest.archives.messages import request_head, response_head
from ingest.errors import ArchiveNotWritten, FetchFailed
from ingest.fetching.exchange import Exchange, Recalled
from ingest.fetching.transport.client import USER_AGENT
from ingest.status import Verdict

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SYNC_S = 5.0  # what a power cut may cost; kill -9 costs nothing


class ArchiveWriter:
    """Appends what it is told of to a file; on a full disk it leaves what was whole and says so."""

    def __init__(self, path: Path, file: FileIO) -> None:
        self._path = path
        self._file = file
        self._end = 0
        self._synced = time.monotonic()
        self._refusal: ArchiveNotWritten | None = None
        self._out = BytesIO()
        self._writer = WARCWriter(self._out, gzip=True, warc_version="1.1")
        information = {"software": USER_AGENT, "format": "WARC File Format 1.1"}
        self._append(self._writer.create_warcinfo_record(path.name, information))
        self._begin = self._end

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded yet."""
        return self._end == self._begin

    def write(self, exchange: Exchange) -> None:
        """Record a response and its request, without credentials.

        Raises:
            ArchiveNotWritten: the disk is full.
        """
        cut = {"WARC-Truncated": exchange.cut.value} if exchange.cut else {}
        self._append_pair(self._record(exchange.url, "response", response_head(exchange), exchange.body, cut), exchange)

    def write_revisit(self, exchange: Exchange, recalled: Recalled) -> None:
        """Record that a server answered 304 to a request about an earlier response (ISO 28500, 6.7.3).

        Raises:
            ArchiveNotWritten: the disk is full.
        """
        fields = {
            "WARC-Profile": NOT_MODIFIED,
            "WARC-Refers-To-Target-URI": archived(recalled.exchange.url),
            "WARC-Refers-To-Date": recalled.date,
            "WARC-Payload-Digest": _digest(recalled.exchange.body),
        }
        self._append_pair(self._record(exchange.url, "revisit", response_head(exchange), b"", fields), exchange)

    def write_failure(self, url: str, failure: FetchFailed, robots: Verdict | None) -> None:
        """Record that a URL brought no response.

        Raises:
            ArchiveNotWritten: the disk is full.
        """
        date = _now()
        data = failure_block(url, failure, robots, date)
        self._append(self._record(url, "metadata", b"", data, {"WARC-Date": date, "Content-Type": MEDIA_TYPE}))

    def sync(self) -> None:
        """See to it that what was written survives a power cut.

        Raises:
            ArchiveNotWritten: the disk is full or broken.
        """
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _refused(self._path, error) from error
        self._synced = time.monotonic()

    def _append_pair(self, response: ArcWarcRecord, exchange: Exchange) -> None:
        together = {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
        self._append(response, self._record(exchange.url, "request", request_head(exchange), b"", together))

    def _record(self, url: str, kind: str, head: bytes, body: bytes, fields: Mapping[str, str]) -> ArcWarcRecord:
        return self._writer.create_warc_record(
            archived(url),
            kind,
            payload=BytesIO(body),
            length=len(body),  # else warcio copies the body to a temporary file, and leaves it open
            http_headers=_Head(head) if head else None,
            warc_headers_dict={"WARC-Date": _now(), **fields},
        )

    def _append(self, *records: ArcWarcRecord) -> None:
        """Write records in one go; after a refusal nothing may follow, for it would stand behind half a record."""
        if self._refusal:
            raise self._refusal
        self._out.seek(0)
        self._out.truncate()
        for record in records:
            self._writer.write_record(record)
        try:
            _write_all(self._file, self._out.getbuffer())
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._end)
            self._refusal = _refused(self._path, error)
            raise self._refusal from error
        self._end += self._out.tell()
        if time.monotonic() - self._synced > SYNC_S:
            self.sync()


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Open an archive for writing; it is readable at every moment, and not left behind when nothing was recorded.

    Raises:
        ArchiveNotWritten: the disk is full or read-only.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = FileIO(path, "w")
    except OSError as error:
        raise _refused(path, error) from error
    with file:
        writer = ArchiveWriter(path, file)
        yield writer
        writer.sync()
    if writer.is_empty:
        path.unlink()


class _Head:
    """An HTTP head as warcio's writer takes it, its bytes left as they are; warcio's own escapes what is not ASCII."""

    def __init__(self, data: bytes) -> None:
        self.headers_buff = data

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Leave the bytes alone."""


def _write_all(file: FileIO, data: memoryview) -> None:
    """Write everything; a raw file may take less than it is given."""
    with data:
        at = 0
        while at < len(data):
            at += file.write(data[at:])


def _refused(path: Path, error: OSError) -> ArchiveNotWritten:
    reason = (error.strerror or str(error)).lower()
    return ArchiveNotWritten(
        f"the pages cannot be recorded in {path.parent} ({reason})", "free some space or choose another --data"
    )


def _digest(body: bytes) -> str:
    return "sha1:" + base64.b32encode(sha1(body, usedforsecurity=False).digest()).decode("ascii")


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
