"""What each part of our search is worth: how often the right passage comes first with each part switched off in turn.

python -m eval.benchmarks.ablation FOLDER [FOLDER …] [--mixed ENGLISH CHINESE]
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from app.errors import USER_ERRORS
from eval.benchmarks.measured import Systems, add_arguments, measure
from eval.benchmarks.ours import Rank, passage_index
from eval.benchmarks.tables import of_ablation
from eval.question_sets import QuestionSet
from index.encoders import Encoder
from index.search import Searcher, Weights

WHOLE = "whole"
OFF: Mapping[str, float] = {"twins": 2.0}  # no cosine is as high; all else is off when it is false or nothing


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the figures and each question's ranks, print the table."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="ablation", description=__doc__, formatter_class=formatter)
    add_arguments(parser)
    options = parser.parse_args(arguments)
    try:
        print(of_ablation([*measure("ablation", options, _variants, WHOLE, {})], WHOLE))
    except USER_ERRORS as error:
        print(f"ablation: {error}", file=sys.stderr)
        return 1
    return 0


def _variants(questions: QuestionSet, encoder: Encoder) -> Systems:
    """Return our search as it is and without each part, over one index."""
    index = passage_index(questions.passages, encoder)
    encoder.encode_query([query.text for query in questions.queries])  # together is faster, the cache keeps them
    ids = [one.id for one in questions.passages]

    def searching(weights: Weights) -> Rank:
        searcher = Searcher(index, encoder, weights=weights)
        return lambda query, k: [ids[hit.row] for hit in searcher.search(query.text, k)]

    return {name: searching(weights) for name, weights in without_each(Weights()).items()}, {}


def without_each(weights: Weights) -> dict[str, Weights]:
    """Return weights as they are, and for each part copies without it; what is off anyway has none."""
    copies = {WHOLE: weights}
    for field in fields(weights):
        value = getattr(weights, field.name)
        if value:
            copies[f"without {field.name}"] = replace(weights, **{field.name: OFF.get(field.name, type(value)())})
    return copies


if __name__ == "__main__":
    sys.exit(main())
