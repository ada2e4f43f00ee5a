"""A language model that cannot be used: one sentence that says so, and the sources' own words instead."""

import pytest
from chat_server import ChatServer
from command_line import Cli, Contract

from app.abstaining import scales
from app.answers import Answer
from app.assistant import Assistant
from app.chat_model import LangChainModel
from app.errors import ModelUnavailable
from app.llm import Writer
from app.rebuild import Report
from app.settings import Settings
from index.folder import current

Harbour = tuple[Settings, Report]
QUESTION = "How many bytes does a Tidewater record take?"
BYTES = "Every Tidewater record takes exactly 48 bytes, of which 16 bytes are the key."
ADVICE = "); check its name, key and server; quoting the sources instead."
BEGUN = (
    b'data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "canned", "choices": '
    b'[{"index": 0, "delta": {"content": "Each one has 48 bytes [1]."}, "finish_reason": null}]}\n\n'
)


@pytest.fixture
def impatient(
    harbour: Harbour,
    harbour_assistant: Assistant,
    chat_server: ChatServer,  # noqa: ARG001 - the model is opened where it listens
) -> Assistant:
    """An assistant with the canned model, which waits for it for 0.4 seconds."""
    scale = scales.load(current(harbour[0].data), harbour_assistant.searcher)
    return Assistant(harbour_assistant.searcher, scale, harbour[0], Writer(LangChainModel.open("openai:canned", 0.4)))


def quoted_instead(answer: Answer) -> str:
    """Check that the sources were quoted, and return what was said about the model."""
    assert answer.kind == "extractive"
    assert [(one.text, one.citations, one.support) for one in answer.sentences] == [(BYTES, (1,), "verbatim")]
    assert answer.notice
    assert "\n" not in answer.notice
    return answer.notice


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, b'{"error": {"message": "no such key"}}', "Error code: 401 - no such key"),
        (404, b'{"error": {"message": "no model canned"}}', "Error code: 404 - no model canned"),
        (400, b'{"error": {"message": "too long:\\n\\n' + b"a" * 5000 + b'"}}', "Error code: 400 - too long:"),
        (200, b"<!doctype html><title>Sign in</title>", ""),
        (200, b"data: {\n\n", ""),
        (200, b"data: [1, 2]\n\n", ""),
        (200, b"", ""),
        (200, b"\xff\xfe\x00", ""),
        (200, BEGUN + b'data: {"error": {"message": "out of memory"}}\n\n', "out of memory"),
    ],
    ids=["key", "model", "long", "page", "half", "list", "empty", "binary", "halfway"],
)
def test_a_server_that_refuses_or_answers_nonsense(
    status: int, body: bytes, reason: str, impatient: Assistant, chat_server: ChatServer
) -> None:
    """A refusal is repeated in its first line; nonsense, and an error after a good beginning, are one sentence too."""
    chat_server.status, chat_server.body = status, body
    said = quoted_instead(impatient.ask(QUESTION))

    assert said.startswith(f"the model openai:canned cannot be used ({reason}")
    assert said.endswith(ADVICE)
    assert len(said) < 400
    assert chat_server.prompts


def test_a_server_of_something_else(impatient: Assistant, chat_server: ChatServer) -> None:
    """Events that are no chat have no text, and a text without a source is no answer."""
    chat_server.body = b'data: {"weather": "fine"}\n\ndata: [DONE]\n\n'

    assert quoted_instead(impatient.ask(QUESTION)) == "the model cited no source; quoting the sources instead."


def test_a_server_that_says_nothing(impatient: Assistant, chat_server: ChatServer) -> None:
    """A server that never begins is given up after the time that the settings allow, and one more try."""
    chat_server.hang_s = 30.0

    assert "(Request timed out.)" in quoted_instead(impatient.ask(QUESTION))
    assert len(chat_server.prompts) == 2


def test_a_server_that_is_away(harbour: Harbour, cli: Cli, contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says so on stderr, in one line, and prints the sources' answer with status 0."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")  # the discard port: nobody serves it
    monkeypatch.setenv("OPENAI_API_KEY", "a-key-of-the-tests")
    ran = cli("ask", QUESTION, "--json", "--data", harbour[0].data, "--llm", "openai:canned")

    assert ran.status == 0
    contract("ask", ran.json)
    assert (ran.json["kind"], ran.json["text"]) == ("extractive", f"{BYTES} [1]")
    assert ran.err.count("\n") == 1
    assert ran.complaint == f"the model openai:canned cannot be used (Connection error.{ADVICE}"


def test_a_model_that_works(harbour: Harbour, cli: Cli, contract: Contract, chat_server: ChatServer) -> None:
    """The command prints what the model wrote, checked and cited, and nothing on stderr."""
    chat_server.says("Each one has ", "48 bytes", " [1].")
    ran = cli("ask", QUESTION, "--json", "--data", harbour[0].data, "--llm", "openai:canned")

    contract("ask", ran.json)
    assert (ran.status, ran.err, ran.json["kind"]) == (0, "", "llm")
    assert ran.json["text"] == "Each one has 48 bytes. [1]"
    assert ran.json["citations"][0]["quote"] == BYTES


def test_a_model_that_cannot_be_opened(
    harbour: Harbour, cli: Cli, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key the provider's own words say which variable is missing, and the sources answer."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    ran = cli("ask", QUESTION, "--json", "--data", harbour[0].data, "--llm", "openai:canned")

    assert ran.status == 0
    contract("ask", ran.json)
    assert ran.json["kind"] == "extractive"
    assert "OPENAI_API_KEY" in ran.complaint
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("name", ["nobody:model", "no-provider", ":", "mistralai:small"])
def test_a_model_that_is_none(name: str) -> None:
    """A provider that LangChain does not know, or whose package is missing, is named with what to do."""
    with pytest.raises(
        ModelUnavailable, match=rf"^the model {name} cannot be used \([^\n]+\); check its name, key and"
    ):
        LangChainModel.open(name, 1.0)


def test_a_refused_question_never_reaches_the_model(impatient: Assistant, chat_server: ChatServer) -> None:
    """What no source speaks of is refused before a model could invent an answer."""
    chat_server.says("Paris [1].")
    answer = impatient.ask("Who won the cup final?")

    assert (answer.refused, answer.kind, answer.notice) == (True, "extractive", None)
    assert chat_server.prompts == []
