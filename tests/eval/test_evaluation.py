import json
from pathlib import Path

import pytest

from app.rebuild import Report
from app.settings import Settings
from eval.__main__ import main
from eval.questions import SHIPPED, QuestionsInvalid, read_questions
from eval.rows import read_run

SOME = 12  # questions, so that the test is quick


@pytest.fixture
def some_questions(tmp_path: Path) -> Path:
    """A file of some of the shipped questions, from all over it, and one that cannot be asked."""
    lines = SHIPPED.read_text("utf-8").splitlines()
    too_long = {"id": "too-long", "question": "Why? " * 500, "language": "en", "kind": "far"}
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join([*lines[:: len(lines) // SOME], json.dumps(too_long)]), "utf-8")
    return path


def test_a_run_is_written_as_json_and_as_a_page(
    shipped: tuple[Settings, Report], some_questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are named by questions and commit; all questions are there, failures too; against itself nothing changed."""
    command = ["--data", str(shipped[0].data), "--questions", str(some_questions), "--out", str(tmp_path / "out")]
    assert main(command) == 0
    written = sorted((tmp_path / "out").iterdir())
    assert [path.suffix for path in written] == [".html", ".json"]
    found = read_run(written[1])
    assert {path.stem for path in written} == {found.name}
    assert found.name.startswith(f"some-{found.environment['commit']}")
    assert [row.question for row in found.rows] == read_questions(some_questions)
    assert [row.id for row in found.rows if row.failure] == ["too-long"]
    assert found.rows[-1].scores["right"] == 0
    assert all(row.scores["verbatim"] in (1.0, None) for row in found.rows)

    out = capsys.readouterr().out
    assert f"1 of {len(found.rows)} questions failed" in out
    assert main([*command, "--against", str(written[1])]) == 0
    assert f"0 of {len(found.rows)} answers differ from {found.name}" in capsys.readouterr().out


def test_a_wrong_run_to_compare_with_is_said_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says what is the matter, exits with 1 and writes nothing."""
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", "utf-8")
    assert main(["--against", str(wrong), "--out", str(tmp_path / "out")]) == 1
    assert "is not a run of citeshelf-eval; give a file that it wrote." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{}", "line 1 of .* has a wrong id"),
        ("no json", "line 1 of"),
        (json.dumps({"id": "a", "question": "q", "language": "fr", "kind": "far"}), "wrong language"),
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


def test_a_model_that_cannot_be_opened_ends_the_run(
    shipped: tuple[Settings, Report], some_questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Quotes in its place would be figures of something else: status 1, one sentence, nothing is written."""
    command = ["--data", str(shipped[0].data), "--questions", str(some_questions), "--out", str(tmp_path / "out")]
    assert main([*command, "--llm", "nobody:nothing"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(
    shipped: tuple[Settings, Report], some_questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said before anything is asked; the exit status is 1."""
    (tmp_path / "file").write_text("", "utf-8")
    command = [
        "--data",
        str(shipped[0].data),
        "--questions",
        str(some_questions),
        "--out",
        str(tmp_path / "file" / "x"),
    ]
    assert main(command) == 1
    said = capsys.readouterr().err
    assert "cannot be written (" in said
    assert "asking" not in said
