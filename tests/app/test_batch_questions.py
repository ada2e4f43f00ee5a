"""A file of questions is read as it stands: which lines are questions, and what of them is kept."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assistant import Assistant
from app.errors import QuestionInvalid
from app.questions import MAX_QUESTION_CHARS, Asked, calm, checked, read_batch


def batch(folder: Path, *lines: str) -> list[Asked]:
    """Return what is read from a file with these lines."""
    path = folder / "batch.jsonl"
    path.write_bytes("\n".join(lines).encode())
    return read_batch(path)


def test_plain_lines_and_json_lines_may_be_mixed(tmp_path: Path) -> None:
    """A line is JSON when it begins with a brace; empty lines are passed over; white space around text goes."""
    found = batch(tmp_path, "  What is\ta keel? \r", "", ' {"question": "龙骨是什么？", "id": 3}', "[1] what is this?")

    assert [one.question for one in found] == ["What is a keel?", "龙骨是什么？", "[1] what is this?"]
    assert [one.id for one in found] == [None, 3, None]


def test_a_line_ends_at_a_line_feed_only(tmp_path: Path) -> None:
    """Separators that JSON allows inside a string (RFC 8259) do not cut a line in two."""
    line = json.dumps({"id": "\u2028\x85", "question": "one\u2028two\x85three"}, ensure_ascii=False)

    assert batch(tmp_path, line) == [Asked(id="\u2028\x85", question="one two three")]


def test_keys_of_other_programs_are_passed_over(tmp_path: Path) -> None:
    """Question sets carry labels of their own; only id, question and topic are read."""
    found = batch(tmp_path, '{"question": "Why?", "topic": "Boats", "answer": "x", "relevant": [1, 2]}')

    assert found == [Asked(question="Why?", topic="Boats")]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  why \n\n now\t? ", "why now ?"),
        ("wh\u200by\ufeff", "why"),
        ("\x1b[31mwhy\x07", "[31mwhy"),
        ("为什么\u3000呢", "为什么 呢"),
        ("a\udcffb", "ab"),
        ("7", "7"),
    ],
)
def test_a_question_loses_what_cannot_be_seen(raw: str, kept: str) -> None:
    """Runs of white space become one space; control, format and broken characters go."""
    assert checked(raw) == kept


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_checking_twice_changes_nothing(raw: str) -> None:
    """A checked question is printable, has something to ask, and is its own checked form; all else is refused."""
    if not any(mark.isalnum() for mark in raw if mark.isprintable()):
        with pytest.raises(QuestionInvalid, match=r"^the question is empty; type one\.$"):
            checked(raw)
        return
    question = checked(raw)
    assert question.isprintable()
    assert question == question.strip()
    assert checked(question) == question


def test_the_longest_question() -> None:
    """2,000 characters can be asked, one more cannot; white space around them does not count."""
    assert len(checked(f"  {'x' * MAX_QUESTION_CHARS}  ")) == 2000
    with pytest.raises(QuestionInvalid, match=r"the question has 2,001 characters; ask in at most 2,000\."):
        checked("x" * (MAX_QUESTION_CHARS + 1))


@pytest.mark.parametrize(
    ("question", "calmed"),
    [
        ("WHO DEVELOPS OPTUNA?", "who develops optuna?"),
        ("DGL?", "DGL?"),  # a name
        ("What is DGL?", "What is DGL?"),
        ("谁开发了 OPTUNA？", "谁开发了 OPTUNA？"),
        ("2 + 2", "2 + 2"),
    ],
)
def test_a_shouted_question_is_calmed(question: str, calmed: str) -> None:
    """Capitals throughout tell nothing; a name alone, or beside other words, keeps its own."""
    assert calm(question) == calmed


def test_a_shouted_question_is_answered(shipped_assistant: Assistant) -> None:
    """It is answered as it would be in small letters, and shown as it was typed."""
    shouted = shipped_assistant.ask("WHO DEVELOPS OPTUNA?")
    calmed = shipped_assistant.ask("who develops optuna?")

    assert shouted.question == "WHO DEVELOPS OPTUNA?"
    assert shouted.understood is None
    assert shouted.sentences == calmed.sentences != ()
