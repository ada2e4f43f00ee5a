"""Files of figures: what they say of their origin, that they are never half, and whose figures are taken up again."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from repositories import git

from app.evaluation.intervals import interval
from eval.benchmarks.results import Results, read
from eval.environment import commit
from eval.questions import QuestionsInvalid
from index.encoders.protocol import EncoderIdentity

ENCODER = EncoderIdentity("tiny", 8, "", "")


def test_a_file_of_figures_says_where_it_is_from(tmp_path: Path, committed: Path) -> None:
    """Commit, date, processor, versions, encoder and settings stand beside the figures; nothing else is left behind."""
    out = tmp_path / "runs"
    results = Results("speed", {"rounds": 3, "from": Path("here")}, out, ENCODER, committed)
    path = results.write({"s": 1.5}, finished=False)
    run = read(path)
    assert path.name == f"speed-{commit(committed)}.json"
    assert (run["benchmark"], run["finished"], run["figures"]) == ("speed", False, {"s": 1.5})
    assert run["settings"] == {"rounds": 3, "from": "here"}
    assert run["encoder"]["dimension"] == 8
    around = run["environment"]
    assert (around["commit"], around["changed"]) == (commit(committed), False)
    assert around["packages"]["numpy"] == np.__version__
    assert around["processors"] > 0
    assert all(around[name] for name in ("date", "processor", "system", "python"))
    assert list(out.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_earlier_file(tmp_path: Path, committed: Path) -> None:
    """Figures that JSON cannot hold take nothing away."""
    results = Results("speed", {}, tmp_path / "runs", None, committed)
    path = results.write({"s": 1})
    before = path.read_bytes()
    with pytest.raises(TypeError):
        results.write({"s": object()})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("settings", "encoder"),
    [({"rounds": 4}, ENCODER), ({"rounds": 3}, None), ({"rounds": 3}, EncoderIdentity("tiny", 9, "", ""))],
    ids=["other settings", "no encoder", "another encoder"],
)
def test_only_the_same_run_is_taken_up_again(
    tmp_path: Path, committed: Path, settings: dict[str, Any], encoder: EncoderIdentity | None
) -> None:
    """What was measured under other settings or with another encoder is measured anew."""
    out = tmp_path / "runs"
    Results("speed", {"rounds": 3}, out, ENCODER, committed).write([1, 2])
    assert Results("speed", {"rounds": 3}, out, ENCODER, committed).earlier() == [1, 2]
    assert Results("speed", settings, out, encoder, committed).earlier() is None


def test_a_tree_with_changes_has_a_file_of_its_own(tmp_path: Path, committed: Path) -> None:
    """Its figures are not the commit's, and nobody knows which changes the next run would see."""
    (committed / "new.py").write_text("", "utf-8")
    results = Results("speed", {}, tmp_path / "runs", None, committed)
    assert results.write(1).name == f"speed-{commit(committed)}-changed.json"
    assert results.earlier() is None
    git(committed, "add", ".")
    git(committed, "commit", "-m", "two")
    results = Results("speed", {}, tmp_path / "runs", None, committed)
    assert results.write(2).name == f"speed-{commit(committed)}.json"
    assert results.earlier() == 2


@pytest.mark.parametrize("text", ["", "[]", '{"commit": "abc"}', "\x00"])
def test_a_file_of_no_benchmark_is_one_sentence(tmp_path: Path, text: str) -> None:
    """A file of something else, or an empty one, is named with what to give instead."""
    path = tmp_path / "run.json"
    path.write_text(text, "utf-8")
    with pytest.raises(QuestionsInvalid, match="give a file that a benchmark"):
        read(path)


def test_an_interval_is_that_of_the_formula() -> None:
    """For many independent questions it is the normal interval of a share; the same on every call."""
    values = [1.0] * 300 + [0.0] * 100
    about = [str(number) for number in range(400)]
    low, high = interval(values, about)
    half = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert (low, high) == pytest.approx((0.75 - half, 0.75 + half), abs=0.004)
    assert interval(values, about) == (low, high)


def test_questions_about_one_passage_count_as_one_draw() -> None:
    """Four questions a passage, all found or all missed, tell as much as one: twice the width, not the same."""
    values = [1.0] * 300 + [0.0] * 100
    low, high = interval(values, [str(number // 4) for number in range(400)])
    apart = interval(values, [str(number) for number in range(400)])
    assert (high - low) / (apart[1] - apart[0]) == pytest.approx(2, abs=0.1)


def test_an_interval_of_differences_is_paired() -> None:
    """Two systems that miss the same questions but ten differ surely, however unsure both shares are."""
    about = [str(number) for number in range(100)]
    ours = [1.0] * 60 + [0.0] * 40
    other = [1.0] * 50 + [0.0] * 50
    low, high = interval([one - two for one, two in zip(ours, other, strict=True)], about)
    assert 0.03 < low < 0.10 < high < 0.17
    assert interval([0.0, 0.0], ["a", "b"]) == (0.0, 0.0)
    assert json.dumps(interval([1.0], ["a"])) == "[1.0, 1.0]"
