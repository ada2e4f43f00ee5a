"""A worker's process among other processes: what it is given, what it outlives, and that nothing of it is left."""

import asyncio
import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import worker_jobs as jobs
from recordings import run

from ingest.extraction.worker import Workers
from ingest.extraction.worker_process import LENGTH

HERE = str(Path(__file__).parent)
# A main program as it may be: without a guard, so that a child that ran it again would start children without end.
PROGRAM = """
import asyncio, sys
sys.path.insert(0, {here!r})
import worker_jobs as jobs
from ingest.extraction.worker import Workers

async def work():
    async with Workers(1) as workers:
        print(await workers(jobs.process_id), flush=True)
        {then}

asyncio.run(work())
"""
HANGS = PROGRAM.format(here=HERE, then="await workers(jobs.sleep, 60)")
ENDS = PROGRAM.format(here=HERE, then="")


def is_alive(process: int) -> bool:
    """Return whether a process exists and is no zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def ends_soon(process: int) -> bool:
    deadline = time.monotonic() + 5
    while is_alive(process) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(process)


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
        with socket.create_server(("127.0.0.1", 0)) as server, Path(__file__).open("rb") as file:
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
    program = ENDS.replace("jobs.process_id", "jobs.loaded_modules") + "print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    in_worker, in_build = done.stdout.splitlines()

    assert "'trafilatura'" in in_worker
    assert in_build == "False"


@pytest.mark.parametrize("how", ["-c", "script", "-m", "interpreter's input"])
def test_any_main_program(how: str, tmp_path: Path) -> None:
    """Workers start whatever the main program is, and never run it again, nor a module of the working directory."""
    (tmp_path / "program_of_test.py").write_text(ENDS, encoding="utf-8")
    (tmp_path / "pickle.py").write_text("raise SystemExit('this is the wrong pickle')", encoding="utf-8")
    arguments = {
        "-c": ["-P", "-c", ENDS],
        "script": ["-P", "program_of_test.py"],
        "-m": ["-P", "-c", "import runpy; runpy.run_path('program_of_test.py', run_name='__main__')"],
        "interpreter's input": ["-P", "-"],
    }[how]
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments], cwd=tmp_path, input=ENDS, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().isdigit()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_the_build(number: signal.Signals) -> None:
    """However the build ends, by `kill -9` too, its worker ends with it, in the middle of a page."""
    with subprocess.Popen([sys.executable, "-c", HANGS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as build:
        assert build.stdout
        worker = int(build.stdout.readline())
        assert is_alive(worker)
        build.send_signal(number)
        build.wait(10)

        assert ends_soon(worker)


def test_a_worker_that_never_looks_ends_too() -> None:
    """A worker that is stuck in C code when the build is gone is ended by an alarm, soon after its page's time."""
    main = "from ingest.extraction.worker_process import main; main()"
    environment = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    job = pickle.dumps((jobs.loop_in_c, (), {}))
    command = [sys.executable, "-c", main, "1000000000", "0.1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as worker:
        started = time.monotonic()
        worker.communicate(len(job).to_bytes(LENGTH) + job)

    assert worker.returncode == -signal.SIGALRM
    assert time.monotonic() - started < 5


def test_ctrl_c_is_the_parents() -> None:
    """A worker is in no foreground process group, and an interrupt does not end it."""

    async def work() -> tuple[str, int]:
        async with Workers(1) as workers:
            return await workers(jobs.interrupt_oneself), os.getpgid(await workers(jobs.process_id))

    told, group = run(work())
    assert told == "still here"
    assert group != os.getpgrp()


@pytest.mark.parametrize("wait_s", [0.0, 0.02, 0.5])
def test_cancelled(wait_s: float) -> None:
    """A page that is given up, at whatever moment, leaves no process, no descriptor and a place for the next page."""

    async def work() -> set[int]:
        async with Workers(1) as workers:
            for _ in range(3):
                page = asyncio.create_task(workers(jobs.sleep, 30))
                await asyncio.sleep(wait_s)
                page.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await page
            assert await workers(jobs.double, 2) == 4
            return {child._process.pid for child in workers._children}

    before = os.listdir("/proc/self/fd")
    workers = run(work())
    gc.collect()
    assert len(workers) == 1
    assert not any(is_alive(process) for process in workers)
    assert len(os.listdir("/proc/self/fd")) <= len(before)


def test_left_in_the_middle_of_a_page() -> None:
    """Where workers are left while a page is being read, that page fails at once and no process stays."""

    async def work() -> float:
        async with Workers(1) as workers:
            page = asyncio.create_task(workers(jobs.sleep, 30))
            await asyncio.sleep(0.6)
            left = time.perf_counter()
        with pytest.raises(Exception, match="crashed the process"):
            await page
        return time.perf_counter() - left

    assert run(work()) < 2
