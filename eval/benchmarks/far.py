"""How near questions from elsewhere come to a list of so many sentences (`python -m eval.benchmarks.far DATA`).

Asked are the probes of `app/abstaining/scales.py`, of whole articles drawn from the index in each data folder. The best
of more sentences is better; the numbers that scale has for the bundled encoder are this table's.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.abstaining.scales import probes, told_by
from app.errors import USER_ERRORS
from app.opening import open_searcher
from app.settings import read_settings
from index.facts import LANGUAGES
from index.reader import Index
from index.search import Searcher

SIZES = (25, 100, 400, 1600, 6400)  # sentences
DRAWN = 6  # times
SEED = 3
Rows = NDArray[np.int64]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each data folder and size: sentences, and the far probes' mean cosine in each language."""
    parser = argparse.ArgumentParser(prog="far", description=__doc__)
    parser.add_argument("data", nargs="+", type=Path, help="data folders with an index (citeshelf build --data)")
    options = parser.parse_args(arguments)
    try:
        for folder in options.data:
            searcher = open_searcher(read_settings().model_copy(update={"data": folder, "reranker": "none"}))
            for size, means in reached(searcher, np.random.default_rng(SEED)):
                told = "  ".join(f"{language} {mean:.3f}" for language, mean in zip(LANGUAGES, means, strict=True))
                print(f"{folder}  {size:6,d} sentences  {told}")
    except USER_ERRORS as error:
        print(f"far: {error}", file=sys.stderr)
        return 1
    return 0


def reached(searcher: Searcher, random: np.random.Generator) -> Iterator[tuple[int, list[float]]]:
    """Yield for each size below the index's, and for all of it, its sentences and the far probes' means by language."""
    asked = probes()
    queries = searcher.encoder.encode_query([question for _, question in asked])
    cosines = np.asarray(searcher.index.sentence_vectors, np.float32) @ queries.T
    for size in [*(size for size in SIZES if size < len(cosines)), len(cosines)]:
        drawn = [_sentences(searcher.index, size, random) for _ in range(DRAWN if size < len(cosines) else 1)]
        best = np.array([cosines[rows].max(axis=0) for rows in drawn])
        far = [
            told_by({language: found[[one == language for one, _ in asked]].tolist() for language in LANGUAGES})
            for found in best
        ]
        yield (
            round(np.mean([len(rows) for rows in drawn])),
            [float(np.mean([one.means[language] for one in far])) for language in LANGUAGES],
        )


def _sentences(index: Index, size: int, random: np.random.Generator) -> Rows:
    """Return the numbers of the sentences of articles drawn at random, so many at least."""
    starts = [*index.sentence_starts, len(index.sentence_vectors)]
    found: list[int] = []
    for article in random.permutation(np.unique(index.facts.articles)):
        if len(found) >= size:
            break
        for row in np.flatnonzero(index.facts.articles == article):
            found.extend(range(starts[row], starts[row + 1]))
    return np.array(found, np.int64)


if __name__ == "__main__":
    sys.exit(main())
