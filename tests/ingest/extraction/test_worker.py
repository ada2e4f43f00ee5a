"""Workers: what a function does in one, well or badly, and what becomes of the others meanwhile."""

import asyncio
import pickle
import time
from collections.abc import Callable
from typing import Any

import pytest
import worker_jobs as jobs
from recordings import run

from ingest.errors import FetchFailed
from ingest.extraction.worker import Workers
from ingest.status import Status

MB = 1_000_000


def test_results_and_failures_come_back() -> None:
    """A function's result comes back, and the FetchFailed it raises with all that it holds; the process stays."""

    async def work() -> None:
        async with Workers(1) as workers:
            first = await workers(jobs.process_id)
            assert await workers(jobs.double, 5, times=3) == 40
            with pytest.raises(FetchFailed, match="it is gone") as caught:
                await workers(jobs.refuse)
            assert (caught.value.status, caught.value.retryable, caught.value.wait_s) == (Status.GONE, True, 3.0)
            assert await workers(jobs.process_id) == first

    run(work())


def test_a_large_page() -> None:
    """A page of 64 MB, the largest there is, gets there whole."""

    async def work() -> int:
        async with Workers(1) as workers:
            return await workers(jobs.size_of, bytes(64 * MB))

    assert run(work()) == 64 * MB


@pytest.mark.parametrize(
    ("job", "status", "reason"),
    [
        pytest.param(jobs.loop_in_python, Status.EXTRACT_TIMEOUT, "longer than 1.5 s", id="fault 56: a loop in Python"),
        pytest.param(jobs.loop_in_c, Status.EXTRACT_TIMEOUT, "longer than 1.5 s", id="fault 56: a loop in C"),
        pytest.param(jobs.abort, Status.EXTRACT_FAILED, "crashed the process", id="fault 56: abort"),
        pytest.param(jobs.segfault, Status.EXTRACT_FAILED, "crashed the process", id="fault 56: segmentation fault"),
        pytest.param(jobs.end_process, Status.EXTRACT_FAILED, "crashed the process", id="fault 56: exit"),
    ],
)
def test_a_process_that_is_lost(job: Callable[[], Any], status: Status, reason: str) -> None:
    """What hangs or crashes ends in its status within its time; the page beside it and the next one are read."""

    async def work() -> None:
        async with Workers(2, wall_s=1.5 if status is Status.EXTRACT_TIMEOUT else 60) as workers:
            await asyncio.gather(workers(jobs.double, 1), workers(jobs.double, 1))
            beside = asyncio.create_task(workers(jobs.sleep_and_tell, 0.3))
            started = time.perf_counter()
            with pytest.raises(FetchFailed, match=reason) as caught:
                await workers(job)
            assert caught.value.status is status
            assert time.perf_counter() - started < 15
            neighbour = await beside
            assert await workers(jobs.process_id) == neighbour
            assert await asyncio.gather(workers(jobs.double, 4), workers(jobs.double, 5)) == [8, 10]

    run(work())


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        pytest.param(jobs.raise_secret, "failed (ValueError)", id="fault 56: an exception"),
        pytest.param(jobs.recurse, "failed (RecursionError)", id="fault 56: endless recursion"),
        pytest.param(jobs.leave, "failed (SystemExit)", id="fault 56: sys.exit"),
        pytest.param(jobs.a_function, "failed (", id="fault 56: a result that cannot be pickled"),
    ],
)
def test_what_a_function_raises(job: Callable[[], Any], reason: str) -> None:
    """Any other exception, and a result that cannot be handed over, is `extract_failed`, without a stranger's words."""

    async def work() -> None:
        async with Workers(1) as workers:
            first = await workers(jobs.process_id)
            with pytest.raises(FetchFailed, match="reading its page") as caught:
                await workers(job)
            assert caught.value.status is Status.EXTRACT_FAILED
            assert reason in caught.value.problem
            assert "secret" not in caught.value.problem
            assert await workers(jobs.process_id) == first

    run(work())


def test_memory_is_bounded() -> None:
    """Fault 56: a function that wants more memory than it may have is `extract_failed`; the next one is not hurt."""

    async def work() -> None:
        async with Workers(1, memory_bytes=400 * MB) as workers:
            with pytest.raises(FetchFailed, match="takes more than 400 MB of memory") as caught:
                await workers(jobs.eat_memory)
            assert caught.value.status is Status.EXTRACT_FAILED
            assert await workers(jobs.peak_bytes) < 200 * MB

    run(work())


def test_processes_are_few_and_kept() -> None:
    """No process is started before there is work, no second one for work that is done in turn, and never too many."""

    async def work() -> None:
        async with Workers(2) as workers:
            assert not workers._children
            alone = {await workers(jobs.process_id) for _ in range(4)}
            assert len(alone) == 1
            crowd = await asyncio.gather(*(workers(jobs.sleep_and_tell, 0.1) for _ in range(6)))
            assert len({*crowd, *alone}) == 2

    run(work())


def test_a_process_is_replaced() -> None:
    """After its share of pages a process makes way for another, and its memory with it."""

    async def work() -> list[int]:
        async with Workers(1, pages=2) as workers:
            return [await workers(jobs.process_id) for _ in range(4)]

    first, second, third, fourth = run(work())
    assert first == second
    assert third == fourth
    assert second != third


def test_what_cannot_be_sent() -> None:
    """A function that no process could find is the caller's mistake, seen before anything is started."""

    async def work() -> None:
        async with Workers(1) as workers:
            with pytest.raises((pickle.PicklingError, AttributeError), match=r"lambda|local"):
                await workers(lambda: 1)
            assert not workers._children

    run(work())
