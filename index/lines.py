"""JSON lines on disk, each read when it is asked for; an array beside them says where each ends, and its checksum."""

import mmap
import os
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, overload
from zlib import crc32

import numpy as np
from pydantic import TypeAdapter, ValidationError

from index.arrays import load_array
from index.errors import damaged

T = TypeVar("T")
LINE = np.dtype([("end", "<u8"), ("crc", "<u4")])


class Lazy(Sequence[T]):
    """A sequence whose elements are made when they are asked for; a slice is a tuple of them."""

    @abstractmethod
    def _at(self, number: int) -> T:
        """Return the element of a number from 0."""

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        numbers = range(len(self))[place]
        return self._at(numbers) if isinstance(numbers, int) else tuple(map(self._at, numbers))


class Lines(Lazy[T]):
    """What `write_lines` wrote; any thread may read it, and the rows used last are kept.

    The file is mapped, not opened anew: an index that a newer build removed answers on.
    """

    def __init__(self, path: Path, kind: type[T], keep: int) -> None:
        """Open a file.

        Raises:
            IndexCorrupt: it is missing, or its length is not what it was.
        """
        self._path = path
        self._adapter = TypeAdapter(kind)
        self._table = load_array(beside(path), LINE)
        self._bytes = self._mapped()
        if len(self._bytes) != (self._table["end"][-1] if len(self) else 0):
            raise damaged(self._path)
        self._at_kept = lru_cache(keep)(self._read)

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[T]:
        return map(self._read, range(len(self)))  # one pass over everything keeps nothing

    def _at(self, number: int) -> T:
        return self._at_kept(number)

    def _read(self, number: int) -> T:
        start = self._table["end"][number - 1] if number else 0
        line = self._bytes[int(start) : int(self._table["end"][number])]
        if crc32(line) != self._table["crc"][number]:
            raise damaged(self._path)
        try:
            return self._adapter.validate_json(line)
        except ValidationError as error:
            raise damaged(self._path) from error

    def _mapped(self) -> bytes | mmap.mmap:
        try:
            with self._path.open("rb") as file:
                if not os.fstat(file.fileno()).st_size:
                    return b""  # nothing can be mapped
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise damaged(self._path) from error


def write_lines(path: Path, rows: Iterable[T], kind: type[T]) -> None:
    """Write one JSON object a line, and the array of lines beside it."""
    adapter = TypeAdapter(kind)
    table: list[tuple[int, int]] = []
    end = 0
    with path.open("wb") as file:
        for row in rows:
            line = adapter.dump_json(row) + b"\n"
            end += file.write(line)
            table.append((end, crc32(line)))
    np.save(beside(path), np.array(table, LINE))


def beside(path: Path) -> Path:
    """Return where the array of a file's lines lies."""
    return path.with_suffix(".lines.npy")
