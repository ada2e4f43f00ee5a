"""Follow-ups through every face: the answer, the command, a batch, JSON, and what a language model is asked."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from chat_server import ChatServer
from command_line import Cli, Contract

from app.abstaining import scales
from app.assistant import Assistant
from app.chat_model import LangChainModel
from app.contract import answer_json
from app.errors import QuestionInvalid
from app.llm import Writer
from app.rebuild import Report
from app.settings import Settings
from eval.asking import AssistantAnswerer
from eval.questions import Kind, Question
from index.folder import current

Harbour = tuple[Settings, Report]
GANNET = "What is Gannet?"


@pytest.mark.parametrize(
    ("history", "question", "understood", "says", "titled"),
    [
        (["What is Optuna good for?"], "And what is its licence?", "What is Optuna's licence?", "MIT", "optuna"),
        (["Optuna 是干嘛的？"], "它用的是什么许可证？", "Optuna 用的是什么许可证？", "MIT", "optuna"),
        (["Who bought Streamlit?"], "And Kaggle?", "Who bought Kaggle?", "Google", "Kaggle"),
        (
            ["Which tool makes interactive web apps of scripts, with sliders and caching?"],
            "Under which licence is it released?",
            "Under which licence is Streamlit released?",
            "Apache",
            "小工具",
        ),
    ],
)
def test_a_follow_up_is_answered(
    history: Sequence[str],
    question: str,
    understood: str,
    says: str,
    titled: str,
    shipped_assistant: Assistant,
) -> None:
    """The answer is about what the questions before named, or what the article was about that answered them."""
    answer = shipped_assistant.ask(question, history=history)

    assert answer.question == question
    assert answer.understood == answer.asked == understood
    assert says in " ".join(one.text for one in answer.sentences)
    assert any(titled in one.document.title for one in answer.citations)


def test_what_is_complete_is_answered_as_without_a_history(shipped_assistant: Assistant) -> None:
    """A question of its own has the same answer after any other, and nothing to say about how it was understood."""
    alone = shipped_assistant.ask("Who develops Optuna?")
    after = shipped_assistant.ask("Who develops Optuna?", history=["What does DALI speed up?"])

    assert after.understood is None
    assert after.asked == "Who develops Optuna?"
    assert after.sentences == alone.sentences


def test_a_question_before_is_checked_too(harbour_assistant: Assistant) -> None:
    """What cannot be asked cannot have been asked before."""
    with pytest.raises(QuestionInvalid, match="the question is empty"):
        harbour_assistant.ask("Why?", history=["?!"])


def test_a_question_that_would_grow_too_long_stays(harbour_assistant: Assistant) -> None:
    """With what is carried over a question may not have more characters than one may have."""
    before = f"What is Gannet {'so ' * 700}"

    assert harbour_assistant.ask("Why?", history=[f"{before[:1900]}?"]).understood is not None
    assert harbour_assistant.ask("Why?", history=[f"{before[:1998]}?"]).understood is None


def test_asked_after_others_on_the_command_line(harbour: Harbour, cli: Cli) -> None:
    """`--after` may be repeated, the oldest first; how the question was understood stands above the answer."""
    options = ("--after", "What is Tidewater?", "--after", GANNET, "--data", harbour[0].data)
    ran = cli("ask", "How many messages does it keep when the radio link is down?", *options)

    assert (ran.status, ran.err) == (0, "")
    first, second, third, *_ = ran.out.splitlines()
    assert first == "Understood as: How many messages does Gannet keep when the radio link is down?"
    assert second == ""
    assert "4,000 messages" in third
    assert "Understood" not in cli("ask", GANNET, *options).out
    assert cli("ask", "它有几种帧？", *options).out.startswith("理解为：Gannet 有几种帧？\n")


def test_after_nothing_that_can_be_asked(harbour: Harbour, cli: Cli) -> None:
    """An earlier question that is none is refused in one sentence."""
    ran = cli("ask", "Why?", "--after", " ", "--data", harbour[0].data)

    assert (ran.status, ran.out, ran.complaint) == (1, "", "the question is empty; type one.")


def test_a_batch_with_histories(harbour: Harbour, cli: Cli, contract: Contract, tmp_path: Path) -> None:
    """Each line brings its own history; `understood` is the question as it reads alone, and null where none is."""
    lines = (
        {"id": 1, "question": "How many messages does it keep?", "history": ["What is Tidewater?", GANNET]},
        {"id": 2, "question": "它最多占用多少内存？", "history": ["潮汐缓存是什么？"]},
        {"id": 3, "question": GANNET, "history": ["What is Tidewater?"]},
        {"id": 4, "question": GANNET},
    )
    path = tmp_path / "batch.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), "utf-8")
    found = cli("ask", "--batch", path, "--json", "--data", harbour[0].data).objects

    for one in found:
        contract("ask", one)
    assert [one["understood"] for one in found] == [
        "How many messages does Gannet keep?",
        "潮汐缓存最多占用多少内存？",
        None,
        None,
    ]
    assert [one["question"] for one in found] == [one["question"] for one in lines]
    assert "256 KB" in found[1]["text"]


@pytest.mark.parametrize("history", ['"Why?"', "[1]", "[null]", "{}", "null"])
def test_a_history_of_another_shape(history: str, cli: Cli, harbour: Harbour, tmp_path: Path) -> None:
    """A batch's line whose history is no list of questions is named, with what to write."""
    path = tmp_path / "batch.jsonl"
    path.write_text(f'{{"question": "Why?", "history": {history}}}', "utf-8")
    ran = cli("ask", "--batch", path, "--data", harbour[0].data)

    said = f'line 1 of {path} has a history that is no list of questions; write "history": ["…", …].'
    assert (ran.status, ran.out, ran.complaint) == (1, "", said)


def test_a_model_is_asked_the_question_that_reads_alone(
    harbour: Harbour, harbour_assistant: Assistant, chat_server: ChatServer
) -> None:
    """A language model has no history of its own: its prompt holds what was understood."""
    searcher = harbour_assistant.searcher
    scale = scales.load(current(harbour[0].data), searcher)
    writing = Assistant(searcher, scale, harbour[0], Writer(LangChainModel.open("openai:canned", 10.0)))
    chat_server.says("Gannet keeps up to 4,000 messages [1].")
    answer = writing.ask("How many messages does it keep?", history=[GANNET])

    assert "How many messages does Gannet keep?" in chat_server.prompts[-1]
    assert (answer.question, answer.kind) == ("How many messages does it keep?", "llm")
    assert answer_json(answer, searcher.index.manifest)["understood"] == "How many messages does Gannet keep?"


def test_an_evaluation_hands_the_history_over(harbour_assistant: Assistant) -> None:
    """A follow-up is measured as it was understood, in its answer and in its ranking."""
    follow_up = Question(
        id="a",
        question="How many messages does it keep?",
        language="en",
        kind=Kind.FOLLOW_UP,
        urls=("http://gannet.example/queue",),
        article_language="en",
        nuggets=(("4,000",),),
        history=(GANNET,),
    )
    complete = follow_up.model_copy(
        update={"question": "How many messages does Gannet keep?", "history": (), "kind": Kind.FACT}
    )
    answerer = AssistantAnswerer(harbour_assistant)
    asked, alone = answerer.ask(follow_up), answerer.ask(complete)

    assert asked.ranking == alone.ranking
    assert asked.answer.sentences == alone.answer.sentences
    assert asked.answer.understood == complete.question
