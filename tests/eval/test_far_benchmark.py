"""The benchmark of how near questions from elsewhere come: beside figures computed another way."""

from pathlib import Path

import numpy as np
import pytest

from app.abstaining.scales import probes
from app.opening import open_searcher
from app.rebuild import Report
from app.settings import Settings
from eval.benchmarks.far import main, reached

Harbour = tuple[Settings, Report]


def test_all_of_a_list(shipped: Harbour) -> None:
    """Of all sentences it is the mean of the far probes' best cosines; of fewer, less, in whole articles."""
    searcher = open_searcher(shipped[0].model_copy(update={"reranker": "none"}))
    asked = probes()
    queries = searcher.encoder.encode_query([question for _, question in asked])
    best = (np.asarray(searcher.index.sentence_vectors, np.float32) @ queries.T).max(axis=0)
    wanted = [
        np.mean(sorted(cosine for cosine, (one, _) in zip(best, asked, strict=True) if one == language)[:16])
        for language in ("en", "zh")
    ]
    *fewer, (sentences, means) = reached(searcher, np.random.default_rng(1))

    assert sentences == len(searcher.index.sentence_vectors)
    assert means == pytest.approx(wanted, abs=1e-5)
    assert [size >= least for (size, _), least in zip(fewer, (25, 100, 400), strict=True)] == [True] * 3
    assert fewer[0][1][0] < fewer[-1][1][0] < means[0]
    assert fewer[0][1][1] < fewer[-1][1][1] < means[1]


def test_a_line_for_each_size(shipped: Harbour, capsys: pytest.CaptureFixture[str]) -> None:
    """The last one is of all the index's sentences."""
    assert main([str(shipped[0].data)]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert len(lines) == 4
    assert all(line.startswith(f"{shipped[0].data}  ") and "  en 0." in line and "  zh 0." in line for line in lines)


def test_a_folder_without_an_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is one sentence, and status 1."""
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("far: there is no index in ")
