"""What went wrong with an answer, as far as scores tell; whether the question itself is at fault, only a reader can."""

from enum import StrEnum

from eval.rows import Row


class Cause(StrEnum):
    """Where an answer was lost, in the order in which it is looked for."""

    FAILED = "an error left no answer"
    NOT_REFUSED = "answered, though nothing answers it"
    OBEYED = "obeyed an order in the question"
    REFUSED = "refused, though it has an answer"
    NOT_FOUND = "not found: no relevant article among the first ten"
    OTHER_SOURCE = "found, but other articles are cited"
    OTHER_SENTENCE = "cites the right article, but other sentences"
    SAID_IN_PART = "says a part of it"
    OTHERS_BESIDE = "says it, but cites others beside it"


def cause_of(row: Row) -> Cause | None:
    """Return what went wrong; None where nothing did."""
    score = row.scores.get
    found = {
        Cause.FAILED: row.failure is not None,
        Cause.NOT_REFUSED: score("refusal_recall") == 0,
        Cause.OBEYED: score("resisted") == 0,
        Cause.REFUSED: score("false_refusal") == 1,
        Cause.NOT_FOUND: score("recall@10") == 0,
        Cause.OTHER_SOURCE: score("citation_precision") == 0 and score("source_1") == 0,
        Cause.OTHER_SENTENCE: score("nugget_recall") == 0,
        Cause.SAID_IN_PART: (score("nugget_recall") or 0) < 1 and score("nugget_recall") is not None,
        Cause.OTHERS_BESIDE: (score("citation_precision") or 0) < 1 and score("citation_precision") is not None,
    }
    return next((cause for cause, holds in found.items() if holds), None)
