"""The README's figures are those of the shipped questions, now."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from broken import Broken, Recorded, nothing

from app.rebuild import Report
from app.settings import Settings
from eval.corpus import Corpus
from eval.questions import SHIPPED, read_questions
from eval.rows import Row
from eval.run import evaluate
from eval.statistics.summary import mean_of
from index.folder import current
from index.reader import Index

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]  # all questions are asked first
README = Path(__file__).parents[2] / "README.md"
COLUMNS = ("right", "source_1", "nugget_recall", "citation_precision", "refusal_recall")
ROUNDED = 0.011  # two digits, and another processor's last one
LINES: dict[str, Callable[[Row], bool]] = {
    "all open": lambda row: not row.question.held_out,
    "held out": lambda row: row.question.held_out,
    "en → en": lambda row: row.question.direction == "en→en",
    "en → zh": lambda row: row.question.direction == "en→zh",
    "zh → en": lambda row: row.question.direction == "zh→en",
    "zh → zh": lambda row: row.question.direction == "zh→zh",
    "en → nothing": lambda row: row.question.direction == "en→∅",
    "zh → nothing": lambda row: row.question.direction == "zh→∅",
}


@pytest.fixture(scope="module")
def rows(shipped: tuple[Settings, Report], recorded: Recorded) -> list[Row]:
    """What the shipped questions score."""
    index = Index.load(current(shipped[0].data))
    questions = read_questions(SHIPPED)
    return evaluate(Broken(recorded, nothing), questions, Corpus.of(index.chunks), index.manifest, lambda *_: None)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_readme_is_what_is_measured(line: str, rows: list[Row]) -> None:
    """Its number of questions to one, its means to the digits that stand there, give or take one answer."""
    written = re.search(rf"^\| {re.escape(line)} \| (.+) \|$", README.read_text("utf-8"), re.MULTILINE)
    assert written
    questions, *means = written[1].split(" | ")
    some = [row for row in rows if LINES[line](row)]
    assert int(questions) == len(some)
    for measure, mean in zip(COLUMNS, means, strict=True):
        found = mean_of(some, measure)
        assert (mean == "–") == (found is None)
        if found:
            assert abs(float(mean) - found.value) <= ROUNDED + 1 / found.questions
