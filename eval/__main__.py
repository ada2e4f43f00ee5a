"""`citeshelf-eval`: how good the answers are, as numbers anyone can reproduce.

python -m eval --data DIR
python -m eval --questions mine.jsonl --against eval/runs/1a2b3c4.json
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.assistant import Assistant
from app.errors import USER_ERRORS
from app.progress import stage
from app.rebuild import rebuild
from app.settings import Settings, read_settings
from app.sources import Request
from eval.questions import SHIPPED, read_questions
from eval.report import Run, changes, commit, read_run, summary, write_run
from eval.run import evaluate

RUNS = Path(__file__).parent / "runs"


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate and return the exit status: 0 done, 1 a user error in one sentence, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            _evaluate(options, Path(folder))
    except USER_ERRORS as error:
        print(f"citeshelf-eval: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("citeshelf-eval: interrupted.", file=sys.stderr)
        return 1
    return 0


def _evaluate(options: argparse.Namespace, folder: Path) -> None:
    questions = read_questions(options.questions)
    before = read_run(options.against) if options.against else None
    settings = _settings(options.data, folder)
    assistant = Assistant.open(settings)
    with stage("asking") as reporter:
        rows = evaluate(assistant, questions, reporter.step)
    manifest = assistant.searcher.index.manifest
    used = {"embedder": manifest.encoder.name, "refusal": settings.refusal}
    run = Run(commit(), {"hash": manifest.corpus, "built": manifest.built}, used, tuple(rows))
    print(summary(rows))
    print(f"written to {write_run(run, options.out)}")
    if before:
        print(changes(rows, before))


def _settings(data: Path | None, folder: Path) -> Settings:
    """Use the given index, or build the shipped list's from its notes, which is the same everywhere."""
    settings = read_settings()
    if data is not None:
        return settings.model_copy(update={"data": data})
    settings = settings.model_copy(update={"data": folder})
    rebuild(Request(offline=True), settings)
    return settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="citeshelf-eval", description="Measure answers on questions with known sources."
    )
    parser.add_argument(
        "--questions", type=Path, default=SHIPPED, metavar="FILE", help="JSON lines (the shipped list's)"
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="an index to ask (the shipped list, built from its notes)"
    )
    parser.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the run")
    parser.add_argument("--against", type=Path, metavar="RUN.json", help="show what changed since that run")
    return parser


if __name__ == "__main__":
    sys.exit(main())
