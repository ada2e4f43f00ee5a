"""What each part of our search is worth: how often the right passage comes first with each part switched off in turn.

python -m eval.benchmarks.ablation FOLDER [FOLDER …] [--mixed ENGLISH CHINESE]
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from app.errors import USER_ERRORS
from eval.benchmarks.measured import Systems, add_arguments, measure
from eval.benchmarks.ours import own_parts
from eval.benchmarks.question_sets import QuestionSet
from eval.benchmarks.tables import of_ablation
from index.encoders import Encoder

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
WHOLE = "whole"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the figures and each question's ranks, print the table."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="ablation", description=__doc__, formatter_class=formatter)
    add_arguments(parser)
    options = parser.parse_args(arguments)
    try:
        print(of_ablation(measure("ablation", options, _variants, WHOLE, {}), WHOLE))
    except USER_ERRORS as error:
        print(f"ablation: {error}", file=sys.stderr)
        return 1
    return 0


def _variants(questions: QuestionSet, encoder: Encoder) -> Systems:
    """Return our search as it is and without each part."""
    parts = own_parts(questions, encoder)
    return {WHOLE: parts["fused"], "without terms": parts["dense"], "without vectors": parts["terms"]}, {}


def switched_off(parts: T) -> dict[str, T]:
    """Return parts as they are and copies in which one switch is off or one weight is nothing, by name.

    Args:
        parts: a frozen dataclass of switches and numbers; what is off anyway has no copy.
    """
    copies = {WHOLE: parts}
    for field in fields(parts):
        value = getattr(parts, field.name)
        if value:
            copies[f"without {field.name}"] = replace(parts, **{field.name: type(value)()})
    return copies


if __name__ == "__main__":
    sys.exit(main())
