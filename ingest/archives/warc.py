"""WARC/1.1 archives: replayed in place of the network, and written by every live build (ISO 28500, via warcio)."""

import contextlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self

import httpx
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.documents import Status, Verdict
from ingest.errors import ArchiveUnreadable, FetchFailed
from ingest.fetching.content_coding import GZIP_MAGIC, GZIP_OR_ZLIB
from ingest.fetching.exchange import Exchange, Recalled

SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
MAX_BODY_BYTES = 64_000_000
WARC_MAGIC = b"WARC/1."


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a response lies in an archive, and when it was recorded (ISO 8601)."""

    path: Path
    offset: int
    date: str


class ReplayTransport(httpx.AsyncBaseTransport):
    """Answers requests from archives only; a URL that is not there fails as `not_in_archive`, never on the network."""

    def __init__(self, recorded: Mapping[str, Recorded]) -> None:
        self._recorded = recorded

    @classmethod
    def open(cls, paths: Sequence[Path]) -> Self:
        """Index the responses of all archives; of a URL recorded twice, the last counts.

        Raises:
            ArchiveUnreadable: a file is missing, no WARC, or broken before its last record.
        """
        recorded: dict[str, Recorded] = {}
        for path in paths:
            recorded |= _responses(path)
        return cls(recorded)

    def date_of(self, url: str) -> str | None:
        """Return when a URL was recorded, or None."""
        found = self._recorded.get(_sent(url))
        return found.date if found else None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the recorded response, body bytes as they were on the wire."""
        url = _sent(str(request.url))
        found = self._recorded.get(url)
        if found is None:
            raise FetchFailed(Status.NOT_IN_ARCHIVE, f"{url} is not in the archive", retryable=True)
        record, body = _read(found)
        headers = [(name, value) for name, value in record.http_headers.headers if name.lower() != "transfer-encoding"]
        return httpx.Response(
            int(record.http_headers.get_statuscode()), headers=headers, stream=httpx.ByteStream(body), request=request
        )


class ArchiveWriter:
    """Appends request and response records, one gzip member each, so that a killed build's archive still reads."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._writer = WARCWriter(file, gzip=True, warc_version="1.1")
        information = {"software": "citeshelf", "format": "WARC/1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(name, information))

    def write(self, exchange: Exchange) -> None:
        """Write one exchange; credentials in the request's headers are left out."""
        sent = [(name, value) for name, value in exchange.sent if name.lower() not in SECRET_HEADERS]
        path = httpx.URL(exchange.url).raw_path.decode("ascii")
        url = _sent(exchange.url)
        line = f"GET {path} HTTP/1.1"
        self._record(url, "request", StatusAndHeaders(line, sent, is_http_request=True), b"")
        got = [(name, value) for name, value in exchange.headers if name.lower() != "transfer-encoding"]
        status = f"{exchange.status_code} {exchange.phrase}".strip()
        self._record(url, "response", StatusAndHeaders(status, got, protocol="HTTP/1.1"), exchange.body)
        self._file.flush()

    def write_revisit(self, exchange: Exchange, recalled: Recalled) -> None:
        """Record that a server answered 304 to a request about an earlier response."""

    def write_failure(self, url: str, failure: FetchFailed, robots: Verdict | None) -> None:
        """Record that a URL brought no response."""

    def _record(self, url: str, kind: str, headers: StatusAndHeaders, body: bytes) -> None:
        date = {"WARC-Date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),  # else warcio copies the body to a temporary file, and leaves it open
            http_headers=headers,
            warc_headers_dict=date,
        )
        self._writer.write_record(record)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Open an archive for writing; it is readable at every moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        yield ArchiveWriter(file, path.name)


def _sent(url: str) -> str:
    """Return a URL as a server sees it: a fragment stays with the client."""
    return url.partition("#")[0]


def _responses(path: Path) -> dict[str, Recorded]:
    found: dict[str, Recorded] = {}
    try:
        with path.open("rb") as file:
            for record, offset in _records(file):
                if record.rec_type == "response" and record.http_headers:
                    url = _sent(record.rec_headers.get_header("WARC-Target-URI").strip("<>"))
                    found[url] = Recorded(path, offset, record.rec_headers.get_header("WARC-Date"))
    except OSError as error:
        raise ArchiveUnreadable(
            f"the archive {path} cannot be read ({error.strerror or error})", "check the path"
        ) from error
    except (ArchiveLoadFailed, zlib.error, ValueError, AttributeError) as error:
        raise ArchiveUnreadable(
            f"the archive {path} is not a readable WARC file", "leave it out, or record it again"
        ) from error
    if not found:
        raise ArchiveUnreadable(f"the archive {path} holds no recorded page", "leave it out, or record it again")
    return found


def _records(file: BinaryIO) -> Iterator[tuple[ArcWarcRecord, int]]:
    """Yield records with their offsets; a last record that a killed writer cut off is left out."""
    start = file.read(len(WARC_MAGIC))
    file.seek(0)
    if not start.startswith((GZIP_MAGIC, WARC_MAGIC)):
        raise ArchiveLoadFailed("neither gzip nor WARC")
    whole = LimitReader(file, _whole_members(file) if start.startswith(GZIP_MAGIC) else file.seek(0, 2))
    file.seek(0)
    iterator = ArchiveIterator(whole)
    is_cut = False
    for record in iterator:
        if is_cut:
            raise ArchiveLoadFailed("a record is shorter than it says")
        offset = iterator.get_record_offset()
        is_cut = record.raw_stream.limit > 0
        if not is_cut:
            yield record, offset
    if iterator.err_count or whole.limit:
        raise ArchiveLoadFailed("records are damaged")


def _whole_members(file: BinaryIO) -> int:
    """Return where the last whole gzip member ends; warcio would take half of one for the whole page."""
    end = 0
    inflater = zlib.decompressobj(GZIP_OR_ZLIB)
    while data := file.read(1 << 16):
        while data:
            inflater.decompress(data)
            data = inflater.unused_data
            if inflater.eof:
                end = file.tell() - len(data)
                inflater = zlib.decompressobj(GZIP_OR_ZLIB)
    return end


def _read(found: Recorded) -> tuple[ArcWarcRecord, bytes]:
    with found.path.open("rb") as file:
        file.seek(found.offset)
        record = next(iter(ArchiveIterator(file)))
        return record, record.raw_stream.read(MAX_BODY_BYTES)


def recorded_bodies(paths: Sequence[Path]) -> Iterator[bytes]:
    """Yield the body of every recorded response that holds a page.

    Raises:
        ArchiveUnreadable: a file is missing or damaged.
    """
    for path in paths:
        for found in _responses(path).values():
            record, body = _read(found)
            if record.http_headers.get_statuscode() == "200":
                yield body
