"""The parent's end of a worker's process: starts it, asks it, ends it."""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Self

from ingest.documents import Status
from ingest.errors import FetchFailed
from ingest.extraction.html import load
from ingest.extraction.worker_process import LENGTH, OUT_OF_MEMORY, Answer

START_S = 60.0
SLICE = 1_000_000  # bytes handed over at a time: a pipe's buffer must not hold a second copy of a PDF
_MAIN = "from ingest.extraction.worker_process import main; main()"
# All that a worker sees of the environment: no token, no key, no password.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")


class Child:
    """A process that runs one function at a time; `answers` counts those it has given."""

    def __init__(self, process: Process, memory_bytes: int) -> None:
        self._process = process
        self._memory_bytes = memory_bytes
        self.answers = 0

    @classmethod
    async def start(cls, memory_bytes: int, wall_s: float) -> Self:
        """Start a process and wait until it has loaded what it needs.

        Raises:
            FetchFailed: `extract_failed` or `extract_timeout`, when it does not come up.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-c", _MAIN, str(memory_bytes), str(wall_s),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
            env=_environment(),
            start_new_session=True,  # a terminal sends Ctrl-C to all of a session
        )  # fmt: skip
        child = cls(process, memory_bytes)
        try:
            await child.ask(pickle.dumps((load, (), {})), START_S)
            child.answers = 0
        except BaseException:
            await child.stop()
            raise
        return child

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.returncode is None

    async def ask(self, job: bytes, wall_s: float) -> Answer:
        """Return what became of a pickled (function, arguments, named arguments).

        Raises:
            FetchFailed: `extract_timeout` or `extract_failed`; the process is of no more use then.
        """
        try:
            async with asyncio.timeout(wall_s):
                answer = await self._exchange(job)
        except TimeoutError as error:
            raise FetchFailed(Status.EXTRACT_TIMEOUT, f"reading its page takes longer than {wall_s:g} s") from error
        except (OSError, EOFError) as error:
            raise await self._ended() from error
        self.answers += 1
        return _unpickled(answer)

    def kill(self) -> None:
        """End it, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def stop(self) -> None:
        """End it and leave nothing of it behind; nobody may be waiting for its answer."""
        self.kill()
        await self._process.communicate(b"")  # closes both pipes, then waits

    async def _exchange(self, job: bytes) -> bytes:
        pipe, answers = self._process.stdin, self._process.stdout
        assert pipe is not None  # noqa: S101 - both were asked for above
        assert answers is not None  # noqa: S101
        pipe.write(len(job).to_bytes(LENGTH))
        for start in range(0, len(job), SLICE):
            pipe.write(job[start : start + SLICE])
            await pipe.drain()
        return await answers.readexactly(int.from_bytes(await answers.readexactly(LENGTH)))

    async def _ended(self) -> FetchFailed:
        if await self._process.wait() == OUT_OF_MEMORY:
            reason = f"reading its page takes more than {self._memory_bytes // 1_000_000} MB of memory"
        else:
            reason = "reading its page crashed the process that did it"
        return FetchFailed(Status.EXTRACT_FAILED, reason)


def _unpickled(answer: bytes) -> Answer:
    try:
        result: Answer = pickle.loads(answer)  # noqa: S301 - our own process wrote it
    except Exception as error:
        raise FetchFailed(Status.EXTRACT_FAILED, "what was read of its page cannot be handed over") from error
    return result


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path), "PYTHONUTF8": "1"}  # noqa: PTH109 - a string among strings
