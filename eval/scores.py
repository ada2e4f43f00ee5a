"""What an answer is worth; None means "not applicable", 0.0 means "failed"."""

from collections.abc import Sequence

from app.answers import Answer
from eval.questions import Question
from ingest.urls import identity_of

Scores = dict[str, float | None]
HITS = 5


def scores_of(question: Question, answer: Answer) -> Scores:
    """Return all scores of one answer."""
    wanted = frozenset(identity_of(url) for url in question.urls)
    cited = [identity_of(one.document.link.url) for one in answer.citations]
    found = [identity_of(hit.chunk.document.link.url) for hit in answer.hits]
    return {
        "source_1": _first_is_right(wanted, cited),
        "cited": _any_is_right(wanted, cited),
        f"found@{HITS}": _any_is_right(wanted, list(dict.fromkeys(found))[:HITS]),
        "refusal": float(answer.refused != question.answerable),
        "verbatim": _verbatim(answer),
    }


def _first_is_right(wanted: frozenset[str], cited: Sequence[str]) -> float | None:
    return float(bool(cited) and cited[0] in wanted) if wanted else None


def _any_is_right(wanted: frozenset[str], found: Sequence[str]) -> float | None:
    return float(bool(wanted & frozenset(found))) if wanted else None


def _verbatim(answer: Answer) -> float | None:
    """Return the share of sentences that stand in their citation's quote."""
    if answer.refused:
        return None
    quotes = {one.number: one.quote for one in answer.citations}
    right = sum(any(one.text in quotes[number] for number in one.citations) for one in answer.sentences)
    return right / len(answer.sentences)


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of the values that apply, None when none does."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
