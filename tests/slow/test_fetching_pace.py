"""Politeness is the only thing that reading waits for."""

import json
from pathlib import Path

import pytest

from eval.benchmarks import fetching

pytestmark = pytest.mark.slow


def test_500_links(tmp_path: Path) -> None:
    """Reading 500 links of a server that answers in 200 ms takes at most a fifth longer than the pace's rules ask."""
    assert fetching.main(["--out", str(tmp_path)]) == 0
    (written,) = tmp_path.iterdir()
    figures = json.loads(written.read_text())

    assert figures["by_status"] == {"ok": 500}
    assert 1.0 <= figures["ratio"] <= 1.2
