"""What on the list a question's words mean: headings, links that name it, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.names import bare, shorter, spellings, translations
from app.catalogue.request import Request
from app.catalogue.shelf import Shelf
from index.records import LinkRow
from index.terms import Glossary
from index.topics import SEPARATOR
from ingest.documents import Topic

_OWNER = re.compile(r"(.+?)(?:'s? | 的 ?|的)(?=\S)(.+)")
_BEFORE = re.compile(r"(\S+) (.+)")
_JOINT = re.compile(r" *(?:,| and | or | & |、|和|与|以及|或) *")
MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """Links on something: `under` stand below the `headings`, `naming` name it elsewhere on the list."""

    headings: tuple[Topic, ...]
    under: tuple[LinkRow, ...]
    naming: tuple[LinkRow, ...] = ()

    @property
    def rows(self) -> tuple[LinkRow, ...]:
        """All of them, each once."""
        return self.under + self.naming


class Resolver:
    """Finds what a request's target is on a shelf."""

    def __init__(self, shelf: Shelf, glossary: Glossary) -> None:
        self._shelf = shelf
        self._glossary = glossary

    def found(self, request: Request) -> Found | None:
        """Return the links that are asked for; None when the list has nothing of that name."""
        for name in dict.fromkeys((bare(request.target), shorter(bare(request.target)))):
            if found := self._named(name, request) or self._owned(name, request):
                return found
        parts = [bare(one) for one in _JOINT.split(request.target) if one.strip()]
        return self._together(parts, request) if 1 < len(parts) <= MOST_PARTS else None

    def _named(self, name: str, request: Request) -> Found | None:
        """Look for headings first; what a question does not call a heading may also be named by links elsewhere.

        What is a heading as it stands is not translated: “MAX” is no maximum. In a question in which nothing shows that
        the list is meant nothing is: it must have the list's own words.
        """
        wanted = spellings(name)
        headings = self._headings(wanted)
        if not headings and (others := self._translations(name, request)):
            headings, wanted = self._headings(others), wanted | others
        under = self._shelf.under(headings)
        naming = [] if request.under else self._shelf.naming(wanted, in_address=request.cue != "none")
        elsewhere = tuple(row for row in naming if row not in under)
        return Found(headings, tuple(under), elsewhere) if under or elsewhere else None

    def _translations(self, name: str, request: Request) -> frozenset[str]:
        return translations(name, self._glossary) if request.cue != "none" else frozenset()

    def _headings(self, wanted: frozenset[str]) -> tuple[Topic, ...]:
        return self._shelf.headings(wanted) or self._shelf.headings_with(wanted)

    def _owned(self, name: str, request: Request) -> Found | None:
        """Read “IBM's MAX” as what is called MAX, when the list says IBM of any of it."""
        for pattern in (_OWNER, _BEFORE):
            parts = pattern.fullmatch(name)
            found = self._named(parts[2], request) if parts else None
            if parts and found:
                owner = spellings(parts[1]) | self._translations(parts[1], request)
                own = Shelf(found.rows, self._shelf.titles).naming(owner)
                if own:
                    return found if found.headings else Found((), (), tuple(own))
        return None

    def _together(self, parts: Sequence[str], request: Request) -> Found | None:
        """Return what is found of several things, of which the list must have each."""
        several = [self._named(one, request) or self._owned(one, request) for one in parts]
        found = [one for one in several if one]
        if len(found) < len(parts):
            return None
        under = tuple(dict.fromkeys(row.link.url for one in found for row in one.under))
        named = dict.fromkeys(row.link.url for one in found for row in one.naming if row.link.url not in under)
        by_url = {row.link.url: row for row in self._shelf.rows}
        headings = tuple(dict.fromkeys(path for one in found for path in one.headings))
        return Found(headings, tuple(by_url[url] for url in under), tuple(by_url[url] for url in named))


def heading_names(headings: Sequence[Topic]) -> list[str]:
    """Return what to call headings: the last of each path, the whole path where two end alike."""
    lasts = [path[-1] for path in headings]
    return [path[-1] if lasts.count(path[-1]) == 1 else SEPARATOR.join(path) for path in headings]
