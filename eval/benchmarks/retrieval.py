"""How often the right passage is found, by our search, by its parts, and by its peers, on question sets given by path.

python -m eval.benchmarks.retrieval FOLDER [FOLDER …] [--limit N] [--peers bm25 minilm e5] [--out eval/runs]
python -m eval.benchmarks.retrieval --mixed ENGLISH_FOLDER CHINESE_FOLDER

R@k is the share of questions with a right passage among the first k. With --mixed both folders stand in one index: R@k
and MRR are then of the passage in the question's language, either@1 is the share of questions with a right passage of
either language first, other@10 that of questions whose passage in the other language is among the first ten.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import USER_ERRORS
from app.settings import read_settings
from eval.benchmarks.cached_encoder import CachedEncoder
from eval.benchmarks.ours import Rank, own_parts
from eval.benchmarks.peers import PEERS
from eval.benchmarks.question_sets import QuestionSet, mixed, read_set
from eval.benchmarks.ranks import figures, groups, ranked, table
from eval.report import commit
from index.encoders import BUNDLED, Encoder, load_encoder
from index.errors import EncoderUnavailable

RUNS = Path(__file__).parents[1] / "runs"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, write the figures and each question's ranks."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.mixed and len(options.folders) != 2:
        parser.error("--mixed takes two folders")
    try:
        path = _measure(options)
    except USER_ERRORS as error:
        print(f"retrieval: {error}", file=sys.stderr)
        return 1
    print(f"written to {path}")
    return 0


def _measure(options: argparse.Namespace) -> Path:
    sets = [read_set(folder, options.limit) for folder in options.folders]
    sets = [mixed(*sets)] if options.mixed else sets
    settings = read_settings()
    cache = options.cache or settings.cache / "benchmarks"
    encoder = CachedEncoder(load_encoder(options.embedder, settings.cache), cache)
    run: dict[str, Any] = {"commit": commit(), "encoder": asdict(encoder.identity), "limit": options.limit, "sets": []}
    options.out.mkdir(parents=True, exist_ok=True)
    path: Path = options.out / f"retrieval-{'mixed-' if options.mixed else ''}{run['commit']}.json"
    for questions in sets:
        run["sets"].append(_result(questions, encoder, options.peers, cache))
        path.write_text(json.dumps(run, indent=1, ensure_ascii=False), "utf-8")  # a run cut short keeps what it has
    return path


def _result(questions: QuestionSet, encoder: Encoder, peers: Sequence[str], cache: Path) -> dict[str, Any]:
    systems, left_out = _systems(questions, encoder, peers, cache)
    rows = ranked(questions, systems)
    print(table(f"{questions.name}: {len(rows)} questions, {len(questions.passages)} passages", rows))
    for name, reason in left_out.items():
        print(f"  {name} is left out: {reason}")
    return {
        "name": questions.name,
        "passages": len(questions.passages),
        "figures": {group: figures(some) for group, some in groups(rows).items()},
        "left_out": left_out,
        "rows": [asdict(row) for row in rows],
    }


def _systems(
    questions: QuestionSet, encoder: Encoder, peers: Sequence[str], cache: Path
) -> tuple[dict[str, Rank], dict[str, str]]:
    """Return our search, its parts and the peers that are installed, and why the others are not there."""
    systems, left_out = own_parts(questions, encoder), {}
    for name in peers:
        try:
            systems[f"peer {name}"] = PEERS[name](questions, cache)
        except (ImportError, EncoderUnavailable) as error:
            left_out[name] = str(error)
    return systems, left_out


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="retrieval", description=__doc__, formatter_class=formatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="see question_sets.py for its layout")
    parser.add_argument("--limit", type=int, metavar="N", help="ask N questions of each folder, spread evenly (all)")
    parser.add_argument("--mixed", action="store_true", help="two folders, with the same questions, in one index")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS), help="which to measure (all)")
    parser.add_argument("--embedder", default=BUNDLED, help="the encoder of our own search (bundled)")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where vectors are kept (the user's cache)")
    parser.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the figures")
    return parser


if __name__ == "__main__":
    sys.exit(main())
