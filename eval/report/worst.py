"""The worst answers, worst first: those that are wrong, then those that state least, then those that cite worst."""

from collections.abc import Sequence

from eval.report.causes import cause_of
from eval.rows import Row

SHOWN = 20


def worst(rows: Sequence[Row], most: int = SHOWN) -> list[Row]:
    """Return the worst answers that have any fault, at most so many.

    What is not right comes first; then what states the smaller share of the facts asked for; then what cites less
    precisely; of the same, the surest answer first, as its reader was misled most. A measure that does not apply to a
    wrong answer counts as failed: an answer to what has none states nothing that was asked for.
    """
    return sorted((row for row in rows if cause_of(row)), key=_badness)[:most]


def _badness(row: Row) -> tuple[float, float, float, float, str]:
    losses = (row.scores.get(name) or 0.0 for name in ("right", "nugget_recall", "citation_precision"))
    right, stated, cited = losses
    sureness = float("-inf") if row.confidence is None else row.confidence
    return right, stated, cited, -sureness, row.id
