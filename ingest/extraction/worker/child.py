"""The parent's end of a worker's process: starts it, asks it, ends it."""

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from subprocess import DEVNULL, PIPE, Popen
from typing import Self, TypeVar, TypeVarTuple

from ingest.errors import FetchFailed
from ingest.extraction.html import load
from ingest.extraction.worker.process import LENGTH, OUT_OF_MEMORY, Answer
from ingest.status import Status

P = TypeVarTuple("P")
R = TypeVar("R")
START_S = 60.0
_MAIN = "from ingest.extraction.worker.process import main; main()"
# All that a worker sees of the environment: no token, no key, no password.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")


class Child:
    """A process that runs one function at a time, and a thread that waits for its answers; `answers` counts these."""

    def __init__(self, memory_bytes: int, wall_s: float) -> None:
        self.answers = 0
        self._memory_bytes = memory_bytes
        self._process = Popen(  # noqa: S603 - nothing of a stranger's is in it
            [sys.executable, "-P", "-c", _MAIN, str(memory_bytes), str(wall_s)],
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=_environment(),
            start_new_session=True,  # a terminal sends Ctrl-C to all of a session
        )
        self._thread = ThreadPoolExecutor(1, "worker")
        self._asked: asyncio.Future[bytes] | None = None

    @classmethod
    async def start(cls, memory_bytes: int, wall_s: float) -> Self:
        """Start a process and wait until it has loaded what it needs.

        Raises:
            FetchFailed: `extract_failed` or `extract_timeout`, when it does not come up.
        """
        child = cls(memory_bytes, wall_s)
        try:
            await child.ask(pickle.dumps((load, (), {})), START_S)
        except BaseException:
            await child.stop()
            raise
        child.answers = 0
        return child

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    async def ask(self, job: bytes, wall_s: float) -> Answer:
        """Return what became of a pickled (function, arguments, named arguments).

        Raises:
            FetchFailed: `extract_timeout` or `extract_failed`; the process is of no more use then.
        """
        self._asked = self._in_thread(self._exchange, job)
        try:
            async with asyncio.timeout(wall_s):
                answer = await asyncio.shield(self._asked)
        except TimeoutError as error:
            raise FetchFailed(Status.EXTRACT_TIMEOUT, f"reading its page takes longer than {wall_s:g} s") from error
        except (OSError, EOFError) as error:
            raise await self._ended() from error
        self.answers += 1
        return _unpickled(answer)

    def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()

    async def stop(self) -> None:
        """End it and leave nothing of it behind."""
        self.kill()
        if self._asked:
            await asyncio.gather(self._asked, return_exceptions=True)
        await self._in_thread(self._close)
        self._thread.shutdown()

    def _in_thread(self, function: Callable[[*P], R], *args: *P) -> asyncio.Future[R]:
        return asyncio.get_running_loop().run_in_executor(self._thread, function, *args)

    def _exchange(self, job: bytes) -> bytes:
        jobs, answers = self._process.stdin, self._process.stdout
        if not jobs or not answers:
            raise EOFError
        jobs.write(len(job).to_bytes(LENGTH))
        jobs.write(job)
        jobs.flush()
        head = answers.read(LENGTH)
        answer = answers.read(int.from_bytes(head))
        if len(head) < LENGTH or len(answer) < int.from_bytes(head):
            raise EOFError
        return answer

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent yet
                if pipe:
                    pipe.close()
        self._process.wait()

    async def _ended(self) -> FetchFailed:
        if await self._in_thread(self._process.wait) == OUT_OF_MEMORY:
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
