"""A question's words in the glossary: which of its wordings a question holds, and what else those things are called."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from index.terms.glossary import Entry, Glossary
from index.terms.inflection import forms, plural
from index.terms.words import spelt_alike, terms_of, units
from ingest.language import CJK, Language

Units = tuple[str, ...]
Wording = tuple[str, ...]
"""The terms of one wording."""


class Concept(NamedTuple):
    """The wordings of one thing, each of which says it alone, and how many terms of the question name it."""

    wordings: tuple[Wording, ...]
    terms: int


class Wordbook:
    """A glossary by the spellings of its wordings, made when the first question asks."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary

    def expanded(self, question: str, language: Language) -> list[Concept]:
        """Return what the things that a question names are called in a language, otherwise than in the question.

        Longer wordings are taken first, and what they cover is not read again: “graph neural network” is no “network”.

        Args:
            question: in either language, or in both.
            language: of the wordings wanted. The question's own gives synonyms, the other one translations.
        """
        found = dict(self._found(units(spelt_alike(question))))
        concepts: dict[tuple[Wording, ...], Concept] = {}
        for named, entries in found.items():
            wordings = dict.fromkeys(wording for entry in entries for wording in entry.wordings(language))
            spellings = [_spellings(wording) for wording in wordings]
            others = [one for some in spellings if found.keys().isdisjoint(some) for one in some.values()]
            terms = tuple(dict.fromkeys(terms for one in others if (terms := tuple(terms_of(one)))))
            if terms:
                concepts.setdefault(terms, Concept(terms, len(terms_of(_text(named)))))  # named twice, it is one thing
        return list(concepts.values())

    def _found(self, question: Units) -> Iterator[tuple[Units, list[Entry]]]:
        """Yield the glossary's wordings in a question with their entries, the longest first, none over another."""
        table, longest = self._table
        taken: set[int] = set()
        for size in range(min(longest, len(question)), 0, -1):
            for start in range(len(question) - size + 1):
                place, some = range(start, start + size), question[start : start + size]
                if some in table and taken.isdisjoint(place):
                    taken.update(place)
                    yield some, table[some]

    @cached_property
    def _table(self) -> tuple[dict[Units, list[Entry]], int]:
        """The entries by the spellings of their wordings, and the length of the longest."""
        table: dict[Units, list[Entry]] = {}
        for entry in self.glossary.entries:
            spellings = (_spellings(wording) for wording in (*entry.en, *entry.zh))
            for spelling in dict.fromkeys(one for some in spellings for one in some):
                table.setdefault(spelling, []).append(entry)
        return table, max(map(len, table), default=0)


def _text(spelling: Units) -> str:
    return ("" if all(map(re.compile(f"[{CJK}]").match, spelling)) else " ").join(spelling)


def _spellings(wording: str) -> dict[Units, str]:
    """Return a wording as it stands and inflected: one English word in all forms, phrases and names in the plural."""
    *first, last = units(wording)
    if not (last.isalpha() and last.isascii() and wording.lower().endswith(last)):
        return {(*first, last): wording}
    is_name = wording != wording.lower()
    lasts = (last, plural(last)) if first or is_name else forms(last)
    return {(*first, one): wording[: len(wording) - len(last)] + one for one in lasts}
