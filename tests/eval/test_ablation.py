"""The ablation switches off what it says; one command runs all benchmarks."""

from dataclasses import asdict
from pathlib import Path

import pytest

from eval.benchmarks.__main__ import main as run_all
from eval.benchmarks.ablation import WHOLE, without_each
from index.search import Weights


def test_each_part_is_switched_off_in_turn() -> None:
    """Each copy differs from the whole in the one part that its name says, and no part is forgotten."""
    whole = asdict(Weights())
    found = without_each(Weights())
    assert found[WHOLE] == Weights()
    assert len(found) == 1 + len(whole)
    for name, weights in found.items():
        changed = {part for part, value in asdict(weights).items() if value != whole[part]}
        assert changed == ({name.removeprefix("without ")} if name != WHOLE else set())


@pytest.mark.parametrize(("part", "off"), [("terms", 0.0), ("glossary", False), ("twins", 2.0)])
def test_off_is_what_leaves_a_part_out(part: str, off: float) -> None:
    """A weight of nothing, a switch that is false, a cosine that no two chunks have; a part that is off has no copy."""
    assert getattr(without_each(Weights())[f"without {part}"], part) == off
    if part != "twins":
        assert f"without {part}" not in without_each(without_each(Weights())[f"without {part}"])


@pytest.mark.slow
def test_a_benchmark_that_fails_does_not_stop_the_others(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each says in a sentence what is the matter; at the end stands which failed, and the status tells it, too."""
    assert run_all([str(tmp_path / "nowhere"), "--only", "retrieval", "ablation", "--out", str(tmp_path)]) == 1
    said = capfd.readouterr().err
    assert said.count("nowhere/corpus.jsonl is no part of a question set") == 2
    assert "failed: retrieval, ablation" in said
    assert "Traceback" not in said


def test_without_question_sets_nothing_of_retrieval_is_run(tmp_path: Path) -> None:
    """There is nothing to ask; that is no failure."""
    assert run_all(["--only", "retrieval", "ablation", "--out", str(tmp_path)]) == 0
    assert not list(tmp_path.iterdir())
