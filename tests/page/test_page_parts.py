"""The page's parts that need no browser: messages, and start questions with a model that counts what it is asked."""

from collections.abc import Iterator
from dataclasses import replace

from app.assistant import Assistant
from app.chat.cards import message_markdown
from app.chat.starters import start_questions
from app.llm import Writer
from app.rebuild import Report
from app.settings import Settings


class Counting:
    """A chat model that counts how often it is asked, and cites nothing."""

    def __init__(self) -> None:
        self.asked = 0

    def stream(self, prompt: str) -> Iterator[str]:
        """Yield a few words about nothing."""
        self.asked += bool(prompt)
        yield "No source is cited here."


def test_start_questions_cost_no_model_call(shipped: tuple[Settings, Report]) -> None:
    """They are found without the language model, and are the same with one."""
    model = Counting()
    written = Assistant.open(shipped[0], Writer(model))

    found = start_questions(written)

    assert len(found) > 1
    assert found == start_questions(Assistant.open(shipped[0]))
    assert model.asked == 0
    written.ask("What is Optuna?")
    assert model.asked == 1


def test_a_model_that_failed_is_named_in_the_message(shipped: tuple[Settings, Report]) -> None:
    """The notice stands above the quotes, as text; without one the message is the quotes alone."""
    answer = Assistant.open(shipped[0], Writer(Counting())).ask("What is Optuna?")

    first = answer.sentences[0].text[:20]  # letters and spaces, which need no escaping
    message = message_markdown(replace(answer, notice="it *failed*"), 1)
    assert message.startswith(f"*it \\*failed\\**\n\n{first}")
    assert answer.notice is not None
    assert "cited no source" in message_markdown(answer, 1)
    assert message_markdown(replace(answer, notice=None), 1).startswith(first)


def test_how_a_question_was_understood_stands_first_as_text(shipped: tuple[Settings, Report]) -> None:
    """Above quotes and above a refusal alike, and nothing in it is markup."""
    assistant = Assistant.open(shipped[0])
    for question in ("What is Optuna?", "How long do hens brood their eggs?"):
        answer = replace(assistant.ask(question), understood="*Who* <img src=x>?")

        assert message_markdown(answer, 1).startswith("*Understood as: \\*Who\\* \\<img src=x\\>?*\n\n")
        assert "Understood" not in message_markdown(replace(answer, understood=None), 1)
