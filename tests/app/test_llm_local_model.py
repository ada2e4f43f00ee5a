"""A real language model, small and on this machine: SmolLM2 behind llama.cpp's own server, through `--llm`."""

from collections.abc import Iterator

import pytest
from command_line import Cli, Contract
from local_model import KEY, local_model

from app.rebuild import Report
from app.settings import Settings

Harbour = tuple[Settings, Report]
QUESTION = ("How many messages does Gannet keep when the radio link is down?", "--topic", "Queues")  # a short prompt


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a llama.cpp server in a process of its own, which asks for a key."""
    with local_model() as found:
        yield found


def test_a_small_model_answers_or_the_sources_do(
    address: str, harbour: Harbour, cli: Cli, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the model makes of the excerpts, the answer keeps the contract: it is cited, or quoted and said so."""
    monkeypatch.setenv("OPENAI_BASE_URL", f"{address}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    ran = cli("ask", *QUESTION, "--json", "--data", harbour[0].data, "--llm", "openai:smollm2")

    assert ran.status == 0
    contract("ask", ran.json)
    if ran.json["kind"] == "llm":
        assert ran.err == ""
    else:  # only what has read the model's words can say so
        assert ran.complaint == "the model cited no source; quoting the sources instead."
        assert "4,000 messages" in ran.json["text"]


def test_a_wrong_key(address: str, harbour: Harbour, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not know the key is named in one sentence, and the sources answer."""
    monkeypatch.setenv("OPENAI_BASE_URL", f"{address}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "another-key")
    ran = cli("ask", *QUESTION, "--json", "--data", harbour[0].data, "--llm", "openai:smollm2")

    assert (ran.status, ran.json["kind"]) == (0, "extractive")
    assert ran.err.count("\n") == 1
    assert ran.complaint.startswith("the model openai:smollm2 cannot be used (Error code: 401")
    assert ran.complaint.endswith("); check its name, key and server; quoting the sources instead.")
    assert "another-key" not in ran.err
