"""How workers end: with the build, however it ends, and with the page that is given up; nothing of them is left."""

import asyncio
import gc
import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import worker_jobs as jobs
from recordings import run

from ingest.errors import FetchFailed
from ingest.extraction.worker import Workers
from ingest.extraction.worker.pool import BEAT_S
from ingest.extraction.worker.process import LENGTH

HANGS = jobs.program("await workers(jobs.sleep, 60)")
DESCRIPTORS = Path("/proc/self/fd")


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


class _Watched(selectors.DefaultSelector):
    """Notes how long a loop would sleep at most."""

    longest = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Sleep as asked."""
        self.longest = max(self.longest, float("inf") if timeout is None else timeout)
        return super().select(timeout)


def test_a_build_never_sleeps_for_long() -> None:
    """A Ctrl-C that comes just as the loop falls asleep is seen at its next beat, not when the page has been read."""
    selector = _Watched()

    async def read() -> float:
        async with Workers(1) as workers:
            await workers(jobs.process_id)  # the process is there
            selector.longest = 0.0
            await workers(jobs.sleep, 1)
            return selector.longest

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector)) as runner:
        assert 0 < runner.run(read()) <= BEAT_S


def test_a_worker_that_never_looks_ends_too() -> None:
    """A worker that is stuck in C code when the build is gone is ended by an alarm, soon after its page's time."""
    main = "from ingest.extraction.worker.process import main; main()"
    environment = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    job = pickle.dumps((jobs.loop_in_c, (), {}))
    command = [sys.executable, "-c", main, "1000000000", "0.1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as worker:
        started = time.monotonic()
        assert worker.stdin
        worker.stdin.write(len(job).to_bytes(LENGTH) + job)
        worker.stdin.flush()
        time.sleep(0.5)  # until it is stuck
        worker.communicate()

    assert worker.returncode == -signal.SIGALRM
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("wait_s", [0.0, 0.02, 0.4])
def test_cancelled(wait_s: float) -> None:
    """A page that is given up, at whatever moment, leaves no process, no descriptor and a place for the next page."""

    async def work() -> set[int]:
        async with Workers(1) as workers:
            for _ in range(2):
                page = asyncio.create_task(workers(jobs.sleep, 30))
                await asyncio.sleep(wait_s)
                page.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await page
            assert await workers(jobs.double, 2) == 4
            return {child._process.pid for child in workers._children}

    before = list(DESCRIPTORS.iterdir())
    workers = run(work())
    gc.collect()
    assert len(workers) == 1
    assert not any(is_alive(process) for process in workers)
    assert len(list(DESCRIPTORS.iterdir())) <= len(before)


def test_left_in_the_middle_of_a_page() -> None:
    """Where workers are left while a page is being read, that page fails at once and no process stays."""

    async def work() -> float:
        async with Workers(1) as workers:
            page = asyncio.create_task(workers(jobs.sleep, 30))
            await asyncio.sleep(0.6)
            left = time.perf_counter()
        with pytest.raises(FetchFailed, match="crashed the process"):
            await page
        return time.perf_counter() - left

    assert run(work()) < 15
