"""The area under the ROC curve beside scikit-learn's, and its intervals beside a bootstrap of single questions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from eval.statistics.separation import auc, auc_interval, lead_interval

Drawn = tuple[list[float], list[float], list[bool], list[str]]


def _drawn(seed: int, subjects: int) -> Drawn:
    """Return a good and a bad score of questions in groups that are alike, some of them answerable."""
    random = np.random.default_rng(seed)
    about = [str(one) for one in range(subjects) for _ in range(4)]
    positive = random.random(len(about)) < 0.5
    own = np.repeat(random.normal(0, 1, subjects), 4)
    good = positive * 1.5 + own + random.normal(0, 0.5, len(about))
    bad = positive * 0.3 + random.normal(0, 1, len(about))
    return np.round(good, 1).tolist(), np.round(bad, 1).tolist(), positive.tolist(), about


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([-9.0, -0.5, 0.0, 0.5, 2.0]), st.booleans()), max_size=30))
def test_the_area_is_that_of_scikit_learn(cases: list[tuple[float, bool]]) -> None:
    """Ties included; of one kind alone there is none."""
    scores, positive = [score for score, _ in cases], [is_one for _, is_one in cases]
    found = auc(scores, positive)
    if len(set(positive)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(roc_auc_score(positive, scores))


def test_intervals_are_those_of_drawing_subjects() -> None:
    """Each draw's questions are laid out one by one, and scikit-learn takes their area; so too of the lead."""
    good, bad, positive, about = _drawn(3, 30)
    places = {one: [place for place, other in enumerate(about) if other == one] for one in about}
    random = np.random.default_rng(11)
    areas = []
    for _ in range(600):
        drawn = [place for one in random.choice(list(places), len(places)) for place in places[one]]
        kinds = [positive[place] for place in drawn]
        areas.append([roc_auc_score(kinds, [scores[place] for place in drawn]) for scores in (good, bad)])
    ours, theirs = np.array(areas).T
    assert auc_interval(good, positive, about) == pytest.approx(np.percentile(ours, [2.5, 97.5]), abs=0.02)
    assert lead_interval(good, bad, positive, about) == pytest.approx(
        np.percentile(ours - theirs, [2.5, 97.5]), abs=0.03
    )


def test_copies_of_questions_make_nothing_surer() -> None:
    """About the same thing they are drawn together; taken for questions about other things they would."""
    good, _, positive, _ = _drawn(5, 20)
    about = [str(number) for number in range(len(good))]
    once = auc_interval(good, positive, about)
    assert auc_interval(good * 4, positive * 4, about * 4) == once
    low, high = auc_interval(good * 4, positive * 4, [str(number) for number in range(4 * len(good))])
    assert high - low < 0.7 * (once[1] - once[0])


def test_a_score_has_no_lead_over_itself() -> None:
    """The two are taken of the same draws."""
    good, _, positive, about = _drawn(7, 10)
    assert lead_interval(good, good, positive, about) == (0.0, 0.0)


def test_a_perfect_score_of_few_is_drawn_as_such() -> None:
    """Draws that hold one kind alone tell nothing: of two subjects every second draw."""
    assert auc_interval([1.0, 0.0], [True, False], ["a", "b"]) == (0.5, 1.0)
