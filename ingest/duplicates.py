"""Which documents repeat another's text almost word for word: reposts, forks, mirrors, long excerpts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.documents import Document
from ingest.shingles import Shingles, Sketches, is_repeat, normalized, shingles, sketch
from ingest.urls import identity_of

MIN_CHARS, MIN_EQUAL_CHARS = 200, 80  # shorter texts repeat another only when equal, the shortest never
MAX_MISSES = 5  # pages of one template: so many compared in vain, the likeliest first, and the rest are let be


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
    """Return the documents, `same_as` set anew; those on which it does not change are the same objects.

    A link's line on the list goes with the link's first page.
    """
    originals = repeats(documents)
    pages = {place: "" for place, one in enumerate(documents) if one.kind == "page"}
    pages |= {place: documents[original].link.url for place, original in originals.items()}
    lines = {_link(documents[place]): url for place, url in reversed(pages.items())}
    same_as = [pages.get(place, lines.get(_link(one), "")) for place, one in enumerate(documents)]
    return tuple(
        one if one.same_as == url else replace(one, same_as=url) for one, url in zip(documents, same_as, strict=True)
    )


def repeats(documents: Sequence[Document]) -> dict[int, int]:
    """Return the place of each document that repeats another's text, with the place of its original.

    Of copies the original is the one published first when all their dates are known, else the list's first. Documents
    of one link never repeat each other, and the list's own lines repeat nothing. An original has no original itself.
    """
    equal: dict[str, list[int]] = defaultdict(list)
    sketches: list[_Sketch] = []
    for place, document in enumerate(documents):
        text = normalized(document.text) if document.kind == "page" else ""
        if len(text) >= MIN_CHARS:
            whole = shingles(text)
            sketches.append(_Sketch(place, len(whole), sketch(whole)))
        elif len(text) >= MIN_EQUAL_CHARS:
            equal[text].append(place)
    found: dict[int, int] = {}
    for group in (*equal.values(), *_alike(sketches, documents)):
        original = _original(group, documents)
        found |= {place: original for place in group if _link(documents[place]) != _link(documents[original])}
    return found


def _alike(sketches: list[_Sketch], documents: Sequence[Document]) -> Iterator[list[int]]:
    """Yield groups of texts: each text, the longest first, takes all that repeat it and are not taken yet.

    Were an excerpt to take what it was taken from, two articles that quote one abstract would be one.
    """
    sketches = sorted(sketches, key=lambda one: -one.size)
    index = Sketches([one.sample for one in sketches])
    free = np.ones(len(sketches), bool)
    for row, one in enumerate(sketches):
        if free[row]:
            near = ((other, documents[sketches[other].place]) for other in index.near(row) if free[other])
            taken = list(_taken(documents[one.place], near))
            free[taken] = False
            yield [one.place, *(sketches[other].place for other in taken)]


def _taken(document: Document, near: Iterable[tuple[int, Document]]) -> Iterator[int]:
    """Yield the rows of those that repeat a document, by comparing whole sets."""
    whole: Shingles | None = None
    misses = 0
    for row, other in near:
        if misses == MAX_MISSES:
            return
        if _link(other) == _link(document):
            continue
        whole = shingles(normalized(document.text)) if whole is None else whole
        if is_repeat(whole, shingles(normalized(other.text))):
            yield row
        else:
            misses += 1


def _original(group: Sequence[int], documents: Sequence[Document]) -> int:
    dates = {place: (documents[place].published or "")[:10] for place in group}
    return min(group, key=lambda place: (dates[place] if all(dates.values()) else "", place))


def _link(document: Document) -> str:
    return identity_of(document.link.url)
