"""What the index knows a name as: a heading of its list, a label, a repository, a word of a title or of its texts."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from index.reader import Index
from index.terms import terms_of
from ingest.documents import Document
from ingest.language import CJK, language_of

HEADING, TITLE, TEXT = 3, 2, 1
FEW, RARE = 3, 50  # passages, and of how many passages one, in which a name may stand
LOOKED_AT = 12  # passages that hold a name, to find it in their titles
_LATIN = re.compile(rf"[^\W_{CJK}]+(?:[-._+#][^\W_{CJK}]+)*[+#]*")
_ASIDE = re.compile(r"[(（].*?[)）]")
_REPOSITORY = re.compile(r"[\w.-]+/([\w.-]+)")
_SUBJECT = re.compile(r"([^\s:：,，|—–-]\S*?)\s*[:：,，|—–]")  # “Blink: Fast and …”


class Known:
    """Looks names up in one index; what it finds is kept."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.rank = lru_cache(1024)(self._rank)

    def _rank(self, name: str) -> int:
        """Return HEADING, TITLE or TEXT for what knows a name best, 0 where nothing does."""
        small = name.casefold()
        if small in self._headings:
            return HEADING
        found = [self._index.terms.holding(term) for term in (terms_of(name)[:1] if name.isascii() else terms_of(name))]
        if 2 * sum(map(bool, map(len, found))) <= len(found):
            return 0  # of a stretch of Chinese most terms are known, or it is not what the sources are about
        rows = dict.fromkeys(int(row) for some in found for row in some[:LOOKED_AT])
        return max((_rank_in(small, self._index.chunks[row].document) for row in rows), default=0)

    def is_rare(self, name: str) -> bool:
        """Return whether few passages have all of a name, and some has: a name rather than a common word."""
        numbers = [len(self._index.terms.holding(term)) for term in terms_of(name)]
        return 0 < min(numbers, default=0) <= max(FEW, len(self._index.chunks) // RARE)

    @cached_property
    def _headings(self) -> frozenset[str]:
        """The list's headings that are names, in small letters: one word, or Latin letters beside Chinese."""
        return frozenset(one for path in self._index.topics for heading in path for one in _names_of(heading))


def names_of(document: Document) -> list[str]:
    """Return what an article may be about by name: what its title begins with or names, its labels, its headings."""
    labels = [one.label for one in document.link.occurrences if one.label]
    headings = [path[-1] for path in document.link.topics if path]
    repository = _REPOSITORY.fullmatch(document.title)
    title = [repository[1]] if repository else list(_names_in_title(document.title))
    return list(dict.fromkeys([*title, *(name for one in (*labels, *headings) for name in _as_written(one))]))


def _rank_in(name: str, document: Document) -> int:
    labels = {one.label.casefold() for one in document.link.occurrences}
    repository = _REPOSITORY.fullmatch(document.title.casefold())
    if name in labels or (repository and repository[1] == name):
        return HEADING
    in_title = {one.casefold() for one in _names_in_title(document.title)}
    return TITLE if name in in_title or (not name.isascii() and name in document.title) else TEXT


def _names_in_title(title: str) -> Iterator[str]:
    """Yield the names in a title: Latin words beside Chinese, else those that their capitals or their place tell."""
    subject = _SUBJECT.match(title)
    if subject and _LATIN.fullmatch(subject[1]):
        yield subject[1]
    words = _LATIN.findall(title)
    capitals = sum(one[0].isupper() for one in words[1:])
    for number, word in enumerate(words):
        alone = word[0].isupper() and number and 2 * capitals <= len(words)
        if word[0].isalpha() and (language_of(title) == "zh" or alone or any(map(str.isupper, word[1:]))):
            yield word


def _as_written(heading: str) -> Iterator[str]:
    plain = _ASIDE.sub("", heading).strip()
    words = _LATIN.findall(plain)
    if len(words) == 1 or re.search(f"[{CJK}]", plain):
        yield from words


def _names_of(heading: str) -> Iterator[str]:
    yield _ASIDE.sub("", heading).strip().casefold()
    yield from (one.casefold() for one in _as_written(heading))
