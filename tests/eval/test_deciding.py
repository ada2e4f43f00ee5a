"""The decision is fitted as said: against another computation, without its own twins, with the thresholds it names."""

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from app.abstaining import Decision, Signals
from eval.deciding.__main__ import main
from eval.deciding.fitting import FALSE_REFUSALS, fitted, held_out, matrix
from eval.deciding.labelled import REMOVED, Labelled

KINDS = {"near-miss": 0.35, REMOVED: 0.4, "far": 0.25}


def made(many: int = 400, seed: int = 3) -> list[Labelled]:
    """Return questions in pairs of twins, of which what speaks for an answer is known but for chance."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(many):
        answers = number % 4 < 2
        signals = Signals(
            nearness=float(rng.normal(4.0 if answers else 2.0, 1.0)),
            log_odds=float(np.clip(rng.normal(1.0 if answers else -1.0, 2.0), -8, 8)),
            missing=("X",) if rng.random() < (0.05 if answers else 0.5) else (),
        )
        kind = "fact" if answers else list(KINDS)[number % 3]
        found.append(Labelled(kind, str(number // 2), answers, signals))
    return found


def test_the_weights_have_the_least_loss() -> None:
    """They are where another search finds the least penalised cross-entropy, of kinds that count as they should."""
    some = made()
    given, answers = matrix(some), np.array([one.answerable for one in some])
    kinds = [one.kind for one in some]
    counts = np.array([1.0 if one == "fact" else KINDS[one] for one in kinds]) / [kinds.count(one) for one in kinds]
    counts *= len(some) / counts.sum()
    scaled = (given - given.mean(0)) / given.std(0)

    def loss(numbers: np.ndarray) -> float:
        odds = scaled @ numbers[1:] + numbers[0]
        entropy = np.logaddexp(0, np.where(answers, -odds, odds))
        return float(counts @ entropy + numbers[1:] @ numbers[1:] / 2)

    best = minimize(loss, np.zeros(4), tol=1e-10).x
    slopes = best[1:] / given.std(0)
    found = fitted(some, 7)
    assert (found.nearness, found.missing, found.log_odds) == pytest.approx(tuple(slopes), abs=1e-3)
    assert found.intercept == pytest.approx(best[0] - slopes @ given.mean(0), abs=1e-3)


def test_thresholds_refuse_as_many_as_they_say() -> None:
    """Of the answerable questions, each judged without its own article, so many lie below each dial's threshold."""
    some = made()
    found, odds = fitted(some, 7), held_out(some, 7)[[one.answerable for one in some]]
    for dial, share in FALSE_REFUSALS.items():
        assert (odds < found.thresholds[dial]).mean() == pytest.approx(share, abs=0.01)


def test_twins_do_not_teach_each_other() -> None:
    """A question that is its twin's copy, with a label drawn by lot, cannot be told when both are held out together."""
    rng = np.random.default_rng(5)
    some = []
    for number in range(300):
        signals = Signals(float(rng.normal()), float(rng.normal()), ())
        answers = bool(rng.random() < 0.5)
        some += [Labelled("fact" if answers else "far", str(number), answers, signals)] * 2
    odds, answers = held_out(some, 7), np.array([one.answerable for one in some])
    assert abs(odds[answers].mean() - odds[~answers].mean()) < 0.1


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_shipped_weights_are_what_the_command_finds(tmp_path: Path) -> None:
    """Fitted anew, from the shipped questions and notes, they are the same but for a processor's last digits."""
    assert main(["--out", str(tmp_path / "decision.json")]) == 0
    anew, shipped = Decision.load(tmp_path / "decision.json"), Decision.load()
    assert anew.fitted == shipped.fitted
    for found, stored in ((anew.read, shipped.read), (anew.unread, shipped.unread)):
        assert found.model_dump(exclude={"thresholds"}) == pytest.approx(
            stored.model_dump(exclude={"thresholds"}), rel=0.05
        )
        assert found.thresholds == pytest.approx(stored.thresholds, abs=0.2)


def test_what_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is none is said before the work."""
    out = tmp_path / "none" / "decision.json"
    assert main(["--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"deciding: {out} cannot be written (no such file or directory); ")
    assert said.count("\n") == 1
