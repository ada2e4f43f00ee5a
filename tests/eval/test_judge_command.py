"""`citeshelf-eval --judge`, with two servers of chat completions on loopback: a canned one, and a real small model."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chat_server import ChatServer
from local_model import KEY, local_model

from app.chat_model import LangChainModel
from app.rebuild import Report
from app.settings import Settings
from eval.__main__ import main
from eval.judge.judge import Judge
from eval.judge.judging import judged
from eval.judge.pairs import read_pairs
from eval.judge.summary import NOT_TO_BE_USED, judge_summary
from eval.judge.verdicts import Verdicts
from eval.questions import SHIPPED, Question, read_questions
from eval.rows import Run, read_run

pytestmark = pytest.mark.slow
Shipped = tuple[Settings, Report]
Evaluate = Callable[..., Run]


@pytest.fixture
def canned(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """A server on loopback that says what a test wants said."""
    with ChatServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "a-key-of-the-tests")
        yield server


@pytest.fixture
def run_judged(shipped: Shipped, tmp_path: Path) -> Evaluate:
    """Evaluate two questions that have an answer and one that has none, and return the run that was written."""
    found = read_questions(SHIPPED)
    some = [one for one in found if one.answerable][:2] + [one for one in found if not one.answerable][:1]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(question.model_dump_json() for question in some), "utf-8")

    def evaluate(*arguments: str) -> Run:
        given = ["--questions", path, "--data", shipped[0].data, "--out", tmp_path / "out", *arguments]
        assert main([str(one) for one in given]) == 0
        (written,) = (tmp_path / "out").glob("*.json")
        return read_run(written)

    return evaluate


def test_a_judge_that_always_says_yes(
    run_judged: Evaluate, canned: ChatServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The run holds its verdicts and calibration, and the summary says not to use its figure."""
    canned.says("Y", "ES")
    judge = run_judged("--judge", "openai:canned").judge

    assert judge is not None
    assert (judge.model, judge.asked) == ("openai:canned", len(read_pairs()) + 2)
    assert list(judge.verdicts.values()) == [True, True]
    assert set(judge.labelled.values()) == {True}
    assert (judge.calibration.sensitivity, judge.calibration.specificity, judge.calibration.kappa) == (1.0, 0.0, 0.0)
    assert (judge.share.raw, judge.share.corrected) == (1.0, None)
    shown = capsys.readouterr().out
    assert "judge openai:canned, asked" in shown
    assert "kappa                             0.000 [0.000, 0.000]" in shown
    assert NOT_TO_BE_USED in shown
    assert all("<facts>" in prompt for prompt in canned.prompts)
    assert not list((tmp_path / "out").glob("*.verdicts"))


def test_a_judge_that_fails(run_judged: Evaluate, canned: ChatServer, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that refuses is one sentence; the run is written without the judge."""
    canned.status, canned.body = 401, b'{"error": {"message": "no such key"}}'
    run = run_judged("--judge", "openai:canned")
    captured = capsys.readouterr()

    assert len(run.rows) == 3
    assert run.judge is None
    assert captured.err.splitlines()[-1] == (
        "citeshelf-eval: the model openai:canned cannot be used (Error code: 401 - no such key); "
        "the run is written without the judge."
    )
    assert "not judged" in captured.out

    canned.status, canned.body = 200, None  # it is back
    canned.says("NO")
    judge = run_judged("--judge", "openai:canned").judge
    assert judge is not None
    assert set(judge.verdicts.values()) == {False}


def test_a_judge_that_is_none(run_judged: Evaluate, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown provider is one sentence, and the run is written."""
    assert run_judged("--judge", "nobody:model").judge is None
    assert "citeshelf-eval: the model nobody:model cannot be used (" in capsys.readouterr().err


def test_no_judge_by_default(run_judged: Evaluate, canned: ChatServer) -> None:
    """Without the option no model is asked, and a run written before there was a judge is still read."""
    run = run_judged()

    assert run.judge is None
    assert canned.prompts == []


def test_runs_without_the_field_are_read(run_judged: Evaluate, tmp_path: Path) -> None:
    """A run written before there was a judge is still a run."""
    run_judged()
    (path,) = (tmp_path / "out").glob("*.json")
    whole = json.loads(path.read_text("utf-8"))
    del whole["judge"]
    path.write_text(json.dumps(whole), "utf-8")

    assert read_run(path).judge is None


def test_a_small_model_judges(run_judged: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a real small model makes of it, there are figures of how good it is, or a count of what it left open."""
    rows = run_judged().rows
    pairs = read_pairs()[:2]
    with local_model() as address:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{address}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        model = LangChainModel.open("openai:smollm2", 60.0)
        judge = Judge(model, "openai:smollm2", Verdicts.open(tmp_path / "verdicts"))
        found = judged(rows[:1], judge, pairs, lambda _done, _total: None)

    assert (found.asked, set(found.labelled)) == (3, {pair.id for pair in pairs})
    assert found.seconds > 0
    assert found.calibration.missing == list(found.labelled.values()).count(None)
    # One question cannot tell a judge from chance unless it is right on both of its answers.
    right = all(found.labelled[pair.id] is pair.right for pair in pairs)
    assert (NOT_TO_BE_USED in judge_summary(found)) is not right


def test_questions_are_asked_of_the_judge_as_they_stand(run_judged: Evaluate, canned: ChatServer) -> None:
    """Of each answered question the judge sees its words, its facts and the answer's sentences, without marks."""
    canned.says("NO")
    run = run_judged("--judge", "openai:canned")
    row = run.rows[0]
    assert isinstance(row.question, Question)
    prompt = next(one for one in canned.prompts if row.question.question in one)

    assert all(wording in prompt for nugget in row.question.nuggets for wording in nugget)
    assert row.text in prompt
