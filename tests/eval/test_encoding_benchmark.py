"""The benchmark of encoding on few texts: what it times, what it computes, and which peers it leaves out."""

import sys
from pathlib import Path

import pytest

from eval.benchmarks.encoding import CPU_MS, FLOAT32, OURS, PASSAGES_S, QUERY_MS, WHEEL, main, medians, passages
from eval.benchmarks.results import read
from index.build import MAX_TOKENS
from index.encoders import Encoder
from ingest.language import language_of


def test_passages_are_chunks_in_both_languages(encoder: Encoder) -> None:
    """They are as many as asked for, no two alike, in Chinese and English by turns, and of the size of a build's."""
    found = passages(encoder, 9)
    assert [language_of(text.partition("\n")[2]) for text in found] == ["zh", "en"] * 4 + ["zh"]
    assert len(set(found)) == 9
    bodies = encoder.count_tokens([text.partition("\n")[2] for text in found])
    assert sum(bodies) / 9 > MAX_TOKENS / 4
    assert max(bodies) <= MAX_TOKENS + 20  # its sentences together; joined they may have some tokens more


def test_a_ratio_is_the_median_of_the_rounds_own() -> None:
    """A round in which the machine was slow for both does not move it."""
    speeds = [(30.0, 10.0), (3.0, 1.0), (20.0, 4.0)]
    rounds = [
        {
            OURS: {PASSAGES_S: ours, CPU_MS: 50.0, QUERY_MS: 5.0},
            "other": {PASSAGES_S: its, CPU_MS: 200.0, QUERY_MS: 20.0},
        }
        for ours, its in speeds
    ]
    found = medians(rounds)
    assert (found[OURS][PASSAGES_S], found["other"][PASSAGES_S]) == (20, 4)
    assert found["other"][f"{PASSAGES_S}, ours / its"] == 3
    assert found["other"][f"{CPU_MS}, ours / its"] == 0.25
    assert found["other"][f"{QUERY_MS}, ours / its"] == 0.25


@pytest.mark.usefixtures("encoder")
def test_a_run_names_the_peers_that_are_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It writes and prints the figures of the systems that are there, and why another is not."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # on a busy machine the wheel's threads wait for each other
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    monkeypatch.delitem(sys.modules, "index.encoders.sentence_transformer", raising=False)
    folder = tmp_path / "multilingual-e5-small-fp32"
    folder.mkdir()  # spares writing 480 MB, which nothing would read
    assert main(["--texts", "2", "--rounds", "1", "--cache", str(tmp_path), "--out", str(tmp_path / "runs")]) == 0
    (path,) = (tmp_path / "runs").iterdir()
    assert path.read_text("utf-8") in capsys.readouterr().out
    run = read(path)["figures"]
    assert read(path)["settings"] == {"texts": 2, "rounds": 1}
    assert set(run["systems"]) == {OURS, WHEEL}
    remedy = "run `pip install 'citeshelf[embedders]'`"
    assert run["left_out"] == {FLOAT32: f"sentence-transformers is not installed; {remedy}."}
    assert len(run["rounds"]) == 1
    for name, ahead in run["systems"].items():
        one = run["rounds"][0]
        assert min(one[name].values()) > 0
        expected = one[OURS][PASSAGES_S] / one[name][PASSAGES_S]
        assert ahead[f"{PASSAGES_S}, ours / its"] == pytest.approx(expected, abs=6e-4)
