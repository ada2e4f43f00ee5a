"""`citeshelf-eval`: ask all questions, score the answers, write JSON and a page, say what changed."""

import argparse
import tempfile
from pathlib import Path

from rich.console import Console

from app.assistant import Assistant
from app.cli import given
from app.rebuild import rebuild
from app.settings import Settings, read_settings
from app.sources import Request
from app.writers import opened_writer
from eval.gate.floors import held
from eval.judge.judging import judged_by
from eval.judge.summary import judge_summary
from eval.measuring import Asking, measured
from eval.public_sets import asking_of
from eval.question_sets import spread
from eval.questions import SHIPPED, read_questions
from eval.report.changes import Changes
from eval.report.page import write_page
from eval.report.terminal import show
from eval.rows import Run, read_run, write_run


def run(options: argparse.Namespace) -> int:
    """Evaluate, show what was found, and return the exit status."""
    before = read_run(options.against) if options.against else None  # a wrong file is said before the work
    with tempfile.TemporaryDirectory() as folder:  # of an index that is forgotten afterwards
        settings = _settings(options, Path(folder))
        asking = _asking(options, settings)
        assistant = Assistant.open(settings, opened_writer(settings))
        found = measured(asking, assistant, settings, options.out)
    changes = Changes.of(before, found) if before else None
    show(found, changes, Console())
    for path in _written(found, changes, options.out):
        print(f"written to {path}")
    if options.judge:  # only now, as a judge takes long and may fail
        _judge(found, changes, settings, options)
    if options.floors:
        print(held(options.floors, found.rows, to_raise=options.raise_floors))
    return 0


def _asking(options: argparse.Namespace, settings: Settings) -> Asking:
    """Read the questions, and build what they are asked of unless an index is given."""
    if options.set:
        return asking_of(options.set, options.limit, settings)
    path = options.questions or SHIPPED
    questions = spread(read_questions(path), options.limit)
    if options.data is None:
        rebuild(Request(offline=True), settings)
    return Asking(path.stem if options.limit is None else f"{path.stem}-{options.limit}", questions)


def _settings(options: argparse.Namespace, folder: Path) -> Settings:
    """Use the given index, or a folder for one that is built here: the shipped list's notes are the same everywhere."""
    return read_settings().model_copy(update={"data": folder} | given(options))


def _written(found: Run, changes: Changes | None, folder: Path) -> tuple[Path, Path]:
    return write_run(found, folder), write_page(found, changes, folder)


def _judge(found: Run, changes: Changes | None, settings: Settings, options: argparse.Namespace) -> None:
    """Write the run anew with what a language model makes of it, and show that."""
    judged = judged_by(options.judge, found, settings, options.out)
    _written(judged, changes, options.out)
    print(judge_summary(judged.judge) if judged.judge else "not judged")
