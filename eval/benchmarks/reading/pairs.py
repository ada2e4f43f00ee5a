"""A question and one passage at a time: does it answer, how sure is the reader of it, and which sentence does it name.

Each question is put to the passage that it was written for, whether that answers it or not, and each answerable one to
the nearest passage that does not answer it, too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.evidence import losses
from eval.benchmarks.reading import READER, WITHOUT
from eval.benchmarks.reading.gold import holding, telling
from eval.benchmarks.reading.shelf import Shelf
from eval.question_sets import Query
from index.reading.outputs import Reading
from index.search.reading import lift


@dataclass(frozen=True, slots=True)
class PairRow:
    """What is told of one pair.

    `written_for` is false of the nearest other passage; `about` is the passage that the question is about; `languages`
    are those of question and passage; `scores` are the best cosine of a sentence, and it with what the reader adds;
    `probability` is the reader's that the passage answers. `named` says of each whether the sentence that it ranks
    first holds the answer; None where that tells nothing.
    """

    id: str
    passage: str
    written_for: bool
    about: str
    languages: str
    answers: bool
    scores: dict[str, float]
    probability: float
    named: dict[str, bool] | None


def pairs(shelf: Shelf) -> list[PairRow]:
    """Read every pair of a set."""
    return [row for query in shelf.questions.queries for row in _of(shelf, query)]


def _of(shelf: Shelf, query: Query) -> Iterator[PairRow]:
    own = _written_for(shelf, query)
    ids = [one for one in (own, _nearest_other(shelf, query)) if one]
    for one, reading in zip(ids, shelf.read(query, ids), strict=True):
        cosines = shelf.cosines(query, one)
        chunk = shelf.index.chunks[shelf.rows[one]]
        marks = holding(query, chunk) if one in query.relevant else []
        yield PairRow(
            id=query.id,
            passage=one,
            written_for=one == own,
            about=own or one,
            languages=f"{query.lang}-{shelf.questions.passages[shelf.rows[one]].lang}",
            answers=one in query.relevant,
            scores={WITHOUT: max(cosines, default=-1.0), READER: max(cosines, default=-1.0) + lift(reading)},
            probability=reading.answers,
            named=_named(marks, cosines, reading) if telling(marks) else None,
        )


def _written_for(shelf: Shelf, query: Query) -> str | None:
    """Return the passage that the set names, or one that answers; None of an unanswerable question about none."""
    if query.source_passage in shelf.rows:
        return query.source_passage
    return min(query.relevant, default=None)


def _nearest_other(shelf: Shelf, query: Query) -> str | None:
    """Return what the search finds first of what does not answer; of an unanswerable question nothing is known."""
    if not query.relevant:
        return None
    hits = shelf.searcher.near(query.text, shelf.vector(query), len(query.relevant) + 1)
    return next((one for one in map(shelf.name, hits) if one not in query.relevant), None)


def _named(marks: Sequence[bool], cosines: Sequence[float], reading: Reading) -> dict[str, bool]:
    both = [cosine + loss for cosine, loss in zip(cosines, losses(reading), strict=True)]
    first = {WITHOUT: cosines, READER: both}
    return {name: marks[max(range(len(marks)), key=scores.__getitem__)] for name, scores in first.items()}
