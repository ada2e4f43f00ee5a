"""`citeshelf-eval`: how good the answers are, as numbers anyone can reproduce.

citeshelf-eval                                     the shipped list's questions, on its notes
citeshelf-eval --questions mine.jsonl --data DIR   your questions, on your index
citeshelf-eval --set FOLDER                        a public question set, built and asked
citeshelf-eval guard --against RUN.json LIST.md    rebuild, unless answers get worse
citeshelf-eval review CANDIDATES.jsonl             what users marked, into your questions
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from app.cli import add_build_options
from app.errors import USER_ERRORS, AppError
from eval.questions import SHIPPED

RUNS = Path(__file__).parent / "runs"
TAKEN_UP = "the same command goes on where it stopped"
STOPPED = {"guard": "nothing that was there before has changed"}
EXTRA = frozenset({"ir_measures", "scipy", "matplotlib", "jinja2"})


class ExtraMissing(AppError):
    """A package that only the evaluation needs is not installed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 a user error in one sentence, 2 wrong usage."""
    grammar = parser()
    options = grammar.parse_args(arguments)
    if options.raise_floors and not options.floors:
        grammar.error("--raise-floors needs --floors FILE")
    try:
        return _run(options)
    except USER_ERRORS as error:
        print(f"citeshelf-eval: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"citeshelf-eval: interrupted; {STOPPED.get(options.command, TAKEN_UP)}.", file=sys.stderr)
    return 1


def _run(options: argparse.Namespace) -> int:
    try:
        command = import_module(f"eval.commands.{options.command or 'evaluate'}")
    except ModuleNotFoundError as error:
        if error.name in EXTRA:
            raise ExtraMissing(f"{error.name} is not installed", "run pip install 'citeshelf[eval]'") from error
        raise
    return int(command.run(options))


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    top = argparse.ArgumentParser(
        prog="citeshelf-eval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    _add_evaluation(top)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    guard = commands.add_parser("guard", help="rebuild, and swap the new index in unless its answers are worse")
    _add_guard(guard)
    review = commands.add_parser("review", help="turn what users marked in the chat into questions")
    _add_review(review)
    return top


def _add_evaluation(top: argparse.ArgumentParser) -> None:
    asked = top.add_mutually_exclusive_group()
    asked.add_argument("--questions", type=Path, metavar="FILE", help="JSON lines (the shipped list's)")
    asked.add_argument("--set", type=Path, metavar="DIR", help="a public question set, built and asked end to end")
    top.add_argument("--limit", type=int, metavar="N", help="ask so many questions, spread evenly over the set")
    top.add_argument(
        "--data", type=Path, metavar="DIR", help="an index to ask, or to keep --set's in (one built for the occasion)"
    )
    top.add_argument("--embedder", metavar="NAME", help="a sentence-transformers model by name or path (bundled)")
    top.add_argument(
        "--reranker", metavar="NAME", help="order passages by a CrossEncoder, by name or path, or by none (bundled)"
    )
    top.add_argument("--llm", metavar="PROVIDER:MODEL", help="let a language model write the answers")
    top.add_argument("--judge", metavar="PROVIDER:MODEL", help="let a language model judge them, too")
    top.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the run and its page")
    top.add_argument("--against", type=Path, metavar="RUN.json", help="show what changed since that run")
    top.add_argument("--floors", type=Path, metavar="FILE", help="fail when a score is below its floor there")
    top.add_argument("--raise-floors", action="store_true", help="write the floors anew where scores are better")


def _add_guard(guard: argparse.ArgumentParser) -> None:
    guard.add_argument("--against", type=Path, required=True, metavar="RUN.json", help="the answers to compare with")
    guard.add_argument(
        "--questions", type=Path, default=SHIPPED, metavar="FILE", help="JSON lines (the shipped list's)"
    )
    guard.add_argument(
        "--quality",
        type=_quality,
        action="append",
        metavar="NAME[=SHARE]",
        help="what may not get worse, each time one, with a margin of its own (right)",
    )
    guard.add_argument("--margin", type=_share, default=0.02, metavar="SHARE", help="by more than this (0.02)")
    guard.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the new run")
    add_build_options(guard)


def _quality(text: str) -> tuple[str, float | None]:
    name, given, margin = text.partition("=")
    return name, _share(margin) if given else None


def _share(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:  # nor is it NaN
        raise argparse.ArgumentTypeError(f"a share must be from 0 to 1, not {text!r}")
    return found


def _add_review(review: argparse.ArgumentParser) -> None:
    review.add_argument("candidates", type=Path, metavar="CANDIDATES.jsonl", help="what the chat wrote")
    review.add_argument("--questions", type=Path, required=True, metavar="FILE", help="your questions, added to")
    review.add_argument("--data", type=Path, metavar="DIR", help="the index that the answers came from")


if __name__ == "__main__":
    sys.exit(main())
