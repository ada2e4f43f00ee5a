"""How often the right passage is found, by our search, by its parts, and by its peers, on question sets given by path.

python -m eval.benchmarks.retrieval FOLDER [FOLDER …] [--mixed ENGLISH CHINESE] [--peers bm25 pairs minilm e5]
    [--reranker NAME]

R@k is the share of questions with a right passage among the first k. With --mixed both folders stand in one index: R@k
and MRR are then of the passage in the question's language, either@1 is the share of questions with a right passage of
either language first, other@10 that of questions whose passage in the other language is among the first ten.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.errors import USER_ERRORS
from app.settings import read_settings
from eval.benchmarks.measured import Systems, add_arguments, cache_of, measure
from eval.benchmarks.ours import Rank, own_parts
from eval.benchmarks.peers import PEERS
from eval.benchmarks.tables import of_set
from eval.question_sets import QuestionSet
from index.encoders import Encoder
from index.errors import EncoderUnavailable
from index.rerankers import NONE, load_reranker

OURS = "fused"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the figures and each question's ranks, print the tables."""
    options = _options(arguments)

    settings = {"peers": sorted(options.peers), "reranker": options.reranker}
    try:
        reranker = load_reranker(options.reranker, read_settings().cache)

        def systems(questions: QuestionSet, encoder: Encoder) -> Systems:
            return _systems(questions, own_parts(questions, encoder, reranker), options.peers, cache_of(options))

        for result in measure("retrieval", options, systems, OURS, settings):
            print(of_set(result, OURS), flush=True)
    except USER_ERRORS as error:
        print(f"retrieval: {error}", file=sys.stderr)
        return 1
    return 0


def _systems(questions: QuestionSet, ours: dict[str, Rank], peers: Sequence[str], cache: Path) -> Systems:
    """Return our search, its parts and the peers that are installed, and why the others are not there."""
    systems, left_out = ours, {}
    for name in peers:
        try:
            systems[f"peer {name}"] = PEERS[name](questions, cache)
        except (ImportError, EncoderUnavailable) as error:
            left_out[name] = str(error)
    return systems, left_out


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="retrieval", description=__doc__, formatter_class=formatter)
    add_arguments(parser)
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS), help="which to measure (all)")
    parser.add_argument(
        "--reranker", metavar="NAME", default=NONE, help="a reranker to measure, too: bundled, or a CrossEncoder"
    )
    options = parser.parse_args(arguments)
    if not options.folders and not options.mixed:
        parser.error("give a folder, or two with --mixed")
    return options


if __name__ == "__main__":
    sys.exit(main())
