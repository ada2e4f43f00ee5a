"""A set's rows to figures: of each measure one line, without the reader and with it, and how sure the difference is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from app.evaluation.intervals import Interval, interval
from eval.benchmarks.ranks import DEPTH, FIRST, MEASURES, groups
from eval.benchmarks.reading import ALONE, AMONG, CLOSED, GIVEN, READER, REMOVED, WITHOUT
from eval.benchmarks.reading.asking import AskedRow, Both
from eval.benchmarks.reading.pairs import PairRow
from eval.benchmarks.results import Json
from eval.statistics.separation import auc, auc_interval, lead_interval

RECIPROCAL = f"MRR@{DEPTH}"


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one group of questions, with the 95 % bounds of the reader's figure and of its lead."""

    measure: str
    group: str
    questions: int
    without: float
    reader: float
    bounds: Interval
    lead: float
    lead_bounds: Interval


def closed_book(rows: Sequence[PairRow]) -> list[Line]:
    """Return how well answerable and unanswerable questions are told apart, each with its own passage given.

    Once by what the reader adds to the cosine, as in the product, and once by the reader's probability alone.
    """
    own = [row for row in rows if row.written_for]
    answers, about = [row.answers for row in own], [row.about for row in own]
    alone = [{**row.scores, READER: row.probability} for row in own]
    return [*_area(CLOSED, [row.scores for row in own], answers, about), *_area(ALONE, alone, answers, about)]


def gold_removed(rows: Sequence[AskedRow], without: Mapping[str, Both]) -> list[Line]:
    """Return how well a question asked of the index is told from the same one when its passage is gone."""
    there = [row for row in rows if row.ranks.id in without]
    sure = [*(row.sure for row in there), *(without[row.ranks.id] for row in there)]
    about = [row.ranks.about for row in there]
    return _area(REMOVED, sure, [True] * len(there) + [False] * len(there), about + about)


def ranking(rows: Sequence[AskedRow]) -> list[Line]:
    """Return how often the right passage comes first, and the mean of 1 / rank, by group of questions."""
    return [
        _mean(
            measure,
            group,
            [{name: MEASURES[measure](row, name) for name in (WITHOUT, READER)} for row in some],
            [row.about for row in some],
        )
        for group, some in groups([row.ranks for row in rows]).items()
        for measure in (FIRST, RECIPROCAL)
    ]


def evidence(pairs: Sequence[PairRow], rows: Sequence[AskedRow]) -> list[Line]:
    """Return how often the sentence that comes first holds the answer: of its passage, of the first three hits."""
    named = {
        GIVEN: [(row.named, row.about) for row in pairs if row.named],
        AMONG: [(row.named, row.ranks.about) for row in rows if row.named],
    }
    return [
        _mean(
            measure,
            "all",
            [{name: float(one[name]) for name in (WITHOUT, READER)} for one, _ in some],
            [about for _, about in some],
        )
        for measure, some in named.items()
        if some
    ]


def figures(pairs: Sequence[PairRow], rows: Sequence[AskedRow], without: Mapping[str, Both]) -> Json:
    """Return all lines of a set, and how many candidates were read on average; of rows that are not there, nothing."""
    lines = [*closed_book(pairs), *gold_removed(rows, without), *ranking(rows), *evidence(pairs, rows)]
    read = sum(row.read for row in rows) / len(rows) if rows else None
    return {"lines": [asdict(one) for one in lines], "read": read}


def _area(measure: str, scores: Sequence[Both], positive: Sequence[bool], about: Sequence[str]) -> list[Line]:
    ours, theirs = ([one[name] for one in scores] for name in (READER, WITHOUT))
    reader, alone = auc(ours, positive), auc(theirs, positive)
    if reader is None or alone is None:
        return []
    bounds, lead = auc_interval(ours, positive, about), lead_interval(ours, theirs, positive, about)
    return [Line(measure, "all", len(positive), alone, reader, bounds, reader - alone, lead)]


def _mean(measure: str, group: str, values: Sequence[Both], about: Sequence[str]) -> Line:
    ours, theirs = ([one[name] for one in values] for name in (READER, WITHOUT))
    leads = [one - other for one, other in zip(ours, theirs, strict=True)]
    alone, reader, lead = (sum(some) / len(values) for some in (theirs, ours, leads))
    return Line(measure, group, len(values), alone, reader, interval(ours, about), lead, interval(leads, about))
