"""The answer to a question that compares: a table of quotes, each about one thing in one respect."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from app.answers import Answer, Table
from app.comparison.cells import LIKELY, SURE, Cells
from app.comparison.names import Names
from app.comparison.recognition import compared
from app.comparison.things import Compared, Thing
from app.evidence import Evidence
from app.quoting import quoted
from index.rerankers import Reader
from index.search import Searcher
from ingest.language import Language

Column = list[Evidence | None]


class Comparison:
    """Answers questions that compare things of one index."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def answer(self, empty: Answer, topic: str | None = None) -> Answer | None:
        """Return an answer with a table; None where a question does not compare, or a table would hold nothing more.

        That is so where no cell has a quote, or all have the same sentence, which says it of all the things at once.
        Without the reader there is none: nothing else tells well whether a cell answers.

        Raises:
            RerankerUnavailable: the reader fails.
        """
        reader = self._searcher.reranker
        if not isinstance(reader, Reader) or (found := compared(empty.question, self._names)) is None:
            return None
        cells = Cells(self._searcher, reader, found.things, topic)
        least = LIKELY if found.asked else SURE
        near = [[cells.near(thing, aspect, least) for thing in found.things] for aspect in found.aspects]
        columns = (
            [[_first(some) for some in column] for column in near]
            if found.asked
            else _told(found.things, near, empty.language)
        )
        if _is_needless(columns):
            return None
        kept = [number for number, column in enumerate(columns) if found.asked or any(column)]
        found = replace(found, aspects=tuple(found.aspects[number] for number in kept))
        return _tabled(empty, found, [columns[number] for number in kept])

    @cached_property
    def _names(self) -> Names:
        return Names(self._searcher.index)


def _told(things: Sequence[Thing], near: Sequence[Sequence[Sequence[Evidence]]], language: Language) -> list[Column]:
    """Return the columns of what nobody asked in particular; the first is what a thing is."""
    what, *others = near
    definitions = [_definition(thing, some, language) for thing, some in zip(things, what, strict=True)]
    return [definitions, *([_first(some) for some in column] for column in others)]


def _definition(thing: Thing, some: Sequence[Evidence], language: Language) -> Evidence | None:
    """Return the best sentence that begins as a definition, in the question's language if one does; else the best."""
    defining = [one for one in some if thing.is_defined(one.text)]
    own = [one for one in defining if one.hit.chunk.language == language]
    return _first(own or defining or some)


def _is_needless(columns: Sequence[Column]) -> bool:
    """Say whether there is nothing to put into a table, or one sentence that says it of several things."""
    filled = [_key(one) for column in columns for one in column if one]
    return not filled or (len(filled) > 1 and len(set(filled)) == 1)


def _first(some: Sequence[Evidence]) -> Evidence | None:
    return some[0] if some else None


def _tabled(empty: Answer, found: Compared, columns: Sequence[Column]) -> Answer:
    numbers: dict[tuple[int, int], int] = {}
    picked: list[Evidence] = []
    rows = []
    for cells in zip(*columns, strict=True):
        row = []
        for one in cells:
            if one and _key(one) not in numbers:
                numbers[_key(one)] = len(picked)
                picked.append(one)
            row.append(numbers[_key(one)] if one else None)
        rows.append(tuple(row))
    table = Table(tuple(one.name for one in found.things), tuple(one.label for one in found.aspects), tuple(rows))
    return replace(quoted(empty, picked), kind="comparison", table=table)


def _key(one: Evidence) -> tuple[int, int]:
    return one.hit.row, one.sentence
