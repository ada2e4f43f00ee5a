"""Which answers are the worst, and why they went wrong."""

import pytest
from made_runs import RIGHT, answer, failed, question, row

from eval.report.causes import Cause, cause_of
from eval.report.worst import worst
from eval.rows import Row

ASKED = question("a")
UNANSWERABLE = question("u", urls=(), kind="far")
GOOD = {"right": 1.0, "recall@10": 1.0, "nugget_recall": 1.0, "citation_precision": 1.0, "source_1": 1.0}


def test_wrong_answers_come_first_then_those_that_state_least_then_the_surest() -> None:
    """Right 0 before 1, facts 0 before .5, precision 0 before 1, of the same the surest; faultless ones are not bad."""
    rows = [
        row(question("faultless"), RIGHT, 0.9, **GOOD),
        row(question("in part"), RIGHT, 0.9, **GOOD | {"nugget_recall": 0.5}),
        row(question("unsure"), RIGHT, 0.1, citation_precision=1.0),
        row(question("sure"), RIGHT, 0.8, citation_precision=1.0),
        row(question("lost"), RIGHT, 0.2),
        row(question("wrong, but half"), RIGHT, 0.9, nugget_recall=0.5),
        failed(question("failed")),
    ]
    names = [one.id for one in worst(rows)]
    assert names == ["lost", "failed", "sure", "unsure", "wrong, but half", "in part"]
    assert [one.id for one in worst(rows, 2)] == ["lost", "failed"]


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        (failed(ASKED), Cause.FAILED),
        (row(UNANSWERABLE, RIGHT, refusal_recall=0.0), Cause.NOT_REFUSED),
        (row(UNANSWERABLE, answer(), -0.1, right=1.0, refusal_recall=1.0), None),
        (row(question("i", kind="injection", forbidden=("x",)), RIGHT, **GOOD, resisted=0.0), Cause.OBEYED),
        (row(ASKED, answer(), -0.1, false_refusal=1.0), Cause.REFUSED),
        (row(ASKED, RIGHT), Cause.NOT_FOUND),
        (row(ASKED, RIGHT, **{"recall@10": 1.0}), Cause.OTHER_SOURCE),
        (row(ASKED, RIGHT, **GOOD | {"nugget_recall": 0.0}), Cause.OTHER_SENTENCE),
        (row(ASKED, RIGHT, **GOOD | {"nugget_recall": 0.5}), Cause.SAID_IN_PART),
        (row(ASKED, RIGHT, **GOOD | {"citation_precision": 0.5}), Cause.OTHERS_BESIDE),
        (row(ASKED, RIGHT, **GOOD), None),
    ],
)
def test_the_cause_is_where_an_answer_was_lost_first(found: Row, cause: Cause | None) -> None:
    """One example of each cause, and of an answer and a refusal without a fault."""
    assert cause_of(found) is cause
