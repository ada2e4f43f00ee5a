"""One gzip member of a file as a stream: unpacked piece by piece, so that no member can fill the memory."""

import io
import zlib
from typing import Any

GZIP_MAGIC = b"\x1f\x8b"
_GZIP_ONLY = 31  # zlib's window bits
PIECE = 1 << 16
_HARMLESS_BYTES = 64_000_000
_HARMLESS_RATIO = 200  # deflate reaches 1,032 on zeros; text stays below 20


class CutOff(Exception):
    """The file ends before the record does."""


class Damaged(Exception):
    """The bytes are not what a record is made of."""


class Member(io.RawIOBase):
    """The member that begins where the file stands; read to its end, its checksum has been compared."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file
        self._start = file.tell()
        self._inflater = zlib.decompressobj(_GZIP_ONLY)
        self._unpacked = 0

    @property
    def is_over(self) -> bool:
        """Whether all of it has been read."""
        return self._inflater.eof

    @property
    def end(self) -> int:
        """Where the next member begins, once this one is over."""
        return self._file.tell() - len(self._inflater.unused_data)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, or a part of it.

        Raises:
            CutOff: the file ends inside the member.
            Damaged: it does not unpack, or unpacks to far more than a page would.
        """
        while not self._inflater.eof:
            packed = self._inflater.unconsumed_tail or self._file.read(PIECE)
            try:
                data = self._inflater.decompress(packed, len(buffer))
            except zlib.error as error:
                raise Damaged("it does not unpack") from error
            if data:
                self._count(len(data))
                buffer[: len(data)] = data
                return len(data)
            if not packed:
                raise CutOff
        return 0

    def _count(self, size: int) -> None:
        self._unpacked += size
        packed = self._file.tell() - self._start
        if self._unpacked > _HARMLESS_BYTES and self._unpacked > _HARMLESS_RATIO * packed:
            raise Damaged("a record of it unpacks to more than any page")
