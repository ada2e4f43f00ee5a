"""Texts as sets of shingles (five consecutive characters), and a quick look at which sets have much in common.

Resemblance and containment are A. Broder's ("On the resemblance and containment of documents", 1997), and so is the
sketch: all shingles whose hash divides by 16, in long texts and short ones, so that shares of it estimate both.
"""

import unicodedata
from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Shingles = NDArray[np.uint64]
"""Hashes of a text's shingles: sorted, each once."""

LENGTH = 5
SAMPLED = np.uint64(16)  # one shingle in so many
# Measured on 49 READMEs: all reposts with a tenth of new text around them and a fifth left out resemble by .62 or more,
# two projects with one family of READMEs by .49 and contain .70; a quote as long as the rest contains .75 at most.
MIN_RESEMBLANCE = 0.6
MIN_CONTAINED, MIN_EXCERPT = 0.8, 500
# A million characters of English hold up to .67 of the shingles of any other English text, three million .76.
MAX_CHARS = 1_000_000
_RADIX = np.uint64(0x9E3779B97F4A7C15)


def normalized(text: str) -> str:
    """Return the first million characters of a text in NFKC, case folded, without white space."""
    return "".join(unicodedata.normalize("NFKC", text[:MAX_CHARS]).casefold().split())


def shingles(text: str) -> Shingles:
    """Return a normalized text's shingles, hashed by a polynomial of their code points (Karp and Rabin, 1987)."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = max(0, len(points) - LENGTH + 1)
    columns = (points[at : at + count] for at in range(LENGTH))
    hashes: Shingles = reduce(lambda hashes, column: hashes * _RADIX + column, columns)
    return np.unique(_mixed(hashes))


def sketch(whole: Shingles) -> Shingles:
    """Return the sampled shingles of a set."""
    is_sampled: NDArray[np.bool_] = whole % SAMPLED == 0
    return whole[is_sampled]


def is_repeat(one: Shingles, other: Shingles) -> bool:
    """Return whether two texts are copies, or the shorter is an excerpt of more than 500 characters."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    least, union = min(len(one), len(other)), len(one) + len(other) - shared
    return shared >= MIN_RESEMBLANCE * union or (least > MIN_EXCERPT and shared > MIN_CONTAINED * least)


class Sketches:
    """An index of sketches: one array of all their shingles, and beside each the row of its sketch."""

    def __init__(self, sketches: Sequence[Shingles]) -> None:
        self._sketches = sketches
        self._sizes = np.array([len(one) for one in sketches], np.int64)
        held = np.concatenate([np.empty(0, np.uint64), *sketches])
        order = np.argsort(held, kind="stable")
        self._held = held[order]
        self._rows = np.repeat(np.arange(len(sketches)), self._sizes)[order]

    def near(self, row: int) -> list[int]:
        """Return the rows behind `row` that may be its repeats, the likeliest first."""
        mine = self._sketches[row]
        starts, ends = (np.searchsorted(self._held, mine, side) for side in ("left", "right"))
        holders = np.concatenate([np.empty(0, np.int64), *map(self._rows.__getitem__, map(slice, starts, ends))])
        shared = np.bincount(holders[holders > row], minlength=len(self._sizes))
        least = np.maximum(np.minimum(self._sizes, len(mine)), 1)
        contained, resembling = shared / least, shared / np.maximum(self._sizes + len(mine) - shared, 1)
        error = 1.5 / np.sqrt(least)  # three standard deviations of a sampled share: sqrt(p (1 - p) / n), p = 1/2
        may = (contained >= MIN_CONTAINED - error) | (resembling >= MIN_RESEMBLANCE - error)
        rows = np.flatnonzero(may & (shared > 0))
        return [int(one) for one in rows[np.argsort(-contained[rows], kind="stable")]]


def _mixed(hashes: Shingles) -> Shingles:
    """Spread hashes evenly: the last steps of SplitMix64 (Steele, Lea and Flood, 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
