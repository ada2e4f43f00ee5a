"""`citeshelf-eval`: ask all questions, score the answers, write JSON and a page, say what changed."""

import argparse
import tempfile
from pathlib import Path

from app.assistant import Assistant
from app.rebuild import rebuild
from app.settings import Settings, read_settings
from app.sources import Request
from app.writers import writer_of
from eval.floors import held
from eval.judge.judging import judged_by
from eval.judge.summary import judge_summary
from eval.measuring import Asking, measured
from eval.public_sets import asking_of
from eval.question_sets import spread
from eval.questions import SHIPPED, read_questions
from eval.report.changes import changes
from eval.report.terminal import summary
from eval.rows import read_run, write_run


def run(options: argparse.Namespace) -> int:
    """Evaluate and print a summary."""
    with tempfile.TemporaryDirectory() as folder:
        return _evaluate(options, Path(folder))


def _evaluate(options: argparse.Namespace, folder: Path) -> int:
    before = read_run(options.against) if options.against else None
    settings = _settings(options, folder)
    asking = _asking(options, settings)
    assistant = Assistant.open(settings, writer_of(settings))
    found = measured(asking, assistant, settings, options.out)
    print(summary(found))
    print(f"written to {write_run(found, options.out)}")
    if options.judge:  # only now, as a judge takes long and may fail
        found = judged_by(options.judge, found, settings, options.out)
        write_run(found, options.out)
        print(judge_summary(found.judge) if found.judge else "not judged")
    if before:
        print(changes(found, before))
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
    names = ("data", "embedder", "reranker", "llm")
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    return read_settings().model_copy(update={"data": folder, **given})
