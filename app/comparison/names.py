"""Which things of an index a question names: by topics, labels, titles and repositories, or by what texts say."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from index.reader import Index
from index.terms import STOP_WORDS, best, proper_names
from ingest.documents import Document
from ingest.language import CJK, language_of

LONGEST = 4  # words of a name
ROWS = 400  # chunks that are looked at for a name: those in which it counts most
OFTEN = 10  # documents: a word of a title that so many others say is no name, if few are titled by it
SHARE = 1 / 3
TWICE = 2  # a text says a name so often before it counts as telling of it
FORGES = frozenset({"github.com", "gitlab.com", "gitee.com", "bitbucket.org", "codeberg.org", "huggingface.co"})
_PIECE = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")
_JOINED = re.compile(r"[\s\-._]?")
_NAMELIKE = re.compile(r"[a-z\d][A-Z]|[A-Z]{2}[a-z]")  # ByteGraph, RLax
_CAPITALS = re.compile(r"[A-Z]{3,}\d*")
_LEAD = re.compile(r"\s*(?:[:：|–—]|\s-\s)\s*")
_IN_BRACKETS = re.compile(r"\s*[(（][^)）]*[)）]\s*")


class Piece(NamedTuple):
    """A word or a Chinese character of a text, in small letters, and where it stands."""

    unit: str
    start: int
    end: int


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


class _Called(NamedTuple):
    """What a document's thing is called, as whole names, and its titles."""

    whole: frozenset[tuple[str, ...]]
    titles: frozenset[str]


class Names:
    """Looks names up in one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._headings = {units(_bare(path[-1])) for path in index.topics} | {()}
        self._known: dict[int, _Called] = {}

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
        if not about and not _looks_like_name(name):
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
        if any(_is_name_in(found, title) for found, title in said):
            return True
        return any(found[0].isupper() for found, _ in said) and _is_always_capital(
            pattern, self._index.documents[number].text
        )

    def _called(self, number: int) -> _Called:
        if number not in self._known:
            self._known[number] = _called(self._index.documents[number])
        return self._known[number]


def pieces_of(text: str) -> list[Piece]:
    """Return the words and Chinese characters of a text that is spelt alike."""
    return [Piece(found[0].casefold(), found.start(), found.end()) for found in _PIECE.finditer(text)]


def units(text: str) -> tuple[str, ...]:
    """Return what names are compared by."""
    return tuple(one.unit for one in pieces_of(text))


@lru_cache(maxsize=1024)
def pattern_of(name: str) -> re.Pattern[str]:
    """Return what finds a name in a text, whatever its case and joints; never inside a longer word."""
    middle = r"[\s\-._]?".join(map(re.escape, units(name)))
    letter = rf"[^\W_{CJK}]"
    return re.compile(rf"(?<!{letter}){middle}(?!{letter})", re.IGNORECASE)


def _is_run(text: str, pieces: Sequence[Piece]) -> bool:
    """Say whether pieces are words in a row, not Chinese, none of them a stop word or a number alone."""
    if len(pieces) > LONGEST or any(re.match(f"[{CJK}]", one.unit) or one.unit in STOP_WORDS for one in pieces):
        return False
    gaps = (text[one.end : other.start] for one, other in pairwise(pieces))
    whole = text[pieces[0].start : pieces[-1].end]
    return len(whole) > 1 and not whole.isdigit() and all(_JOINED.fullmatch(gap) for gap in gaps)


def _is_common(about: Collection[int], saying: Collection[int]) -> bool:
    return len(saying) > OFTEN and len(about) < SHARE * len(saying)


def _called(document: Document) -> _Called:
    titles = {document.title, *(place.title for place in document.link.occurrences)} - {""}
    return _Called(frozenset(map(units, _names(document, titles))) - {()}, frozenset(titles))


def _names(document: Document, titles: Collection[str]) -> Iterator[str]:
    """Yield what a document's thing is called: its topic, its label, its repository, its title or how that begins."""
    for place in document.link.occurrences:
        yield from (_bare(heading) for heading in place.topic[-1:])
        yield place.label
    for title in titles:
        yield from (title, _LEAD.split(title)[0])
    address = urlsplit(document.link.url)
    owner, *repository = [part for part in address.path.split("/") if part] or [""]
    if owner and (address.hostname or "").removeprefix("www.") in FORGES:
        yield from repository[:1]


def _is_always_capital(pattern: re.Pattern[str], text: str) -> bool:
    """Say whether a text has words several times, and never in small letters."""
    said = [found[0] for found in pattern.finditer(text)]
    return len(said) >= TWICE and all(word[0].isupper() for one in said for word in _PIECE.findall(one))


def _is_name_in(found: str, title: str) -> bool:
    """Say whether words of a title are spelt as a name is, or foreign in a Chinese title."""
    if re.search(f"[{CJK}]", found):
        return True
    foreign = language_of(title) == "zh"
    words = _PIECE.findall(found)
    return all(_NAMELIKE.search(word) or _CAPITALS.fullmatch(word) or (foreign and word.istitle()) for word in words)


def _looks_like_name(name: str) -> bool:
    return all(_NAMELIKE.search(word) for word in _PIECE.findall(name))


def _bare(heading: str) -> str:
    return _IN_BRACKETS.sub(" ", heading)
