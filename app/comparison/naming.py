"""What things are called: a name's words, what finds it in a text, and the names that a document's thing has."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from ingest.documents import Document
from ingest.language import CJK, language_of

FORGES = frozenset({"github.com", "gitlab.com", "gitee.com", "bitbucket.org", "codeberg.org", "huggingface.co"})
_PIECE = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")
_NAMELIKE = re.compile(r"[a-z\d][A-Z]|[A-Z]{2}[a-z]")  # ByteGraph, RLax
_CAPITALS = re.compile(r"[A-Z]{3,}\d*")
_LEAD = re.compile(r"\s*(?:[:：|–—]|\s-\s)\s*")
_IN_BRACKETS = re.compile(r"\s*[(（][^)）]*[)）]\s*")


class Piece(NamedTuple):
    """A word or a Chinese character of a text, in small letters, and where it stands."""

    unit: str
    start: int
    end: int


class Called(NamedTuple):
    """What a document's thing is called, as whole names, and its titles."""

    whole: frozenset[tuple[str, ...]]
    titles: frozenset[str]


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


def called(document: Document) -> Called:
    """Return what a document's thing is called."""
    titles = {document.title, *(place.title for place in document.link.occurrences)} - {""}
    return Called(frozenset(map(units, _names(document, titles))) - {()}, frozenset(titles))


def _names(document: Document, titles: Collection[str]) -> Iterator[str]:
    """Yield what a document's thing is called: its topic, its label, its repository, its title or how that begins."""
    for place in document.link.occurrences:
        yield from (bare(heading) for heading in place.topic[-1:])
        yield place.label
    for title in titles:
        yield from (title, _LEAD.split(title)[0])
    address = urlsplit(document.link.url)
    owner, *repository = [part for part in address.path.split("/") if part] or [""]
    if owner and (address.hostname or "").removeprefix("www.") in FORGES:
        yield from repository[:1]


def is_name_in(found: str, title: str) -> bool:
    """Say whether words of a title are spelt as a name is, or foreign in a Chinese title."""
    if re.search(f"[{CJK}]", found):
        return True
    foreign = language_of(title) == "zh"
    words = _PIECE.findall(found)
    return all(_NAMELIKE.search(word) or _CAPITALS.fullmatch(word) or (foreign and word.istitle()) for word in words)


def looks_like_name(name: str) -> bool:
    """Say whether each word is spelt as nothing but a name is."""
    return all(_NAMELIKE.search(word) for word in _PIECE.findall(name))


def bare(heading: str) -> str:
    """Return a heading without what it has in brackets."""
    return _IN_BRACKETS.sub(" ", heading)
