"""The server's benchmark, small: real questions to a real server, none without an answer."""

from pathlib import Path

import pytest

from app.rebuild import Report
from app.settings import Settings
from eval.benchmarks.results import read
from eval.benchmarks.serving import WARM, main


@pytest.mark.slow
def test_a_few_users_for_a_moment(shipped: tuple[Settings, Report], tmp_path: Path) -> None:
    """Every question is answered, the figures are written, and the second mark of memory comes after the first."""
    asked = ["--users", "3", "--seconds", "2", "--questions", str(WARM + 8)]
    assert main([*asked, "--data", str(shipped[0].data), "--out", str(tmp_path)]) == 0

    (path,) = tmp_path.glob("serving-*.json")
    figures = read(path)["figures"]
    assert figures["errors"] == 0
    assert figures["answered"] >= 3
    assert 0 < figures["p50_ms"] <= figures["p95_ms"] <= figures["longest_ms"]
    assert figures[f"mb_after_{WARM}"] > 100
    assert f"mb_after_{WARM + 8}" in figures
