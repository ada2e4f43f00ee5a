"""Functions that workers are given in tests: well-behaved ones, and every way to behave badly."""

import ctypes
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ingest.errors import FetchFailed
from ingest.status import Status


def double(number: int, *, times: int = 1) -> int:
    return number * 2**times


def size_of(body: bytes) -> int:
    return len(body)


def process_id() -> int:
    return os.getpid()


def refuse() -> None:
    raise FetchFailed(Status.GONE, "it is gone", retryable=True, wait_s=3.0)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def sleep_and_tell(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def loop_in_python() -> None:
    while True:
        pass


def loop_in_c() -> None:
    """Backtrack without end in a regular expression, which never lets another thread run."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def abort() -> None:
    os.abort()


def segfault() -> None:
    ctypes.string_at(0)


def leave() -> None:
    sys.exit(0)


def end_process() -> None:
    os._exit(0)


def raise_secret() -> None:
    raise ValueError("the page says: sk-secret")


def recurse() -> None:
    recurse()


def eat_memory() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(20_000_000))


def a_function() -> Callable[[], int]:
    return lambda: 1


def print_much() -> str:
    print("printed by a library" * 1000)
    os.write(1, b"\xff" * 100)
    os.write(2, b"a warning of a C library")
    return sys.stdin.read()


def environment() -> dict[str, str]:
    return dict(os.environ)


def links_of_descriptors() -> list[str]:
    found = [path for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return [str(path.readlink()) for path in found if path.is_symlink()]


def loaded_modules() -> list[str]:
    return sorted(sys.modules)


def interrupt_oneself() -> str:
    os.kill(os.getpid(), 2)
    time.sleep(0.05)
    return "still here"


def peak_bytes() -> int:
    """Return the most memory that this process has held; getrusage would count its parent's from before exec."""
    status = Path("/proc/self/status").read_text("ascii")
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


def peak_and_wait() -> int:
    time.sleep(0.2)
    return peak_bytes()


def program(then: str = "pass") -> str:
    """Return a main program without a guard: a worker that ran it again would start workers without end."""
    return f"""
import asyncio, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import worker_jobs as jobs
from ingest.extraction.worker import Workers

async def work():
    async with Workers(1) as workers:
        print(await workers(jobs.process_id), flush=True)
        {then}

asyncio.run(work())
"""
