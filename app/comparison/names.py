"""Which things of an index a question names: by topics, labels, titles and repositories, or by what texts say."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.comparison.naming import Called, Piece, bare, called, is_name_in, looks_like_name, pattern_of, pieces_of, units
from index.reader import Index
from index.terms import STOP_WORDS, best, proper_names
from ingest.language import CJK

LONGEST = 4  # words of a name
ROWS = 400  # chunks that are looked at for a name: those in which it counts most
OFTEN = 10  # documents: a word of a title that so many others say is no name, if few are titled by it
SHARE = 1 / 3
TWICE = 2  # a text says a name so often before it counts as telling of it
_JOINED = re.compile(r"[\s\-._]?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question: where it stands, which documents are about it, and which say it at all (their numbers)."""

    text: str
    start: int
    end: int
    about: frozenset[int]
    saying: frozenset[int]
    titled: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the name in a sentence."""
        return pattern_of(self.text)


class Names:
    """Looks names up in one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._headings = {units(bare(path[-1])) for path in index.topics} | {()}
        self._known: dict[int, Called] = {}

    def mentions(self, text: str) -> list[Mention]:
        """Return the names in a question, in its order, the longest first where they overlap; none inside another."""
        found: list[Mention] = []
        for start, end in self._runs(text):
            if all(end <= one.start or start >= one.end for one in found) and (one := self._named(text, start, end)):
                found.append(one)
        return sorted(found, key=lambda one: one.start)

    def _runs(self, text: str) -> list[tuple[int, int]]:
        """Return where a name may stand, the longest first: words in a row, a topic's heading, a Chinese name."""
        pieces = pieces_of(text)
        longest = max(LONGEST, *map(len, self._headings))
        rows = [
            pieces[first : first + size]
            for size in range(1, min(longest, len(pieces)) + 1)
            for first in range(len(pieces) - size + 1)
        ]
        runs = {(some[0].start, some[-1].end) for some in rows if self._is_heading(some) or _is_run(text, some)}
        return sorted(runs | set(proper_names(text)), key=lambda run: (run[0] - run[1], run[0]))

    def _is_heading(self, pieces: Sequence[Piece]) -> bool:
        return tuple(one.unit for one in pieces) in self._headings

    def _named(self, text: str, start: int, end: int) -> Mention | None:
        """Return a name with its documents; None where it is none, or one that all the world says."""
        name = text[start:end]
        scores = self._index.terms.scores(name)
        numbers = {int(self._index.facts.table["document"][row]) for row, _ in best(scores, ROWS)}
        wanted = units(name)
        called = {number for number in numbers if wanted in self._called(number).whole}
        about = called | {number for number in numbers if self._is_titled(number, name)}
        if not about and not looks_like_name(name):
            return None
        counts = {number: len(pattern_of(name).findall(self._index.documents[number].text)) for number in numbers}
        saying = {number for number, count in counts.items() if count} | about
        if called or (about and not _is_common(about, saying)):
            return Mention(name, start, end, frozenset(about), frozenset(saying), titled=True)
        telling = {number for number, count in counts.items() if count >= TWICE and not about}
        return Mention(name, start, end, frozenset(telling), frozenset(saying), titled=False) if saying else None

    def _is_titled(self, number: int, name: str) -> bool:
        """Say whether a document's title has a name as names look, there or in its text."""
        pattern = pattern_of(name)
        said = [(found[0], title) for title in self._called(number).titles for found in pattern.finditer(title)]
        if any(is_name_in(found, title) for found, title in said):
            return True
        return any(found[0].isupper() for found, _ in said) and _is_always_capital(
            pattern, self._index.documents[number].text
        )

    def _called(self, number: int) -> Called:
        if number not in self._known:
            self._known[number] = called(self._index.documents[number])
        return self._known[number]


def _is_run(text: str, pieces: Sequence[Piece]) -> bool:
    """Say whether pieces are words in a row, not Chinese, none of them a stop word or a number alone."""
    if len(pieces) > LONGEST or any(re.match(f"[{CJK}]", one.unit) or one.unit in STOP_WORDS for one in pieces):
        return False
    gaps = (text[one.end : other.start] for one, other in pairwise(pieces))
    whole = text[pieces[0].start : pieces[-1].end]
    return len(whole) > 1 and not whole.isdigit() and all(_JOINED.fullmatch(gap) for gap in gaps)


def _is_common(about: Collection[int], saying: Collection[int]) -> bool:
    return len(saying) > OFTEN and len(about) < SHARE * len(saying)


def _is_always_capital(pattern: re.Pattern[str], text: str) -> bool:
    """Say whether a text has words several times, and never in small letters."""
    said = [found[0] for found in pattern.finditer(text)]
    return len(said) >= TWICE and all(one[piece.start].isupper() for one in said for piece in pieces_of(one))
