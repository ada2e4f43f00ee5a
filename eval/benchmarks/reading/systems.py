"""A system that reads in a process of its own, seen from outside."""

import json
import subprocess
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from index.errors import RerankerUnavailable


class System:
    """A running `process.py`; a context that ends it."""

    def __init__(self, *arguments: str) -> None:
        """Start it.

        Args:
            arguments: what `process.py` is to load.
        """
        command = [sys.executable, "-m", "eval.benchmarks.reading.process", *arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def times(self, question: str, passages: Sequence[str], at_once: int) -> dict[str, float]:
        """Return the milliseconds that reading one passage took: `ms` by the clock, `cpu_ms` on all processors.

        Raises:
            RerankerUnavailable: it ended.
        """
        return self._answer({"question": question, "passages": passages, "at_once": at_once})

    def memory(self) -> dict[str, int]:
        """Return the bytes that it has in memory, `anonymous` and `mapped`; nothing where that cannot be known.

        Raises:
            RerankerUnavailable: it ended.
        """
        found = self._answer(None)
        return {name: int(value) for name, value in found.items()}

    def _answer(self, request: object) -> dict[str, float]:
        try:
            if self._process.stdin and self._process.stdout:
                print(json.dumps(request), file=self._process.stdin, flush=True)
                found: dict[str, float] = json.loads(self._process.stdout.readline())
                return found
        except (OSError, ValueError):  # its end of a pipe is closed
            pass
        raise RerankerUnavailable("what is timed beside the reader ended", "its own words stand above")
