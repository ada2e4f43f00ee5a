"""Vectors for texts: taken over from an old index where text and encoder are the same, encoded once otherwise."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Encoder, Vectors
from index.reader import HASH_BYTES, HASHES, Index
from index.titled import Text, TitledEncoder

ENCODED_AT_ONCE = 32  # texts between two reports of progress
COPIED_AT_ONCE = 65_536  # vectors
Progress = Callable[[int, int], None]
Numbers = NDArray[np.int64]
Hashes = NDArray[np.bytes_]


def text_hashes(texts: Iterable[Text]) -> Hashes:
    """Return a hash for each text, so long that no two texts share one."""
    keys = (f"{text.title!r} {text.body}".encode("utf-8", "surrogatepass") for text in texts)
    one_by_one = (blake2b(key, digest_size=HASH_BYTES).digest() for key in keys)
    return np.frombuffer(b"".join(one_by_one), HASHES)


class Known:
    """The vectors of an old index by the hash of their text; without one, or from another encoder, none."""

    def __init__(self, old: Index | None, encoder: Encoder) -> None:
        usable = old is not None and old.manifest.encoder == encoder.identity
        self._old = old if usable else None
        hashes = self._old.text_hashes if self._old else None
        hashes = np.empty(0, HASHES) if hashes is None else np.asarray(hashes)
        self._order = np.argsort(hashes, kind="stable")
        self._sorted = hashes[self._order]

    def numbers(self, hashes: Hashes) -> Numbers:
        """Return the number of each text in the old index, -1 where it has none."""
        if not len(self._sorted):
            return np.full(len(hashes), -1, np.int64)
        places = np.searchsorted(self._sorted, hashes).clip(max=len(self._sorted) - 1)
        return np.where(self._sorted[places] == hashes, self._order[places], -1)

    def vectors(self, numbers: Numbers) -> Vectors:
        """Return the old vectors of texts that it has."""
        if self._old is None:
            raise LookupError("nothing is known")
        return Filled(self._chunks, self._old.sentence_vectors).of(numbers)

    @cached_property
    def _chunks(self) -> Vectors:
        return self._old.store.vectors() if self._old else np.empty((0, 0), np.float32)


@dataclass(frozen=True)
class Filled:
    """The vectors of an index's texts, numbered through: first its chunks', then its sentences' in half precision."""

    chunks: Vectors
    sentences: NDArray[np.float16]

    def of(self, numbers: Numbers) -> Vectors:
        """Return the vectors of texts, float32."""
        found = np.empty((len(numbers), self.sentences.shape[1]), np.float32)
        chunks = numbers < len(self.chunks)
        found[chunks] = self.chunks[numbers[chunks]]
        found[~chunks] = self.sentences[numbers[~chunks] - len(self.chunks)]
        return found

    def put(self, numbers: Numbers, vectors: Vectors) -> None:
        """Set the vectors of texts."""
        chunks = numbers < len(self.chunks)
        self.chunks[numbers[chunks]] = vectors[chunks]
        self.sentences[numbers[~chunks] - len(self.chunks)] = vectors[~chunks]


class Filling:
    """Fills in the vectors of texts of which many are known or occur several times."""

    def __init__(self, texts: Sequence[Text], chunks: int, hashes: Hashes, encoder: Encoder) -> None:
        size = encoder.identity.dimension
        self._texts = texts
        self._hashes = hashes
        self._encoder = TitledEncoder(encoder)
        self.filled = Filled(np.empty((chunks, size), np.float32), np.empty((len(hashes) - chunks, size), np.float16))

    def run(self, known: Known, progress: Progress) -> int:
        """Take over what is known, encode the others, each text once; return how many had to be encoded."""
        _, firsts, same = np.unique(self._hashes, return_index=True, return_inverse=True)
        old = known.numbers(self._hashes[firsts])
        for some in _parts(np.flatnonzero(old >= 0), COPIED_AT_ONCE):
            self.filled.put(firsts[some], known.vectors(old[some]))
        new = np.sort(firsts[old < 0])
        self._encode(new, progress)
        repeated = np.flatnonzero(firsts[same] != np.arange(len(same)))
        for some in _parts(repeated, COPIED_AT_ONCE):
            self.filled.put(some, self.filled.of(firsts[same[some]]))
        return len(new)

    def _encode(self, new: Numbers, progress: Progress) -> None:
        """Encode texts of like length together: nothing is padded much."""
        lengths = np.fromiter((len(self._texts[number].body) for number in new.tolist()), np.int64, len(new))
        done = 0
        for some in _parts(new[np.argsort(lengths, kind="stable")], ENCODED_AT_ONCE):
            self.filled.put(some, self._encoder.encode([self._texts[number] for number in some.tolist()]))
            done += len(some)
            progress(done, len(new))


def _parts(numbers: Numbers, size: int) -> Iterator[Numbers]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
