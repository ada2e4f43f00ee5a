"""Whether the reader's probabilities hold, by the languages of question and passage, over the pairs of all sets."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np

from eval.benchmarks.reading.pairs import PairRow
from eval.benchmarks.results import Json
from eval.statistics.calibration import FEWEST, reliability


def by_languages(sets: Mapping[str, Sequence[PairRow]]) -> dict[str, Json]:
    """Return by pair of languages, "en-zh" is an English question, what holds of its probabilities.

    Args:
        sets: each set's pairs, by its name; equal names of passages in two sets are two passages.
    """
    found: dict[str, list[tuple[PairRow, str]]] = {}
    for name, rows in sets.items():
        for row in rows:
            found.setdefault(row.languages, []).append((row, f"{name} {row.about}"))
    return {languages: _held(some) for languages, some in sorted(found.items()) if len(some) >= FEWEST}


def _held(rows: Sequence[tuple[PairRow, str]]) -> Json:
    predicted = np.array([row.probability for row, _ in rows], np.float64)
    right = np.array([row.answers for row, _ in rows], np.float64)
    return asdict(reliability(predicted, right, [about for _, about in rows]))
