"""How searching grows with the number of passages: time beside that of encoding a question, recall, memory.

python -m eval.benchmarks.scale [--sizes 10000 100000 1000000] [--questions 200] [--out eval/runs]

The vectors are synthetic (`eval/benchmarks/synthetic.py` says how they are made). At each size the store is measured
that this size gets, and up to 200,000 the other kind, too: where does flat stop being the better one? Encoding and
searches take turns in one process; `deep` asks for as many as a search scores, `filtered` searches among a random
tenth of the rows. Recall is against NumPy over all vectors; `exact` is that of the filtered searches. The 10th
percentiles (p10) are what a machine with nothing else to do shows; on a busy one encoding, which uses all cores,
suffers more than searching, and p50 flatters. Memory is that of a fresh process which loads the store and searches it,
as a share of the vectors as float32. A million takes 10 minutes, 4 GB of memory and 9 GB in the folder for temporary
files (TMPDIR).
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from app.settings import read_settings
from eval.benchmarks.brute_force import Found, nearest_rows, recall
from eval.benchmarks.results import RUNS, Results
from eval.benchmarks.store_memory import memory_of
from eval.benchmarks.synthetic import Passages
from index.encoders import BUNDLED, Encoder, load_encoder
from index.encoders.protocol import Vectors
from index.search.searcher import NEAREST
from index.store import FLAT_MOST, VectorStore

BOTH_MOST = 200_000
K, DEEP = 10, NEAREST
SAMPLE = 10_000  # vectors on which float16 is tried


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a line a store, write the figures."""
    options = _parser().parse_args(arguments)
    encoder = load_encoder(BUNDLED, read_settings().cache)
    settings = {name: getattr(options, name) for name in ("sizes", "questions", "flat_most")}
    results = Results("scale", settings, options.out, encoder.identity)
    stores = (results.earlier() or {}).get("stores", [])
    for rows in [size for size in options.sizes if size not in {one["rows"] for one in stores}]:
        with tempfile.TemporaryDirectory() as folder:
            for figures in _measured(rows, Path(folder), encoder, options):
                stores.append(figures)
                print(json.dumps(figures), flush=True)
        results.write({"stores": stores}, finished=rows == options.sizes[-1])  # a run cut short keeps what it has
    print(f"written to {results.path}")
    return 0


def _measured(rows: int, folder: Path, encoder: Encoder, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the figures of the store that this many rows get, and of the other kind where both are looked at."""
    passages = Passages(rows, encoder.identity.dimension)
    passages.write(folder / "given.npy")
    vectors = np.load(folder / "given.npy", mmap_mode="r")
    picked = np.random.default_rng(1).choice(rows, min(rows, options.questions), replace=False)
    case = Case(vectors, passages.questions(np.array(vectors[np.sort(picked)])))
    limits = [options.flat_most]
    if rows <= BOTH_MOST:
        limits.append(0 if rows <= options.flat_most else rows)
    return [case.figures(limit, folder, encoder) for limit in limits]


class Case:
    """Vectors and questions, and what NumPy finds among all of them and among a tenth."""

    def __init__(self, vectors: Vectors, questions: Vectors) -> None:
        self.vectors = vectors
        self.questions = questions
        self.tenth = np.flatnonzero(np.random.default_rng(2).random(len(vectors)) < 0.1)
        self.among_all, self.among_tenth = nearest_rows(vectors, questions, self.tenth, DEEP)

    def figures(self, limit: int, folder: Path, encoder: Encoder) -> dict[str, Any]:
        """Build a store that is flat up to `limit` rows, and measure it."""
        path = folder / "vectors.faiss"
        started = time.perf_counter()
        VectorStore.of(self.vectors, limit).save(path)
        built = time.perf_counter() - started
        store = VectorStore.load(path)
        found, seconds = self._asked(store, encoder)
        memory = memory_of(path, self.questions, DEEP)
        whole = self.vectors.nbytes
        return {
            "rows": len(store),
            "kind": "flat" if store.flat else "clustered",
            "build_s": round(built, 1),
            **{f"p{part}_ms": _times(seconds, part) for part in (10, 50, 95)},
            **{f"ratio_p{part}": _ratios(seconds, part) for part in (10, 50)},
            f"recall@{K}": round(recall(found["search"], self.among_all, K), 4),
            "deep": round(recall(found["deep"], self.among_all, DEEP), 4),
            "exact": round(recall(found["filtered"], self.among_tenth, K), 4),
            "memory": asdict(memory) if memory else None,
            "share": {name: round(size / whole, 3) for name, size in asdict(memory).items()} if memory else None,
            "float16_off": _float16_off(self.vectors[:SAMPLE], self.questions),
        }

    def _asked(self, store: VectorStore, encoder: Encoder) -> tuple[dict[str, list[Found]], dict[str, list[float]]]:
        """Ask all questions in each way, taking turns, so that what else the machine does meets all alike."""
        found: dict[str, list[Found]] = {"search": [], "deep": [], "filtered": []}
        seconds: dict[str, list[float]] = {"encode": [], **{name: [] for name in found}}
        for number, question in enumerate(self.questions):
            text = f"How does worker {number} of a ring learn which gradients its neighbours have sent?"
            _timed(seconds["encode"], partial(encoder.encode_query, [text]))
            asked = {"search": (K, None), "deep": (DEEP, None), "filtered": (K, self.tenth)}
            for name, (k, rows) in asked.items():
                hits = _timed(seconds[name], partial(store.search, question, k, rows))
                found[name].append(np.array([row for row, _ in hits]))
        return found, seconds


def _timed(seconds: list[float], call: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = call()
    seconds.append(time.perf_counter() - started)
    return result


def _times(seconds: Mapping[str, Sequence[float]], part: int) -> dict[str, float]:
    """Return a percentile of each kind of call in milliseconds."""
    return {name: round(float(np.percentile(times, part)) * 1e3, 2) for name, times in seconds.items()}


def _ratios(seconds: Mapping[str, Sequence[float]], part: int) -> dict[str, float]:
    """Return a percentile of each kind of call beside the same one of encoding a question."""
    times = _times(seconds, part)
    return {name: round(value / times["encode"], 2) for name, value in times.items()}


def _float16_off(vectors: Vectors, questions: Vectors) -> float:
    """Return the most that a score is off when vectors are kept as float16."""
    return float(np.abs(questions @ (vectors.astype(np.float16).astype(np.float32) - vectors).T).max())


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="scale", description=__doc__, formatter_class=formatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], metavar="N")
    parser.add_argument("--questions", type=int, default=200, metavar="N", help="how many to ask each store (200)")
    parser.add_argument("--flat-most", type=int, default=FLAT_MOST, metavar="N", help="flat up to so many vectors")
    parser.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the figures")
    return parser


if __name__ == "__main__":
    sys.exit(main())
