"""Sets measured one after the other into one file, which keeps each as soon as it is done: for all of retrieval."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from app.settings import read_settings
from eval.benchmarks.cached_encoder import CachedEncoder
from eval.benchmarks.mixed_sets import mixed
from eval.benchmarks.ours import Rank
from eval.benchmarks.ranks import figures, groups, ranked
from eval.benchmarks.results import RUNS, Json, Results
from eval.environment import TREE
from eval.question_sets import QuestionSet, read_set
from index.encoders import BUNDLED, Encoder, load_encoder

Systems = tuple[Mapping[str, Rank], Mapping[str, str]]
"""What is asked a set's questions, by name, and why others are left out."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what says which sets are measured, with which encoder, and where the figures go."""
    add_folders(parser)
    pair = {"type": Path, "nargs": 2, "metavar": ("ENGLISH", "CHINESE"), "action": "append", "default": []}
    parser.add_argument("--mixed", **pair, help="two folders with the same questions, as one index")  # type: ignore[arg-type]
    parser.add_argument("--embedder", default=BUNDLED, help="the encoder of our own search (bundled)")


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Add what says which folders are measured, how much of them, and where vectors and figures go."""
    parser.add_argument(
        "folders", type=Path, nargs="*", metavar="FOLDER", help="see eval/question_sets.py for its layout"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="ask N questions of each folder, spread evenly (all)")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where vectors are kept (the user's cache)")
    parser.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the figures")


def cache_of(options: argparse.Namespace) -> Path:
    """Return the folder of vectors."""
    cache: Path = options.cache or read_settings().cache / "benchmarks"
    return cache


def measure(
    benchmark: str,
    options: argparse.Namespace,
    systems: Callable[[QuestionSet, Encoder], Systems],
    ours: str,
    settings: Json,
    tree: Path = TREE,
) -> Iterator[Json]:
    """Measure what is not measured yet, write it set by set, and give each set's figures as soon as they are there.

    Args:
        benchmark: names the file.
        options: what `add_arguments` reads.
        systems: makes what is asked a set's questions.
        ours: the system that the others are compared with.
        settings: what else the figures depend on.
        tree: a folder of the code that is measured.
    """
    sets = [read_set(folder, options.limit) for folder in options.folders]
    sets += [mixed(*(read_set(folder, options.limit) for folder in pair)) for pair in options.mixed]
    encoder = CachedEncoder(load_encoder(options.embedder, read_settings().cache), cache_of(options))
    settings = {"limit": options.limit, "embedder": options.embedder, **settings}
    results = Results(benchmark, settings, options.out, encoder.identity, tree)
    earlier = (results.earlier() or {}).get("sets", [])
    done: dict[str, Json] = {one["name"]: one for one in earlier if not one["left_out"]}
    for number, questions in enumerate(sets, 1):
        print(f"{benchmark}: {questions.name}, set {number} of {len(sets)}", file=sys.stderr)
        if done.get(questions.name, {}).get("content") != content(questions):
            done[questions.name] = _result(questions, *systems(questions, encoder), ours)
        results.write({"ours": ours, "sets": list(done.values())}, finished=number == len(sets))
        yield done[questions.name]
    print(f"written to {results.path}", file=sys.stderr)


def _result(questions: QuestionSet, systems: Mapping[str, Rank], left_out: Mapping[str, str], ours: str) -> Json:
    rows = ranked(questions, systems)
    return {
        "name": questions.name,
        "content": content(questions),
        "passages": len(questions.passages),
        "questions": {group: len(some) for group, some in groups(rows).items()},
        "figures": {group: figures(some, ours) for group, some in groups(rows).items()},
        "left_out": left_out,
        "rows": [asdict(row) for row in rows],
    }


def content(questions: QuestionSet) -> str:
    """Return what tells this set from one of the same name with other passages or questions."""
    asked = [(one.id, one.text, sorted(one.relevant), sorted(one.other)) for one in questions.queries]
    return sha256(repr((questions.passages, asked)).encode()).hexdigest()
