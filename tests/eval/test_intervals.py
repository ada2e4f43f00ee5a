import numpy as np
import pytest
from scipy.stats import beta
from worked import A, question, row

from app.evaluation.intervals import interval, share_interval
from eval.statistics.summary import mean_of, percentile


@pytest.mark.parametrize("many", [1, 5, 20, 300])
def test_a_share_of_all_is_not_certain(many: int) -> None:
    """Where all are right the lower bound is Clopper and Pearson's: the chance of as many is 2.5 % there."""
    about = [str(number) for number in range(many)]
    low, high = share_interval([1.0] * many, about)
    assert high == 1.0
    assert low == pytest.approx(0.025 ** (1 / many), abs=1e-4)  # low ** many == .025
    assert low == pytest.approx(beta.ppf(0.025, many, 1), abs=1e-4)
    assert share_interval([0.0] * many, about) == pytest.approx((1 - high, 1 - low), abs=1e-4)


def test_what_is_about_one_thing_bounds_a_share_as_one_question() -> None:
    """Ten questions about two things, all right, are two of two: .025 ** (1/2) = .158."""
    assert share_interval([1.0] * 10, ["a", "b"] * 5) == (0.1581, 1.0)
    assert share_interval([1.0, 0.0], ["a", "a"]) == (0.0, 1.0)  # one thing tells nothing


def test_another_share_has_the_bootstrap_interval() -> None:
    """Between the ends nothing is added to it."""
    values, about = [1.0, 0.0, 1.0, 0.5], list("abcd")
    assert share_interval(values, about) == interval(values, about)


def test_lengths_are_no_shares() -> None:
    """A mean of ten sentences may be sure; a share of one may not."""
    rows = [row(question(f"{A}/{one}", id=one), {"sentences": 1.0, "right": 1.0}) for one in "abc"]
    sentences, right = mean_of(rows, "sentences"), mean_of(rows, "right")
    assert sentences is not None
    assert right is not None
    assert (sentences.low, sentences.high) == (1.0, 1.0)
    assert (right.low, right.high) == (0.2924, 1.0)  # .025 ** (1/3)


def test_the_bootstrap_holds_what_it_promises() -> None:
    """Of 200 samples of 60 questions from a set of 70 % right, about 95 in 100 intervals hold .7."""
    random = np.random.default_rng(7)
    about = [str(number) for number in range(60)]
    drawn = [interval((random.random(60) < 0.7).astype(float).tolist(), about) for _ in range(200)]
    assert 0.90 <= np.mean([low <= 0.7 <= high for low, high in drawn]) <= 0.99


def test_a_percentile_is_a_time_that_was_taken() -> None:
    """Of 1 to 20 ms, half take 10 or less, 95 in 100 take 19 or less; what failed took no time."""
    rows = [row(question(), answer={"timings_ms": {"total": float(ms)}}) for ms in range(20, 0, -1)]
    assert (percentile(rows, 0.5), percentile(rows, 0.95)) == (10.0, 19.0)
    assert percentile([*rows, row(question())], 0.5) == 10.0
    assert percentile([row(question())], 0.5) is None
