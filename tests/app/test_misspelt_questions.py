"""Questions with misspelt names, from the question to every face."""

import json

import pytest
from command_line import Cli

from app.assistant import Assistant
from app.rebuild import Report
from app.settings import Settings

HARD = "Trax 的 READEME 里演示的那个与训练 Transfomer，是把什么语言番译成什么语言？"
MEANT = "Trax 的 README 里演示的那个与训练 Transformer，是把什么语言番译成什么语言？"


@pytest.fixture(scope="module")
def reading(shipped: tuple[Settings, Report]) -> Assistant:
    """An assistant on the shipped list as it is by default: with the reader."""
    return Assistant.open(shipped[0])


def test_what_is_refused_as_typed_is_asked_as_meant(reading: Assistant) -> None:
    """The answer is that of the question spelt rightly, and says how it was understood."""
    answer = reading.ask(HARD)

    assert answer.question == HARD
    assert answer.understood == MEANT
    assert [one.text for one in answer.sentences] == [one.text for one in reading.ask(MEANT).sentences]


def test_what_is_answered_as_typed_stays(reading: Assistant) -> None:
    """A slip that does not keep an answer away is not talked about."""
    answer = reading.ask("Is Hiaku still getting new features?")

    assert not answer.refused
    assert answer.understood is None


def test_respelling_does_not_answer_what_is_not_there(reading: Assistant) -> None:
    """A question that no spelling brings nearer is refused as it was typed."""
    answer = reading.ask("In the Feast feature store, how do I regster an entitty?")

    assert answer.refused
    assert answer.understood is None


def test_the_command_says_how_it_was_understood(shipped: tuple[Settings, Report], cli: Cli) -> None:
    """`ask` shows it above the answer, `--json` under `understood`."""
    shown = cli("ask", HARD, "--data", str(shipped[0].data))
    told = json.loads(cli("ask", HARD, "--json", "--data", str(shipped[0].data)).out)

    assert MEANT in shown.out.splitlines()[0]
    assert (told["question"], told["understood"]) == (HARD, MEANT)
