from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_rel
from worked import A, question, row

from eval.rows import Row
from eval.scores import BY_NAME
from eval.statistics.paired import COMPARED, differences, holm, randomised, shared


def _rows(scores: list[float | None], measure: str = "right") -> list[Row]:
    """Return a row a score, each about a page of its own."""
    return [row(question(f"{A}/{place}", id=str(place)), {measure: score}) for place, score in enumerate(scores)]


def test_a_difference_by_hand() -> None:
    """Of six questions one is new to each side: (0 1 0 0 –) became (1 1 1 0 1)."""
    before, after = _rows([0.0, 1.0, 0.0, 0.0, None]), _rows([1.0, 1.0, 1.0, 0.0, 1.0])
    (found,) = differences(before, after, ["right"])

    assert (found.measure, found.questions, found.left_out) == ("right", 4, 1)
    assert (found.before, found.after, found.change) == (1 / 4, 3 / 4, 2 / 4)
    # two questions changed: of the four ways to flip their signs, + + and - - are as far from 0
    assert found.p == found.adjusted == 2 / 4
    assert found.low == 0.0
    assert found.high == 1.0


def test_the_same_run_shows_no_change() -> None:
    """Nothing changed, nothing is to be explained."""
    rows = _rows([0.0, 1.0, 0.5])
    (found,) = differences(rows, rows)
    assert (found.change, found.low, found.high, found.p, found.left_out) == (0.0, 0.0, 0.0, 1.0, 0)


def test_only_questions_alike_are_compared() -> None:
    """What one run did not ask, or asked with other words or facts, is no pair; the order of rows does not count."""
    before, after = _rows([0.0, 0.0, 0.0]), _rows([1.0, 1.0, 1.0, 1.0])
    edited = row(question(f"{A}/1", id="1", nuggets=(("OpenMPI",),)), {"right": 1.0})
    pairs = shared(before[::-1], [after[0], edited, *after[2:]])
    assert [(was.id, is_now.id) for was, is_now in pairs] == [("0", "0"), ("2", "2")]
    assert differences(before, _rows([], "right")) == []


def test_a_measure_without_pairs_is_left_out() -> None:
    """Neither one that a run lacks nor one that applies to other questions than before shows a difference."""
    before = [*_rows([1.0, None]), *_rows([])]
    assert differences(before, _rows([None, 1.0]), ["right", "mrr"]) == []
    assert tuple(name for name in BY_NAME if name != "refusal_precision") == COMPARED


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([-1.0, -0.5, 0.0, 0.25, 1.0]), st.sampled_from("abcdefgh")), min_size=1))
def test_the_p_is_that_of_all_sign_flips(drawn: list[tuple[float, str]]) -> None:
    """Looked at one by one: the share of flips, one sign for all about one thing, whose sum is as far from 0."""
    subjects = sorted({about for _, about in drawn})
    sums = [sum(change for change, about in drawn if about == one) for one in subjects]
    flips = [
        sum(sign * one for sign, one in zip(signs, sums, strict=True)) for signs in product((-1, 1), repeat=len(sums))
    ]
    expected = np.mean([abs(flip) >= abs(sum(sums)) - 1e-9 for flip in flips])
    changes, about = zip(*drawn, strict=True)
    assert randomised(changes, about) == pytest.approx(expected)


def test_the_p_is_near_that_of_a_t_test() -> None:
    """For many independent questions whose changes are near a normal curve both tests say the same."""
    random = np.random.default_rng(5)
    before = random.random(150)
    after = before + random.normal(0.04, 0.25, 150)
    p = randomised((after - before).tolist(), [str(one) for one in range(150)])
    assert p == pytest.approx(ttest_rel(after, before).pvalue, abs=0.01)
    assert 0.01 < p < 0.2
    assert randomised((after - before).tolist(), [str(one) for one in range(150)]) == p


def test_questions_about_one_thing_flip_together() -> None:
    """Twenty questions on two pages that both got better are two pieces of evidence, not twenty."""
    assert randomised([1.0] * 20, ["a", "b"] * 10) == 0.5  # + + and - - of four
    assert randomised([1.0] * 20, [str(one) for one in range(20)]) < 0.001
    assert randomised([1.0] * 20, ["a"] * 20) == 1.0


def test_what_did_not_change_is_no_evidence() -> None:
    """Eight changes one way among thirty questions have the p of eight, exactly: 2 in 256."""
    changes = [1.0] * 8 + [0.0] * 22
    assert randomised(changes, [str(one) for one in range(30)]) == 2 / 256


def test_chance_alone_is_seldom_called_a_change() -> None:
    """Of 300 pairs of like runs about one in twenty has a p of .05 or less."""
    random = np.random.default_rng(3)
    about = [str(one) for one in range(12)]
    found = [randomised(random.choice([-1.0, 0.0, 1.0], 12).tolist(), about) for _ in range(300)]
    assert np.mean(np.array(found) <= 0.05) <= 0.08


def test_p_values_are_adjusted_for_their_number() -> None:
    """Holm: smallest first times 4, 3, 2, 1, never less than the one before: .04 .06 .06 .2, and at most 1."""
    assert holm([0.03, 0.01, 0.2, 0.02]) == pytest.approx([0.06, 0.04, 0.2, 0.06])
    assert holm([0.6, 0.7]) == [1.0, 1.0]
    assert holm([]) == []


def test_each_difference_is_adjusted_for_all_that_are_shown() -> None:
    """One measure has the p of 8 changes one way, 2 in 256; beside another it is doubled."""
    before, after = _rows([0.0] * 8), _rows([1.0] * 8)
    both = [row(one.question, {**one.scores, "mrr": 1.0}) for one in before]
    now = [row(one.question, {**one.scores, "mrr": 1.0}) for one in after]
    alone, (right, mrr) = differences(before, after, ["right"]), differences(both, now, ["right", "mrr"])
    assert (alone[0].p, alone[0].adjusted) == (2 / 256, 2 / 256)
    assert (right.p, right.adjusted) == (2 / 256, 4 / 256)
    assert (mrr.p, mrr.adjusted) == (1.0, 1.0)
