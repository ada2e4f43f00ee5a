"""Reads a binary file from its beginning on: little-endian numbers, arrays and bytes, one after the other."""

import struct

import numpy as np
from numpy.typing import NDArray


class Cursor:
    """A position in the file that moves on with each value read."""

    def __init__(self, data: bytes | memoryview) -> None:
        self.data = data
        self.at = 0

    def values(self, layout: str) -> tuple[int, ...]:
        """Read numbers, laid out as `struct` writes it."""
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        """Read so many numbers of one NumPy type, without copying them."""
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        """Read bytes."""
        found = bytes(self.data[self.at : self.at + count])
        self.at += count
        return found

    def skip(self, count: int) -> None:
        """Move on without reading."""
        self.at += count
