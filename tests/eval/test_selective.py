import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import auc, roc_auc_score
from worked import A, question, row

from eval.rows import Row
from eval.statistics.selective import Point, selective

Case = tuple[bool, float | None, bool]
"""Whether a question is answerable, its confidence, and whether its answer would be right."""

CASES = st.tuples(st.booleans(), st.none() | st.sampled_from([-1.0, -0.5, 0.0, 0.1, 0.5, 2.0]), st.booleans())


def _rows(cases: list[Case]) -> list[Row]:
    rows = []
    for place, (answerable, confidence, right) in enumerate(cases):
        asked = question(f"{A}/{place}", id=str(place)) if answerable else question(id=str(place))
        rows.append(row(asked, confidence=confidence, would_be_right=float(answerable and right)))
    return rows


WORKED: list[Case] = [
    (True, 0.9, True),
    (True, 0.5, True),
    (True, 0.5, False),
    (False, 0.2, False),
    (True, -0.1, True),
    (True, None, False),
]


def test_a_curve_by_hand() -> None:
    """Six questions: the two of .5 come together, what has no confidence comes last."""
    found = selective(_rows(WORKED))
    assert found is not None
    assert found.points == (
        Point(0.9, 1 / 6, 0 / 1),
        Point(0.5, 3 / 6, 1 / 3),
        Point(0.2, 4 / 6, 2 / 4),
        Point(-0.1, 5 / 6, 2 / 5),
        Point(None, 6 / 6, 3 / 6),
    )
    # each question with the risk at its own confidence: (0 + 1/3 + 1/3 + 1/2 + 2/5 + 1/2) / 6
    assert found.aurc == pytest.approx((0 + 2 / 3 + 1 / 2 + 2 / 5 + 1 / 2) / 6)
    # the three right ones first, then each of the wrong: (0 + 0 + 0 + 1/4 + 2/5 + 3/6) / 6
    assert found.best_aurc == pytest.approx((1 / 4 + 2 / 5 + 3 / 6) / 6)
    # above 0 are four, two of them right
    assert found.operating == Point(0.0, 4 / 6, 2 / 4)
    # of five answerable ones, .9 .5 .5 are above .2, -.1 and none are not
    assert found.auroc == pytest.approx(3 / 5)
    assert found.coverage_at_5 == 1 / 6
    assert found.questions == 6


def test_coverage_at_a_risk_is_the_largest() -> None:
    """Risk may rise and fall again: 1 of 20 wrong is 5 %, however early the first came."""
    for wrong, expected in (
        ({1}, 1.0),
        ({1, 2}, 0.0),
        ({19, 20}, 18 / 20),
        ({18, 19, 20}, 17 / 20),
    ):
        cases = [(True, 1 - place / 100, place not in wrong) for place in range(1, 21)]
        found = selective(_rows(cases))
        assert found is not None
        assert found.coverage_at_5 == expected, wrong


def test_without_confidences_there_is_no_curve() -> None:
    """An answerer that has none cannot be set to refuse more or less."""
    assert selective(_rows([(True, None, False)])) is None
    assert selective([]) is None


def test_refusing_all_runs_no_risk() -> None:
    """Below the bar nothing is answered."""
    found = selective(_rows([(True, -0.5, True), (True, 0.0, False)]))
    assert found is not None
    assert found.operating == Point(0.0, 0.0, 0.0)
    assert found.auroc is None  # nothing unanswerable was asked


def test_a_failure_says_nothing_of_what_can_be_answered() -> None:
    """It counts as an answer that is not right, but not as a confidence of any height."""
    rows = _rows([(True, 0.5, True), (False, 0.1, False)])
    failed = row(question(f"{A}/f", id="f"), would_be_right=0.0, failure="the topic is unknown")
    found = selective([*rows, failed])
    assert found is not None
    assert found.auroc == 1.0
    assert found.points[-1] == Point(None, 1.0, 2 / 3)


@settings(derandomize=True, deadline=None)
@given(st.lists(CASES, min_size=1, max_size=40))
def test_a_curve_agrees_with_a_second_computation(cases: list[Case]) -> None:
    """Question by question, and by scikit-learn's areas; points are those of plain counting."""
    found = selective(_rows(cases))
    if found is None:
        assert all(confidence is None for _, confidence, _ in cases)
        return
    sure = [-np.inf if confidence is None else confidence for _, confidence, _ in cases]
    wrong = [not (answerable and right) for answerable, _, right in cases]

    def risk(threshold: float) -> float:
        return float(np.mean([bad for own, bad in zip(sure, wrong, strict=True) if own >= threshold]))

    assert found.aurc == pytest.approx(np.mean([risk(one) for one in sure]))
    edges = np.array([0.0, *(point.coverage for point in found.points)])
    steps = auc(np.repeat(edges, 2)[1:-1], np.repeat([point.risk for point in found.points], 2))
    assert found.aurc == pytest.approx(steps)
    assert found.best_aurc <= found.aurc + 1e-12
    perfect = np.cumsum(sorted(wrong)) / np.arange(1, len(cases) + 1)
    assert found.best_aurc == pytest.approx(perfect.mean())
    answerable = [one for one, _, _ in cases]
    if found.auroc is None:
        assert len(set(answerable)) == 1
    else:
        assert found.auroc == pytest.approx(roc_auc_score(answerable, np.maximum(sure, -9)))
    assert [point.coverage for point in found.points] == sorted({float(np.mean(np.array(sure) >= one)) for one in sure})
