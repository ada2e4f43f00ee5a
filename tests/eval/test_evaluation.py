import json
from pathlib import Path

import pytest

from app.rebuild import Report
from app.settings import Settings
from eval.__main__ import main
from eval.questions import SHIPPED, QuestionsInvalid, read_questions
from eval.report import read_run
from ingest.urls import identity_of

FLOOR = 0.87  # source 1, in each direction: two of 16 questions may miss it
OVERALL = 0.94  # source 1 of all
REFUSAL = 0.99  # right to answer, or right to refuse: one of 126 may be wrong


def test_a_run_on_the_shipped_list(
    shipped: tuple[Settings, Report], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The shipped questions find their article first at the stated rate, and a run against itself shows no change."""
    command = ["--data", str(shipped[0].data), "--out", str(tmp_path)]
    assert main(command) == 0
    (path,) = tmp_path.glob("*.json")
    rows = read_run(path).rows

    assert len(rows) == len(read_questions(SHIPPED))
    for direction in ("zh→zh", "en→en", "zh→en", "en→zh"):
        scores = [row.scores["source_1"] for row in rows if row.direction == direction]
        assert sum(score or 0 for score in scores) / len(scores) >= FLOOR, direction
    for score, least in (("source_1", OVERALL), ("refusal", REFUSAL)):
        found = [row.scores[score] for row in rows if row.scores[score] is not None]
        assert sum(one or 0 for one in found) / len(found) >= least, score
    assert all(row.scores["verbatim"] in (1.0, None) for row in rows)

    capsys.readouterr()
    assert main([*command, "--against", str(path)]) == 0
    assert f"0 of {len(rows)} answers differ" in capsys.readouterr().out


def test_every_link_has_two_questions(shipped: tuple[Settings, Report]) -> None:
    """One in each language, and none is about a page that the list does not link."""
    asked: dict[str, set[str]] = {}
    for question in read_questions(SHIPPED):
        if question.answerable:
            asked.setdefault(identity_of(question.urls[0]), set()).add(question.language)

    linked = {identity_of(link.url) for link in shipped[1].reading.links.links}
    assert asked == {key: {"en", "zh"} for key in linked}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{}", "line 1 of .* has a wrong id"),
        ("no json", "line 1 of"),
        (
            json.dumps({"id": "a", "question": "q", "language": "fr", "urls": [], "article_language": None}),
            "wrong language",
        ),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    """A file of questions that does not follow the format is refused with the line and the field."""
    path = tmp_path / "questions.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(QuestionsInvalid, match=says):
        read_questions(path)


def test_a_missing_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says what is missing and exits with 1."""
    assert main(["--questions", str(tmp_path / "none.jsonl")]) == 1
    assert "cannot be read" in capsys.readouterr().err
