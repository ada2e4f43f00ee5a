"""Reads WARC files record by record (ISO 28500, versions 0.17 to 1.1), whoever wrote them, in bounded memory."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from ingest.archives.unpacking import GZIP_MAGIC, PIECE, CutOff, Damaged, Member
from ingest.errors import ArchiveUnreadable

MAX_HEAD_BYTES = 1_000_000
MAX_GAP_BYTES = 16  # two empty lines, says ISO 28500
MAX_START_BYTES = 200
_MAGIC = b"WARC/"
_NEXT = b"\r\n\r\nWARC/1."
_HEADS = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record lies (byte offset in its file), its named fields in lower case, and its block's first line."""

    path: Path
    offset: int
    fields: Mapping[str, str]
    start: str

    @property
    def kind(self) -> str:
        """Its WARC-Type."""
        return self.fields.get("warc-type", "").lower()


def records(path: Path) -> Iterator[Record]:
    """Yield the records of a file; a last one that a killed writer cut off is left out.

    Raises:
        ArchiveUnreadable: the file is missing, no WARC, or damaged before its last record.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            offset = file.seek(0)
            while offset < size:
                record, offset = _record(path, file, offset, size)
                yield record
    except CutOff:
        return
    except (OSError, Damaged, StatusAndHeadersParserException, ValueError) as error:
        raise _unreadable(path, error) from error


def block(path: Path, offset: int, most: int) -> bytes:
    """Return the block of the record at an offset, at most so many bytes of it.

    Raises:
        ArchiveUnreadable: the file is no longer what it was.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            stream = io.BufferedReader(Member(file), PIECE) if _is_packed(file) else file
            fields = _fields(stream)
            return stream.read(min(_length(fields), most))
    except (OSError, CutOff, Damaged, StatusAndHeadersParserException, ValueError) as error:
        raise _unreadable(path, error) from error


def _record(path: Path, file: io.BufferedIOBase, offset: int, size: int) -> tuple[Record, int]:
    """Return the record at an offset, and where the next one begins."""
    file.seek(offset)
    if _is_packed(file):
        fields, start, end = _packed(file)
    else:
        fields, start, end = _plain(file, size)
    return Record(path, offset, fields, start), end


def _packed(file: io.BufferedIOBase) -> tuple[Mapping[str, str], str, int]:
    member = Member(file)
    stream = io.BufferedReader(member, PIECE)
    try:
        fields = _fields(stream)
        length = _length(fields)
        start = stream.readline(min(length, MAX_START_BYTES))
        _skip(stream, length - len(start))
    except CutOff as error:
        if member.is_over:
            raise Damaged("a record is shorter than it says") from error
        raise
    gap = stream.read(MAX_GAP_BYTES + 1)
    if gap.strip(b"\r\n").startswith(_MAGIC):
        raise Damaged("it was packed as a whole")
    if gap.strip(b"\r\n"):
        raise Damaged("a record is longer than it says")
    return fields, start.decode("utf-8", "replace"), member.end


def _plain(file: io.BufferedIOBase, size: int) -> tuple[Mapping[str, str], str, int]:
    if not _MAGIC.startswith(_peek(file, len(_MAGIC))):
        raise Damaged("a record does not begin where it should")
    fields = _fields(file)
    length, begin = _length(fields), file.tell()
    start = file.readline(min(length, MAX_START_BYTES))
    if begin + length > size:
        if _holds_another(file):
            raise Damaged("a record is shorter than it says")
        raise CutOff
    file.seek(begin + length)
    gap = _peek(file, MAX_GAP_BYTES)
    return fields, start.decode("utf-8", "replace"), begin + length + len(gap) - len(gap.lstrip(b"\r\n"))


class _Head:
    """Gives warcio the lines of a head, and stops one that never ends."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._left = MAX_HEAD_BYTES

    def readline(self) -> bytes:
        line = self._stream.readline(self._left)
        self._left -= len(line)
        if not self._left:
            raise Damaged("a head does not end")
        if not line.endswith(b"\n"):
            raise CutOff
        return line


def _fields(stream: io.BufferedIOBase) -> Mapping[str, str]:
    head = _HEADS.parse(_Head(stream))
    return {name.lower(): value for name, value in head.headers}


def _length(fields: Mapping[str, str]) -> int:
    length = int(fields.get("content-length", ""))
    if length < 0:
        raise Damaged("a record has a negative length")
    return length


def _skip(stream: io.BufferedIOBase, size: int) -> None:
    while size:
        got = len(stream.read(min(size, PIECE)))
        if not got:
            raise CutOff
        size -= got


def _holds_another(file: io.BufferedIOBase) -> bool:
    """Return whether a record follows after all: then the one before it lies about its length."""
    last = b""
    while piece := file.read(PIECE):
        if _NEXT in last + piece:
            return True
        last = piece[-len(_NEXT) :]
    return False


def _peek(file: io.BufferedIOBase, size: int) -> bytes:
    at = file.tell()
    data = file.read(size)
    file.seek(at)
    return data


def _is_packed(file: io.BufferedIOBase) -> bool:
    return GZIP_MAGIC.startswith(start) if (start := _peek(file, len(GZIP_MAGIC))) else False


def _unreadable(path: Path, error: Exception) -> ArchiveUnreadable:
    if isinstance(error, OSError):
        return ArchiveUnreadable(f"the archive {path} cannot be read ({error.strerror or error})", "check the path")
    reason = f" ({error})" if isinstance(error, Damaged) else ""
    remedy = "unpack it with gunzip" if "as a whole" in reason else "leave it out, or record it again"
    return ArchiveUnreadable(f"the archive {path} is not a readable WARC file{reason}", remedy)
