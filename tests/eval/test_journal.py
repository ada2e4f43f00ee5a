"""A run that was stopped is taken up where it ended, and only where nothing has changed since."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.rebuild import Report
from app.settings import Settings
from eval.asking import Asked, AssistantAnswerer
from eval.corpus import Corpus
from eval.journal import Journal
from eval.questions import SHIPPED, Question, read_questions
from eval.rows import Row
from eval.run import evaluate

SOME = read_questions(SHIPPED)[:6]
SAME = {"code": "abc1234", "index": "00ff"}


class Stopping:
    """The product, interrupted after so many questions; it notes what it was asked."""

    def __init__(self, settings: Settings, after: int) -> None:
        assistant = Assistant.open(settings)
        self.manifest, self.corpus = assistant.searcher.index.manifest, Corpus.of(assistant.searcher.index.chunks)
        self._answerer = AssistantAnswerer(assistant)
        self._after = after
        self.asked: list[str] = []

    def ask(self, question: Question) -> Asked:
        """Answer, or stop as Ctrl-C does."""
        if len(self.asked) == self._after:
            raise KeyboardInterrupt
        self.asked.append(question.id)
        return self._answerer.ask(question)

    def rows(self, questions: Sequence[Question], journal: Journal) -> list[Row]:
        """Evaluate with a journal."""
        return evaluate(self, questions, self.corpus, self.manifest, lambda *_: None, journal)


def test_what_was_answered_before_a_stop_is_not_asked_again(shipped: tuple[Settings, Report], tmp_path: Path) -> None:
    """Four of six are noted, the last line cut short: three are kept, three asked; nothing is left when it is done."""
    path = tmp_path / "run.unfinished"
    first = Stopping(shipped[0], after=4)
    with pytest.raises(KeyboardInterrupt):
        first.rows(SOME, Journal.open(path, SAME))
    path.write_text(path.read_text("utf-8")[:-40], "utf-8")  # as a power cut leaves it

    second = Stopping(shipped[0], after=9)
    journal = Journal.open(path, SAME)
    rows = second.rows(SOME, journal)
    assert second.asked == [one.id for one in SOME[3:]]
    assert [row.question for row in rows] == SOME
    journal.close()
    assert not path.exists()


def test_rows_of_other_code_are_asked_again(shipped: tuple[Settings, Report], tmp_path: Path) -> None:
    """The file begins with what its rows depend on; with anything else they are not taken over."""
    path = tmp_path / "run.unfinished"
    Stopping(shipped[0], after=9).rows(SOME[:2], Journal.open(path, SAME))
    again = Stopping(shipped[0], after=9)
    again.rows(SOME[:2], Journal.open(path, SAME | {"code": "def5678"}))
    assert len(again.asked) == 2
