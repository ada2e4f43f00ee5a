"""Which documents repeat another's text almost word for word: reposts, forks, mirrors, long excerpts.

Texts are compared as sets of shingles (five consecutive characters) by resemblance and containment (A. Broder, "On the
resemblance and containment of documents", 1997). A fixed share of all shingles, the same for every text, is each text's
sketch; an index of the sketches names the few pairs whose whole sets are worth comparing.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Document
from ingest.urls import identity_of

Shingles = NDArray[np.uint64]
"""Hashes of a text's shingles: sorted, each once."""

SHINGLE = 5
SAMPLED = np.uint64(16)  # one shingle in so many is in the sketch
MIN_RESEMBLANCE = 0.6
MIN_CONTAINED, MIN_EXCERPT_CHARS = 0.8, 500
MIN_CHARS, MIN_EQUAL_CHARS = 200, 80  # shorter texts repeat another only when equal, the shortest never
MAX_CHARS = 1_000_000  # of a text that are looked at
MAX_MISSES = 50  # pages of one template: so many pairs in vain, and a text is compared no more
_RADIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A document's place in the sequence, the number of its shingles, and those of them that are sampled."""

    place: int
    size: int
    sample: Shingles


def article_of(document: Document) -> str:
    """Return the key of a document's article; one that repeats another's text has that one's."""
    return identity_of(document.same_as or document.link.url)


def with_repeats(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents, with `same_as` set on those that repeat another link's; the others are the same objects."""
    originals = repeats(documents)
    return tuple(
        replace(document, same_as=documents[originals[place]].link.url) if place in originals else document
        for place, document in enumerate(documents)
    )


def repeats(documents: Sequence[Document]) -> dict[int, int]:
    """Return the place of each document that repeats another's text, with the place of its original.

    Of copies the original is the one published first when all their dates are known, else the list's first. Documents
    of one link never repeat each other, and the list's own lines repeat nothing. An original has no original itself.
    """
    found: dict[int, int] = {}
    for group in (*_equal(documents), *_alike(documents)):
        original = _original(group, documents)
        found |= {place: original for place in group if _links_differ(documents[place], documents[original])}
    return found


def _equal(documents: Sequence[Document]) -> Iterator[list[int]]:
    """Yield groups of short texts that are equal."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        if document.kind == "page" and MIN_EQUAL_CHARS <= len(text := normalized(document.text)) < MIN_CHARS:
            groups[text].append(place)
    yield from groups.values()


def _alike(documents: Sequence[Document]) -> Iterator[list[int]]:
    """Yield groups of longer texts: each text, the longest first, takes all that repeat it and are not taken yet.

    Were an excerpt to take what it was taken from, two articles that quote one abstract would be one.
    """
    sketches = sorted(_sketches(documents), key=lambda one: -one.size)
    free = np.ones(len(sketches), bool)
    index = _Index(sketches)
    for row, sketch in enumerate(sketches):
        if free[row]:
            free[row] = False
            taken = _taken(row, [other for other in index.near(row) if free[other]], sketches, documents)
            free[taken] = False
            yield [sketch.place, *(sketches[other].place for other in taken)]


def _taken(row: int, near: Sequence[int], sketches: Sequence[_Sketch], documents: Sequence[Document]) -> list[int]:
    document = documents[sketches[row].place]
    whole = shingles(document.text) if near else None
    taken, misses = [], 0
    for other in near:
        candidate = documents[sketches[other].place]
        if whole is None or misses == MAX_MISSES:
            break
        if _links_differ(document, candidate) and is_repeat(whole, shingles(candidate.text)):
            taken.append(other)
        else:
            misses += 1
    return taken


class _Index:
    """Which sketches hold a shingle: rows of sketches by sampled shingle, one array for all."""

    def __init__(self, sketches: Sequence[_Sketch]) -> None:
        self._sketches = sketches
        self._sizes = np.array([len(one.sample) for one in sketches])
        held = np.concatenate([np.empty(0, np.uint64), *(one.sample for one in sketches)])
        order = np.argsort(held, kind="stable")
        self._held = held[order]
        self._rows = np.repeat(np.arange(len(sketches), dtype=np.int32), self._sizes)[order]

    def near(self, row: int) -> list[int]:
        """Return the rows behind `row` of which so large a part is in it that the rest may be chance, largest first."""
        sample = self._sketches[row].sample
        starts, ends = (np.searchsorted(self._held, sample, side) for side in ("left", "right"))
        held_by = np.concatenate([np.empty(0, np.int32), *map(self._rows.__getitem__, map(slice, starts, ends))])
        shared = np.bincount(held_by[held_by > row], minlength=len(self._sizes))
        share = shared / np.maximum(self._sizes, 1)
        error = 3 * np.sqrt(0.25 / np.maximum(self._sizes, 1))  # three standard deviations of a sample's share
        rows = np.flatnonzero((shared > 0) & (share >= MIN_RESEMBLANCE - error))
        return [int(one) for one in rows[np.argsort(-share[rows], kind="stable")]]


def is_repeat(one: Shingles, other: Shingles) -> bool:
    """Return whether two texts' shingles make them copies, or the shorter a long excerpt."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    least, union = min(len(one), len(other)), len(one) + len(other) - shared
    return shared >= MIN_RESEMBLANCE * union or (least > MIN_EXCERPT_CHARS and shared > MIN_CONTAINED * least)


def normalized(text: str) -> str:
    """Return a text in NFKC, case folded, without white space."""
    return "".join(unicodedata.normalize("NFKC", text[:MAX_CHARS]).casefold().split())


def shingles(text: str) -> Shingles:
    """Return a text's shingles: hashed by a polynomial of their code points (Karp and Rabin, 1987), then mixed."""
    points = np.frombuffer(normalized(text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = max(0, len(points) - SHINGLE + 1)
    columns = (points[at : at + count] for at in range(SHINGLE))
    return np.unique(_mixed(reduce(lambda hashes, column: hashes * _RADIX + column, columns)))


def _mixed(hashes: Shingles) -> Shingles:
    """Spread hashes evenly: the last steps of SplitMix64 (Steele, Lea and Flood, 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def _sketches(documents: Sequence[Document]) -> Iterator[_Sketch]:
    for place, document in enumerate(documents):
        if document.kind == "page" and len(normalized(document.text)) >= MIN_CHARS:
            whole = shingles(document.text)
            yield _Sketch(place, len(whole), whole[whole % SAMPLED == 0])


def _original(group: Sequence[int], documents: Sequence[Document]) -> int:
    dates = {place: (documents[place].published or "")[:10] for place in group}
    return min(group, key=lambda place: (dates[place] if all(dates.values()) else "", place))


def _links_differ(one: Document, other: Document) -> bool:
    return identity_of(one.link.url) != identity_of(other.link.url)
