"""Where the right passages rank: one row a question, and the shares and means over groups of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.evaluation.intervals import interval
from eval.benchmarks.ours import Rank
from eval.question_sets import Query, QuestionSet

DEPTH = 10
FIRST, OTHER = "R@1", f"other@{DEPTH}"
Ranks = Mapping[str, int | None]
"""By system, the rank from 1 of the first right passage; None when it is not among the first ten."""
Figures = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RankRow:
    """One question's ranks; `other` are those of the same passage in the other language, where the index holds both.

    `about` is one and the same for all questions about one passage, in whatever language.
    """

    id: str
    language: str
    translated: bool | None
    ranks: Ranks
    other: Ranks | None
    about: str


Measure = Callable[[RankRow, str], float]


def ranked(questions: QuestionSet, systems: Mapping[str, Rank]) -> list[RankRow]:
    """Ask every system every question."""
    return [_row(query, {name: rank(query, DEPTH) for name, rank in systems.items()}) for query in questions.queries]


def _row(query: Query, found: Mapping[str, Sequence[str]]) -> RankRow:
    ranks = {name: first_rank(ids, query.relevant) for name, ids in found.items()}
    other = {name: first_rank(ids, query.other) for name, ids in found.items()} if query.other else None
    return RankRow(query.id, query.lang, query.translated, ranks, other, min(query.relevant | query.other))


def first_rank(found: Sequence[str], wanted: frozenset[str]) -> int | None:
    """Return the rank, from 1, of the first id that is wanted; None when none is."""
    return next((rank for rank, one in enumerate(found, 1) if one in wanted), None)


def _within(k: int) -> Measure:
    return lambda row, name: float((row.ranks[name] or DEPTH + 1) <= k)


def _reciprocal(row: RankRow, name: str) -> float:
    rank = row.ranks[name]
    return 1 / rank if rank else 0.0


def _either_first(row: RankRow, name: str) -> float:
    return float(1 in (row.ranks[name], (row.other or {}).get(name)))


def _other_found(row: RankRow, name: str) -> float:
    return float((row.other or {}).get(name) is not None)


MEASURES: Mapping[str, Measure] = {
    FIRST: _within(1),
    "R@5": _within(5),
    "R@10": _within(10),
    f"MRR@{DEPTH}": _reciprocal,
}
MIXED_MEASURES: Mapping[str, Measure] = {**MEASURES, "either@1": _either_first, OTHER: _other_found}


def groups(rows: Sequence[RankRow]) -> dict[str, list[RankRow]]:
    """Return all rows, and those that are told apart: by language asked, by whether the question was translated."""
    found = {"all": list(rows)}
    if len({row.language for row in rows}) > 1:
        found |= {f"{one} asked": [row for row in rows if row.language == one] for one in ("en", "zh")}
    if any(row.translated is False for row in rows):
        found["translated"] = [row for row in rows if row.translated]
        found["untranslated"] = [row for row in rows if row.translated is False]
    return {name: some for name, some in found.items() if some}


def figures(rows: Sequence[RankRow], ours: str | None = None) -> Figures:
    """Return each system's mean of each measure, and how sure R@1 is.

    Beside the measures stand `R@1 interval`, and, for all but `ours`: `behind`, how much lower R@1 is than ours, and
    `behind interval`, paired by question.
    """
    measures = MIXED_MEASURES if any(row.other for row in rows) else MEASURES
    systems = rows[0].ranks if rows else ()
    found: Figures = {name: _means(rows, name, measures) for name in systems}
    if ours is not None:
        for name in systems:
            found[name] |= _behind(rows, name, ours) if name != ours else {}
    return found


def _means(rows: Sequence[RankRow], name: str, measures: Mapping[str, Measure]) -> dict[str, Any]:
    values = {label: [measure(row, name) for row in rows] for label, measure in measures.items()}
    means = {label: sum(some) / len(rows) for label, some in values.items()}
    return {**means, f"{FIRST} interval": interval(values[FIRST], [row.about for row in rows])}


def _behind(rows: Sequence[RankRow], name: str, ours: str) -> dict[str, Any]:
    first = MEASURES[FIRST]
    leads = [first(row, ours) - first(row, name) for row in rows]
    return {"behind": sum(leads) / len(rows), "behind interval": interval(leads, [row.about for row in rows])}
