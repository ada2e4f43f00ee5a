import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_score, recall_score
from worked import A, answer, question, row

from eval.scores.refusals import refusal_scores, right
from eval.statistics.summary import mean_of

SAID = answer(("Plato needs MPI.", [1]))


@pytest.mark.parametrize(
    ("answerable", "refused", "recall", "precision", "false_refusal"),
    [
        (True, False, None, None, 0.0),
        (True, True, None, 0.0, 1.0),
        (False, False, 0.0, None, None),
        (False, True, 1.0, 1.0, None),
    ],
)
def test_the_four_cases_of_refusing(
    *, answerable: bool, refused: bool, recall: float | None, precision: float | None, false_refusal: float | None
) -> None:
    """Each question counts in the mean of what it is a case of, and nowhere else."""
    found = refusal_scores(question(A) if answerable else question(), answer() if refused else SAID)
    assert found == {"refusal_recall": recall, "refusal_precision": precision, "false_refusal": false_refusal}


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_refusals_agree_with_scikit_learn(cases: list[tuple[bool, bool]]) -> None:
    """The means over rows are precision and recall of refusing as scikit-learn has them, None where it divides by 0."""
    rows = [
        row(asked, refusal_scores(asked, answer() if refused else SAID))
        for number, (answerable, refused) in enumerate(cases)
        for asked in [question(A, id=f"q{number}") if answerable else question(id=f"q{number}")]
    ]
    due, done = [not answerable for answerable, _ in cases], [refused for _, refused in cases]
    expected = {
        "refusal_precision": precision_score(due, done, zero_division=0) if any(done) else None,
        "refusal_recall": recall_score(due, done, zero_division=0) if any(due) else None,
        # of the answerable, the share refused is one less the share of them that was answered
        "false_refusal": 1 - recall_score(due, done, pos_label=False) if not all(due) else None,
    }
    for measure, value in expected.items():
        found = mean_of(rows, measure)
        assert (found and found.value) == pytest.approx(value), measure


@pytest.mark.parametrize(
    ("recall", "precision", "expected"),
    [
        (1.0, 1.0, 1.0),
        (0.5, 0.25, 1.0),  # half the facts, and one of the sources
        (0.4, 1.0, 0.0),  # too few facts
        (1.0, 0.0, 0.0),  # facts without a relevant source
        (0.0, None, 0.0),
    ],
)
def test_what_answer_is_right(recall: float, precision: float | None, expected: float) -> None:
    """Half the facts asked for, and a relevant source."""
    assert right(question(A), SAID, {"nugget_recall": recall, "citation_precision": precision}) == expected


def test_a_refusal_is_right_where_it_is_due() -> None:
    """Refused and unanswerable, or neither."""
    nothing = {"nugget_recall": None, "citation_precision": None}
    assert right(question(), answer(), nothing) == 1.0
    assert right(question(), SAID, nothing) == 0.0
    assert right(question(A), answer(), {"nugget_recall": 0.0, "citation_precision": None}) == 0.0
