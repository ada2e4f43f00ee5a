"""The page's parts that need no browser: messages, and start questions with a model that counts what it is asked."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.answers import Support
from app.assistant import Assistant
from app.chat.messages import message_markdown
from app.chat.starters import start_questions
from app.chat.words import WORDS
from app.conversations.recording import recorded
from app.conversations.turn import Turn, now
from app.llm import Writer
from app.rebuild import Report
from app.settings import Settings
from app.wording import WEAK


def turn_of(assistant: Assistant, question: str) -> Turn:
    """Return a question's answer as the page keeps it."""
    return recorded(assistant.ask(question), "", now(), assistant.searcher.index.manifest)


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

    found = start_questions(written, "en")

    assert len(found) > 1
    assert found == start_questions(Assistant.open(shipped[0]), "en")
    assert model.asked == 0
    written.ask("What is Optuna?")
    assert model.asked == 1


@pytest.mark.parametrize("topic", ["", "架构"])
def test_start_questions_are_in_the_readers_language(shipped: tuple[Settings, Report], topic: str) -> None:
    """Whatever the topics' own is; and each gets an answer."""
    assistant = Assistant.open(shipped[0])
    for language, begins in (("en", ("What do the sources say", "Which articles are")), ("zh", ("关于", "有哪些"))):
        found = start_questions(assistant, language, topic)

        assert len(found) > 1
        assert all(one.startswith(begins) for one in found)
        assert not any(assistant.ask(one, topic or None).refused for one in found)


def test_a_model_that_failed_is_named_in_the_message(shipped: tuple[Settings, Report]) -> None:
    """The notice stands above the quotes, as text; without one the message is the quotes alone."""
    turn = turn_of(Assistant.open(shipped[0], Writer(Counting())), "What is Optuna?")

    first = turn.sentences[0].text[:20]  # letters and spaces, which need no escaping
    quoted = f'<span class="cs-verbatim">{first}'
    message = message_markdown(replace(turn, notice="it *failed*"), 1)
    assert message.startswith(f'<span class="cs-own">it \\*failed\\*</span>\n\n{quoted}')
    assert turn.notice is not None
    assert "cited no source" in message_markdown(turn, 1)
    assert message_markdown(replace(turn, notice=None), 1).startswith(quoted)


def test_how_a_question_was_understood_stands_first_as_text(shipped: tuple[Settings, Report]) -> None:
    """Above quotes and above a refusal alike, and nothing in it is markup."""
    assistant = Assistant.open(shipped[0])
    for question in ("What is Optuna?", "How long do hens brood their eggs?"):
        turn = replace(turn_of(assistant, question), understood="*Who* <img src=x>?")

        said = '<span class="cs-own">Understood as\\: \\*Who\\* \\<img src=x\\>?</span>\n\n'
        assert message_markdown(turn, 1).startswith(said.replace("as\\:", "as:"))
        assert "Understood" not in message_markdown(replace(turn, understood=None), 1)


@pytest.mark.parametrize("support", ["weak", "unsupported"])
def test_a_sentence_that_its_source_does_not_carry_is_told_apart(
    shipped: tuple[Settings, Report], support: Support
) -> None:
    """It looks different and says why, in the question's language; a verbatim one has no such remark."""
    turn = turn_of(Assistant.open(shipped[0]), "What is Optuna?")
    doubted = replace(turn, sentences=(replace(turn.sentences[0], support=support),))

    assert f'<span class="cs-{support}">' in message_markdown(doubted, 1)
    assert WEAK["en"][support] in message_markdown(doubted, 1)
    assert WEAK["zh"][support] in message_markdown(replace(doubted, language="zh"), 1)
    assert "cs-doubt" not in message_markdown(turn, 1)


def test_words_are_in_both_languages() -> None:
    """Every word of the page is there in English and in Chinese, with the same places to fill."""
    for key, word in WORDS.items():
        assert set(word) == {"en", "zh"}, key
        assert word["en"].count("{}") == word["zh"].count("{}"), key
        assert all(word.values()), key
