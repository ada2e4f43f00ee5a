"""Where the right passages rank: one row a question, and the shares and means over groups of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.benchmarks.ours import Rank
from eval.benchmarks.question_sets import Query, QuestionSet

DEPTH = 10
Ranks = Mapping[str, int | None]
"""By system, the rank from 1 of the first right passage; None when it is not among the first ten."""


@dataclass(frozen=True, slots=True)
class RankRow:
    """One question's ranks; `other` are those of the same passage in the other language, where the index holds both."""

    id: str
    language: str
    translated: bool | None
    ranks: Ranks
    other: Ranks | None


Measure = Callable[[RankRow, str], float]


def ranked(questions: QuestionSet, systems: Mapping[str, Rank]) -> list[RankRow]:
    """Ask every system every question."""
    return [_row(query, {name: rank(query, DEPTH) for name, rank in systems.items()}) for query in questions.queries]


def _row(query: Query, found: Mapping[str, Sequence[str]]) -> RankRow:
    ranks = {name: first_rank(ids, query.relevant) for name, ids in found.items()}
    other = {name: first_rank(ids, query.other) for name, ids in found.items()} if query.other else None
    return RankRow(query.id, query.lang, query.translated, ranks, other)


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
    "R@1": _within(1),
    "R@5": _within(5),
    "R@10": _within(10),
    f"MRR@{DEPTH}": _reciprocal,
}
MIXED_MEASURES: Mapping[str, Measure] = {**MEASURES, "either@1": _either_first, "other@10": _other_found}


def groups(rows: Sequence[RankRow]) -> dict[str, list[RankRow]]:
    """Return all rows, and those that are told apart: by language asked, by whether the question was translated."""
    found = {"all": list(rows)}
    if len({row.language for row in rows}) > 1:
        found |= {f"{one} asked": [row for row in rows if row.language == one] for one in ("en", "zh")}
    if any(row.translated is False for row in rows):
        found["translated"] = [row for row in rows if row.translated]
        found["untranslated"] = [row for row in rows if row.translated is False]
    return {name: some for name, some in found.items() if some}


def figures(rows: Sequence[RankRow]) -> dict[str, dict[str, float]]:
    """Return each system's mean of each measure."""
    measures = MIXED_MEASURES if any(row.other for row in rows) else MEASURES
    systems = rows[0].ranks if rows else ()
    return {
        name: {label: sum(measure(row, name) for row in rows) / len(rows) for label, measure in measures.items()}
        for name in systems
    }


def table(title: str, rows: Sequence[RankRow]) -> str:
    """Return the figures as lines for a terminal, a block a group."""
    lines = [title]
    for group, some in groups(rows).items():
        found = figures(some)
        labels = next(iter(found.values()), {})
        lines.append(f"  {group:14}{len(some):6}" + "".join(f"{label:>10}" for label in labels))
        lines += [f"    {name:18}" + "".join(f"{one:10.3f}" for one in means.values()) for name, means in found.items()]
    return "\n".join(lines)
