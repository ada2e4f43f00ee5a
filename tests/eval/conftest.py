"""What the tests of several measurements have in common."""

from pathlib import Path

import pytest
from broken import Recorded
from repositories import git

from app.assistant import Assistant
from app.rebuild import Report
from app.settings import Settings
from eval.asking import AssistantAnswerer
from eval.questions import SHIPPED, read_questions


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A repository of one commit, in which nothing was changed since."""
    folder = tmp_path / "tree"
    folder.mkdir()
    git(folder, "init")
    git(folder, "commit", "--allow-empty", "-m", "one")
    return folder


@pytest.fixture(scope="session")
def recorded(shipped: tuple[Settings, Report]) -> Recorded:
    """What the product answers to the shipped questions, each asked once."""
    assistant = Assistant.open(shipped[0])
    answerer = AssistantAnswerer(assistant)
    return Recorded.of(answerer, read_questions(SHIPPED), assistant.searcher.index.chunks)
