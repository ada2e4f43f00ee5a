"""A worker's process among other processes: what it is given, and what it keeps to itself."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import worker_jobs as jobs
from recordings import run

from ingest.extraction.worker import Workers


def test_no_secrets_are_handed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the environment a worker gets what it needs to start, and neither tokens, keys nor passwords."""
    for name in ("GITHUB_TOKEN", "OPENAI_API_KEY", "DB_PASSWORD", "CITESHELF_LLM", "HOME"):
        monkeypatch.setenv(name, "sk-secret")

    async def work() -> dict[str, str]:
        async with Workers(1) as workers:
            return await workers(jobs.environment)

    found = run(work())
    assert "sk-secret" not in found.values()
    assert found["PATH"] == os.environ["PATH"]


def test_no_sockets_are_handed_down() -> None:
    """A worker holds its two pipes and the empty device, and no socket or file of its parent's."""

    async def work() -> list[str]:
        with socket.create_server(("127.0.0.1", 0)) as server, tempfile.TemporaryFile() as file:
            os.set_inheritable(server.fileno(), True)
            os.set_inheritable(file.fileno(), True)
            async with Workers(1) as workers:
                return await workers(jobs.links_of_descriptors)

    kinds = sorted(name.partition(":")[0] for name in run(work()))
    assert kinds == ["/dev/null", "/dev/null", "/dev/null", "pipe", "pipe"]


def test_what_libraries_print() -> None:
    """What is printed in a worker neither mixes with its answers nor reaches the terminal, and it reads no input."""

    async def work() -> str:
        async with Workers(1) as workers:
            return await workers(jobs.print_much)

    assert run(work()) == ""


def test_only_workers_load_the_extractor() -> None:
    """The build itself never loads trafilatura: that is done in the worker, before the first page's time begins."""
    program = jobs.program().replace("jobs.process_id", "jobs.loaded_modules") + "print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    in_worker, in_build = done.stdout.splitlines()

    assert "'trafilatura'" in in_worker
    assert in_build == "False"


@pytest.mark.parametrize("how", ["-c", "script", "-m", "interpreter's input"])
def test_any_main_program(how: str, tmp_path: Path) -> None:
    """Workers start whatever the main program is, and never run it again, nor a module of the working directory."""
    (tmp_path / "program_of_test.py").write_text(jobs.program(), encoding="utf-8")
    (tmp_path / "pickle.py").write_text("raise SystemExit('this is the wrong pickle')", encoding="utf-8")
    arguments = {
        "-c": ["-P", "-c", jobs.program()],
        "script": ["-P", "program_of_test.py"],
        "-m": ["-P", "-c", "import runpy; runpy.run_path('program_of_test.py', run_name='__main__')"],
        "interpreter's input": ["-P", "-"],
    }[how]
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=tmp_path,
        input=jobs.program(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().isdigit()


def test_ctrl_c_is_the_parents() -> None:
    """A worker is in no foreground process group, and an interrupt does not end it."""

    async def work() -> tuple[str, int]:
        async with Workers(1) as workers:
            return await workers(jobs.interrupt_oneself), os.getpgid(await workers(jobs.process_id))

    told, group = run(work())
    assert told == "still here"
    assert group != os.getpgrp()
