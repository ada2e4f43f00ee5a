"""What the reader brings on question sets given by path, and what reading costs.

python -m eval.benchmarks.reading FOLDER [FOLDER …] [--reader MODEL.onnx] [--only pairs search removed cost]

`pairs`: a question and one passage: does it answer, how sure is that, which sentence holds it. `search`: what comes
first with the reader and without. `removed` (with `search`): how sure both are once the passage is out of the index.
`cost`: time and memory, beside a CrossEncoder of the same size in float32; it needs no folder.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from app.errors import USER_ERRORS
from app.settings import read_settings
from eval.benchmarks.cached_encoder import CachedEncoder
from eval.benchmarks.headlines import read_targets
from eval.benchmarks.measured import add_folders, cache_of, content
from eval.benchmarks.reading import process
from eval.benchmarks.reading.asking import asked, removed
from eval.benchmarks.reading.cost import cost, passages
from eval.benchmarks.reading.drawn import tables
from eval.benchmarks.reading.figures import figures
from eval.benchmarks.reading.pairs import PairRow, pairs
from eval.benchmarks.reading.peer import cross_encoder_folder
from eval.benchmarks.reading.reliability import by_languages
from eval.benchmarks.reading.remembering import RememberingReader
from eval.benchmarks.reading.shelf import Shelf
from eval.benchmarks.results import Json, Results
from eval.environment import TREE
from eval.question_sets import QuestionSet, read_set
from index.encoders import BUNDLED, Encoder, load_encoder
from index.encoders.prepared import E5_TOKENS, prepare
from index.reading.card import Card
from index.reading.reader import SHIPPED, Reader

PAIRS, SEARCH, REMOVED, COST = PASSES = ("pairs", "search", "removed", "cost")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the figures with each question's own, print the tables."""
    options = options_of(arguments)
    try:
        for found in measured(options):
            print(tables(found, read_targets().get("reading", {})), flush=True)
    except USER_ERRORS as error:
        print(f"reading: {error}", file=sys.stderr)
        return 1
    return 0


def measured(options: argparse.Namespace, tree: Path = TREE) -> Iterator[Json]:
    """Measure what is not measured yet, write it set by set, and give each set's figures; then those of all sets.

    Args:
        options: what the command reads.
        tree: a folder of the code that is measured.
    """
    sets = [read_set(folder, options.limit, unanswerable=True) for folder in options.folders]
    settings = read_settings()
    tokens = prepare(settings.cache) / E5_TOKENS
    reader = RememberingReader.load(tokens, options.reader)
    encoder = CachedEncoder(load_encoder(BUNDLED, settings.cache), cache_of(options))
    asked_for = {"limit": options.limit, "only": options.only, "reader": _digest(options.reader)}
    results = Results("reading", asked_for, options.out, encoder.identity, tree)
    found: Json = results.earlier() or {"sets": [], "reliability": {}, "cost": None}
    done = {one["name"]: one for one in found["sets"]}
    for questions in sets:
        if done.get(questions.name, {}).get("content") != content(questions):
            done[questions.name] = _of_set(questions, encoder, reader, options.only)
        found["sets"] = list(done.values())
        results.write(found, finished=False)
        yield {"sets": [done[questions.name]], "reliability": {}, "cost": None}
    found["reliability"] = by_languages({name: [PairRow(**row) for row in one["pairs"]] for name, one in done.items()})
    if COST in options.only and not found["cost"]:
        found["cost"] = _cost(options, tokens, encoder)
    print(f"written to {results.write(found)}", file=sys.stderr)
    yield {**found, "sets": []}


def _of_set(questions: QuestionSet, encoder: Encoder, reader: Reader, only: Sequence[str]) -> Json:
    """Measure one set; its rows stand beside its figures, so that these can be counted again."""
    print(f"reading: {questions.name}", end="", file=sys.stderr, flush=True)
    started = time.monotonic()
    shelf = Shelf(questions, encoder, reader)
    pair_rows = pairs(shelf) if PAIRS in only else []
    asked_rows = asked(shelf) if SEARCH in only else []
    without = removed(shelf) if REMOVED in only and asked_rows else {}
    print(f", {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return {
        "name": questions.name,
        "content": content(questions),
        "passages": len(questions.passages),
        **figures(pair_rows, asked_rows, without),
        "pairs": [asdict(row) for row in pair_rows],
        "asked": [{**asdict(row), "removed": without.get(row.ranks.id)} for row in asked_rows],
    }


def _cost(options: argparse.Namespace, tokens: Path, encoder: Encoder) -> Json:
    print("reading: time and memory", file=sys.stderr, flush=True)
    peer = cross_encoder_folder(cache_of(options), Card.read(options.reader.with_suffix(".json")).layers)
    texts = passages(encoder, options.passages)
    ours = [process.READER, str(options.reader), str(tokens)]
    tokens_each = [encoder.count_tokens(some) for some in texts.values()]
    found = cost(ours, [process.CROSS_ENCODER, str(peer)], texts, options.rounds)
    return {"tokens of each passage": tokens_each, **found}


def _digest(model: Path) -> str:
    """Return what tells a model apart, with what stands beside it."""
    files = [path for path in (model, model.with_suffix(".json")) if path.exists()]
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what is asked for on the command line."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="reading", description=__doc__, formatter_class=formatter)
    add_folders(parser)
    parser.add_argument("--reader", type=Path, default=SHIPPED, metavar="MODEL.onnx", help="which reader (the shipped)")
    parser.add_argument("--only", nargs="+", choices=PASSES, default=list(PASSES), metavar="PASS", help="which (all)")
    parser.add_argument("--passages", type=int, default=16, metavar="N", help="how many of a language are timed (16)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="of which the medians are taken (5)")
    options = parser.parse_args(arguments)
    if not options.folders and options.only != [COST]:
        parser.error("give a folder, or --only cost")
    if REMOVED in options.only and SEARCH not in options.only:
        parser.error("what is removed is compared with the search: give --only search removed")
    return options


if __name__ == "__main__":
    sys.exit(main())
