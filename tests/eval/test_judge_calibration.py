"""How good a judge is, and what its verdicts come to: worked examples, and scikit-learn's figures beside ours."""

import random
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from eval.judge.calibration import calibration, kappa, rogan_gladen, share

Verdict = bool | None
# Of 25 right answers 20 are recognised, of 25 wrong ones 15.
LABELS = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15


def labelled(pairs: list[tuple[bool, Verdict]]) -> list[tuple[bool, Verdict, str]]:
    """Return labels with verdicts, each answer of a question of its own."""
    return [(right, verdict, str(number)) for number, (right, verdict) in enumerate(pairs)]


def answers(verdicts: list[Verdict]) -> list[tuple[Verdict, str]]:
    """Return verdicts on answers to questions about different things."""
    return [(verdict, str(number)) for number, verdict in enumerate(verdicts)]


def test_a_worked_calibration() -> None:
    """Sensitivity 20/25, specificity 15/25, and kappa by hand."""
    # Agreement: (20 + 15) / 50 = 0.7. By chance: said right 30/50, is right 25/50: .6 * .5 + .4 * .5 = 0.5.
    # Kappa: (0.7 - 0.5) / (1 - 0.5) = 0.4.
    found = calibration(labelled(LABELS))

    assert (found.pairs, found.missing) == (50, 0)
    assert found.sensitivity == pytest.approx(0.8)
    assert found.specificity == pytest.approx(0.6)
    assert found.kappa == pytest.approx(0.4)
    low, high = found.kappa_interval or (0.0, 0.0)
    # Without clusters kappa's standard error is sqrt(.7 * .3 / 50) / .5 = 0.13: 0.4 ± 0.25.
    assert (low, high) == pytest.approx((0.15, 0.65), abs=0.03)
    assert found.is_usable


def test_missing_verdicts_are_counted_aside() -> None:
    """Answers without a verdict change no figure but their number."""
    found = calibration(labelled([*LABELS, (True, None), (False, None), (False, None)]))

    assert (found.pairs, found.missing, found.sensitivity, found.specificity) == (53, 3, 0.8, 0.6)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_kappa_agrees_with_scikit_learn(pairs: list[tuple[bool, bool]]) -> None:
    """Ours is scikit-learn's, on any labels that are not all one."""
    are, said = zip(*pairs, strict=True)
    if len({*are, *said}) == 1:  # both give no number
        return
    cells = [(True, True), (True, False), (False, True), (False, False)]
    ours = kappa(np.array([pairs.count(cell) for cell in cells], np.float64))
    assert isclose(float(ours), cohen_kappa_score(are, said), abs_tol=1e-12)


def test_the_worked_correction() -> None:
    """Half the answers are judged right by a judge of sensitivity 0.8 and specificity 0.6: a quarter is."""
    # (0.5 + 0.6 - 1) / (0.8 + 0.6 - 1) = 0.1 / 0.4 = 0.25. Back: .25 * .8 + .75 * .4 = 0.2 + 0.3 = 0.5.
    found = share(answers([True] * 20 + [False] * 20 + [None] * 3), labelled(LABELS))

    assert (found.answers, found.missing, found.raw) == (43, 3, 0.5)
    assert found.corrected == pytest.approx(0.25)
    assert found.corrected_interval is not None
    assert found.corrected_interval[0] == 0.0  # 0.35 of .5 is within reach, where the correction ends at 0
    assert 0.5 < found.corrected_interval[1] < 1.0


@pytest.mark.parametrize(
    ("raw", "sensitivity", "specificity", "corrected"),
    [
        (0.7, 1.0, 1.0, 0.7),  # a perfect judge is believed
        (0.3, 0.8, 0.6, 0.0),  # fewer than its false alarms: (0.3 - 0.4) / 0.4 is below 0
        (0.9, 0.8, 0.6, 1.0),  # more than it can find: (0.9 - 0.4) / 0.4 = 1.25
        (0.62, 0.9, 0.8, 0.6),  # (0.62 - 0.2) / 0.7
        (0.5, 0.5, 0.5, np.nan),
        (0.5, 0.2, 0.3, np.nan),
    ],
)
def test_corrections(raw: float, sensitivity: float, specificity: float, corrected: float) -> None:
    """The correction stays within 0 and 1, and a judge no better than chance has none."""
    found = rogan_gladen(np.array(raw), np.array(sensitivity), np.array(specificity))
    assert float(found) == pytest.approx(corrected, nan_ok=True)


@pytest.mark.parametrize("seed", range(3))
def test_a_judge_that_guesses_is_not_usable(seed: int) -> None:
    """Kappa's interval of a guessing judge includes 0, and what it says is no use."""
    guess = random.Random(seed)
    found = calibration(labelled([(right, guess.random() < 0.5) for right, _ in LABELS]))

    assert not found.is_usable


@pytest.mark.parametrize("always", [True, False])
def test_a_judge_of_one_opinion(always: bool) -> None:  # noqa: FBT001 - what it always says
    """Who always says the same is not usable, and the answers may be anything."""
    pairs = labelled([(right, always) for right, _ in LABELS])
    known, found = calibration(pairs), share(answers([always] * 10), pairs)

    assert (known.kappa, known.kappa_interval, known.is_usable) == (0.0, (0.0, 0.0), False)
    assert (found.raw, found.corrected, found.corrected_interval) == (float(always), None, (0.0, 1.0))


def test_a_judge_that_contradicts_is_not_usable() -> None:
    """Worse than chance is not better than chance."""
    found = calibration(labelled([(right, not right) for right, _ in LABELS]))

    assert found.kappa == -1.0
    assert not found.is_usable


def test_no_verdict_at_all() -> None:
    """Where a judge never says YES or NO there are counts, and no figure."""
    pairs = labelled([(right, None) for right, _ in LABELS])
    known, found = calibration(pairs), share(answers([None, None]), pairs)

    assert (known.missing, known.kappa, known.is_usable) == (50, None, False)
    assert (found.missing, found.raw, found.corrected) == (2, None, None)
    some = share(answers([True, False]), pairs)
    assert (some.raw, some.corrected) == (0.5, None)


def test_two_answers_to_a_question_are_drawn_together() -> None:
    """Verdicts that come in pairs leave kappa less sure than as many that are independent."""
    # 25 questions with two answers alike are 25 draws, not 50: the interval is wider by about the root of 2.
    alike = [(right, said, str(number // 2)) for number, (right, said) in enumerate(LABELS)]
    low, high = calibration(labelled(LABELS)).kappa_interval or (0.0, 0.0)
    low_alike, high_alike = calibration(alike).kappa_interval or (0.0, 0.0)

    assert (high_alike - low_alike) / (high - low) == pytest.approx(2**0.5, rel=0.15)


def test_the_interval_holds_the_truth() -> None:
    """Of 100 judges of one quality on 64 labels and 200 answers, about 95 have the true share in their interval."""
    chance, true, held = random.Random(6), 0.7, 0

    def said(right: bool) -> bool:  # noqa: FBT001 - the label
        return chance.random() < (0.85 if right else 0.2)

    for _ in range(100):
        pairs = labelled([(right, said(right)) for right in [True, False] * 32])
        found = share(answers([said(chance.random() < true) for _ in range(200)]), pairs)
        low, high = found.corrected_interval or (1.0, 0.0)
        held += low <= true <= high
    assert 90 <= held <= 100
