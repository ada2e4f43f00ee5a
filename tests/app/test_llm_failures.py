"""A language model that cannot be used: one sentence on stderr, and the sources' own words instead, with status 0."""

import pytest
from chat_server import ChatServer
from command_line import Cli, Contract, Ran

from app.rebuild import Report
from app.settings import Settings

Harbour = tuple[Settings, Report]
QUESTION = "How many bytes does a Tidewater record take?"
BYTES = "Every Tidewater record takes exactly 48 bytes, of which 16 bytes are the key."


@pytest.fixture
def ask(harbour: Harbour, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """`ask QUESTION --llm … --json`, with little patience."""
    monkeypatch.setenv("CITESHELF_LLM_TIMEOUT_S", "0.4")

    def run(model: str = "openai:canned") -> Ran:
        return cli("ask", QUESTION, "--json", "--data", harbour[0].data, "--llm", model)

    return run


def quoted_instead(ran: Ran, contract: Contract) -> str:
    """Check that the sources were quoted, and return what was said about the model."""
    assert ran.status == 0
    contract("ask", ran.json)
    assert ran.json["kind"] == "extractive"
    assert ran.json["sentences"] == [{"text": BYTES, "citations": [1], "support": "verbatim"}]
    assert ran.err.count("\n") == 1
    return ran.complaint


def test_a_model_that_works(ask: Cli, chat_server: ChatServer, contract: Contract) -> None:
    """The command line prints what the model wrote, checked and cited, and nothing on stderr."""
    chat_server.says("Each one has ", "48 bytes", " [1].")
    ran = ask()

    contract("ask", ran.json)
    assert (ran.status, ran.err, ran.json["kind"]) == (0, "", "llm")
    assert ran.json["text"] == "Each one has 48 bytes. [1]"
    assert ran.json["citations"][0]["quote"] == BYTES


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
    ],
)
def test_a_server_that_refuses_or_answers_nonsense(
    status: int, body: bytes, reason: str, ask: Cli, chat_server: ChatServer, contract: Contract
) -> None:
    """A refusal is repeated in its first line; whatever else comes is one sentence too."""
    chat_server.status, chat_server.body = status, body
    said = quoted_instead(ask(), contract)

    assert said.startswith(f"the model openai:canned cannot be used ({reason}")
    assert said.endswith("); check its name, key and server; quoting the sources instead.")
    assert len(said) < 400
    assert chat_server.prompts


def test_a_server_of_something_else(ask: Cli, chat_server: ChatServer, contract: Contract) -> None:
    """Events that are no chat have no text, and a text without a source is no answer."""
    chat_server.body = b'data: {"weather": "fine"}\n\ndata: [DONE]\n\n'

    assert quoted_instead(ask(), contract) == "the model cited no source; quoting the sources instead."


def test_a_server_that_is_away(
    ask: Cli, chat_server: ChatServer, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing listens, the sentence comes at once."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")  # the discard port: nobody serves it

    assert "(Connection error.)" in quoted_instead(ask(), contract)
    assert chat_server.prompts == []


def test_a_server_that_says_nothing(ask: Cli, chat_server: ChatServer, contract: Contract) -> None:
    """A server that never begins is given up after the time that the settings allow, and one more try."""
    chat_server.hang_s = 30.0

    assert "(Request timed out.)" in quoted_instead(ask(), contract)
    assert len(chat_server.prompts) == 2


def test_a_server_that_fails_halfway(ask: Cli, chat_server: ChatServer, contract: Contract) -> None:
    """What an error of the server cuts off is no answer, however well it began."""
    chat_server.body = (
        b'data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "canned", "choices": '
        b'[{"index": 0, "delta": {"content": "Each one has 48 bytes [1]."}, "finish_reason": null}]}\n\n'
        b'data: {"error": {"message": "out of memory"}}\n\n'
    )

    assert "(out of memory)" in quoted_instead(ask(), contract)


def test_a_key_that_is_not_set(ask: Cli, contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key the provider's own words say which variable is missing."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    assert "OPENAI_API_KEY" in quoted_instead(ask(), contract)


@pytest.mark.parametrize("model", ["nobody:model", "no-provider", "mistralai:small"])
def test_a_model_that_is_none(model: str, ask: Cli, contract: Contract) -> None:
    """An unknown provider, or one whose package is missing, is named."""
    assert quoted_instead(ask(model), contract).startswith(f"the model {model} cannot be used (")


def test_a_refused_question_never_reaches_the_model(
    harbour: Harbour, cli: Cli, chat_server: ChatServer, contract: Contract
) -> None:
    """What no source speaks of is refused before a model could invent an answer."""
    chat_server.says("Paris [1].")
    ran = cli("ask", "Who won the cup final?", "--json", "--data", harbour[0].data, "--llm", "openai:canned")

    contract("ask", ran.json)
    assert (ran.json["refused"], ran.json["kind"], ran.err) == (True, "extractive", "")
    assert chat_server.prompts == []
