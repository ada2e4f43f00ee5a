"""What runs in a worker's process: takes one job after the other from its parent, and dies with it.

A job and its answer are pickles, each behind its length in `LENGTH` bytes, big-endian.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from ingest.errors import FetchFailed
from ingest.status import Status

LENGTH = 8
OUT_OF_MEMORY = 3
"""The exit status of a process that may not have more memory."""
GRACE_S = 1.0
"""How much longer than its bound a job may take before the system ends it; its parent does so first."""
Answer = tuple[Any, FetchFailed | None]
"""What the function returned, or what it raised."""


def main() -> None:
    """Answer jobs from standard input until it ends; the arguments are the bounds in bytes and in seconds."""
    memory_bytes, wall_s = int(sys.argv[1]), float(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    jobs, answers = _own_pipes()
    _limit(memory_bytes)
    waiting: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_receive, args=(jobs, waiting), daemon=True).start()
    while True:
        _set_alarm(0)
        job = waiting.get()
        _set_alarm(wall_s + GRACE_S)
        answer = _answer(job)
        answers.write(len(answer).to_bytes(LENGTH))
        answers.write(answer)
        answers.flush()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep standard input and output to the parent; whatever a library prints goes nowhere."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return jobs, answers


def _receive(jobs: BinaryIO, waiting: "SimpleQueue[bytes]") -> None:
    """Listen while a job runs too: a pipe that ends means that the parent is gone, even if it was killed."""
    while len(head := jobs.read(LENGTH)) == LENGTH:
        waiting.put(jobs.read(int.from_bytes(head)))
    os._exit(0)


def _answer(job: bytes) -> bytes:
    try:
        function, args, named = pickle.loads(job)  # noqa: S301 - the parent wrote it
        return pickle.dumps(_outcome(function, args, named), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is left of the memory is of no use to the next page
    except BaseException as error:  # noqa: BLE001 - a page must not end the loop, whatever it makes code do
        return pickle.dumps((None, _failure(error)))


def _outcome(function: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> Answer:
    try:
        return function(*args, **named), None
    except FetchFailed as failure:
        return None, failure


def _failure(error: BaseException) -> FetchFailed:
    return FetchFailed(Status.EXTRACT_FAILED, f"reading its page failed ({type(error).__name__})")


def _limit(memory_bytes: int) -> None:
    """Bound memory and write no core files, where the platform can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _set_alarm(seconds: float) -> None:
    """Let the system end a job that never returns to Python, should the parent no longer be there to do it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
