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
    ("stated", "cited", "expected"),
    [
        (1.0, 1.0, 1.0),
        (1.0, 0.5, 1.0),  # half the facts, with sources that have them
        (1.0, 0.4, 0.0),  # too few of them
        (1.0, 0.0, 0.0),  # facts without a relevant source
    ],
)
def test_what_answer_is_right(stated: float, cited: float, expected: float) -> None:
    """Half the facts asked for, each cited to a relevant source that has it."""
    assert right(question(A), SAID, {"nugget_recall": stated, "citation_recall": cited}) == expected


def test_a_refusal_is_right_where_it_is_due() -> None:
    """Refused and unanswerable, or neither."""
    nothing = {"citation_recall": None}
    assert right(question(), answer(), nothing) == 1.0
    assert right(question(), SAID, nothing) == 0.0
    assert right(question(A), answer(), {"citation_recall": 0.0}) == 0.0
