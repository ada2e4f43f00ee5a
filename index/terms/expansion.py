"""A question's words in the glossary: which of its wordings a question holds, and what else those things are called."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.terms.glossary import Entry, Glossary
from index.terms.inflection import forms, plural
from index.terms.words import spelt_alike, terms_of, units
from ingest.language import Language

Units = tuple[str, ...]
Wording = tuple[str, ...]
"""The terms of one wording."""
Concept = tuple[Wording, ...]
"""The wordings of one thing, each of which says it alone."""


def expanded(question: str, language: Language, glossary: Glossary) -> list[Concept]:
    """Return what the things that a question names are called in a language, otherwise than in the question itself.

    Longer wordings are taken first, and what they cover is not read again: “graph neural network” is no “network”.

    Args:
        question: in either language, or in both.
        language: of the wordings wanted. The question's own gives synonyms, the other one translations.
        glossary: what is called how.
    """
    concepts = []
    for found, entries in _found(units(spelt_alike(question)), glossary):
        wordings = dict.fromkeys(wording for entry in entries for wording in entry.wordings(language))
        spellings = [_spellings(wording) for wording in wordings]
        others = [one for some in spellings if found not in map(units, some) for one in some]
        concepts.append(tuple(dict.fromkeys(terms for one in others if (terms := tuple(terms_of(one))))))
    return [concept for concept in concepts if concept]


def _found(question: Units, glossary: Glossary) -> Iterator[tuple[Units, Sequence[Entry]]]:
    """Yield the glossary's wordings in a question with their entries, the longest first, none over another."""
    table, longest = _table(glossary)
    spans = [
        (start, start + size)
        for size in range(min(longest, len(question)), 0, -1)
        for start in range(len(question) - size + 1)
        if question[start : start + size] in table
    ]
    taken: set[int] = set()
    for start, end in spans:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            yield question[start:end], table[question[start:end]]


@lru_cache(maxsize=4)
def _table(glossary: Glossary) -> tuple[dict[Units, list[Entry]], int]:
    """Return the entries by the spellings of their wordings, and the length of the longest."""
    table: dict[Units, list[Entry]] = {}
    for entry in glossary.entries:
        spellings = (units(one) for wording in (*entry.en, *entry.zh) for one in _spellings(wording))
        for spelling in dict.fromkeys(spellings):
            table.setdefault(spelling, []).append(entry)
    return table, max(map(len, table), default=0)


def _spellings(wording: str) -> list[str]:
    """Return a wording as it stands and inflected: one English word in all forms, phrases and names in the plural."""
    *first, last = units(wording)
    is_name = wording != wording.lower()
    lasts = (last, plural(last)) if first or is_name else forms(last)
    if not last.isalpha() or not last.isascii():
        return [wording]
    return [wording[: len(wording) - len(last)] + one for one in lasts]
