"""Extraction away from the build: a page that crashes, hangs or eats memory takes a worker with it, not the build."""

import asyncio
import pickle
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ParamSpec, Protocol, Self, TypeVar

from ingest.extraction.worker.child import Child

P = ParamSpec("P")
R = TypeVar("R")
WALL_S = 30.0
MEMORY_BYTES = 1_000_000_000
BEAT_S = 0.25
PAGES = 100  # memory that libraries keep is given back by then


class Extractor(Protocol):
    """Runs a function on a stranger's page, in bounded time and memory."""

    async def __call__(self, function: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """Return what the function returns; raise the FetchFailed that it raises.

        Raises:
            FetchFailed: `extract_timeout` or `extract_failed` when it does not end well.
        """


async def in_process(function: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
    """Run a function here and now."""
    return function(*args, **named)


class Workers:
    """An Extractor with at most `count` processes, each started when it is first needed and kept for many pages.

    A function gets `wall_s` seconds and its process `memory_bytes` of address space, where the platform can bound it.
    Functions must stand at the top of a module; a process is replaced after `pages` of them, or when one ends badly.
    """

    def __init__(
        self, count: int, wall_s: float = WALL_S, memory_bytes: int = MEMORY_BYTES, pages: int = PAGES
    ) -> None:
        self._count = count
        self._wall_s = wall_s
        self._memory_bytes = memory_bytes
        self._pages = pages
        self._turns = asyncio.Semaphore(count)
        self._children: set[Child] = set()
        self._idle: list[Child] = []
        self._beat: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Start no process yet."""
        self._beat = asyncio.create_task(_beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all processes, working or not."""
        if self._beat:
            self._beat.cancel()
        for child in self._children:
            child.kill()
        for _turn in range(self._count):
            await self._turns.acquire()  # whoever waited for one of them has let go of it
        for child in tuple(self._children):
            await self._stop(child)

    async def __call__(self, function: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """Run a function in a process; raise the FetchFailed that it raises.

        Raises:
            FetchFailed: `extract_timeout` when it takes too long; `extract_failed` when it crashes, takes too much
                memory, raises anything else, or returns what cannot be pickled.
        """
        job = pickle.dumps((function, args, named), pickle.HIGHEST_PROTOCOL)
        async with self._child() as child:
            result, failure = await child.ask(job, self._wall_s)
        if failure:
            raise failure
        found: R = result
        return found

    @asynccontextmanager
    async def _child(self) -> AsyncIterator[Child]:
        """Hold a process for one function; only one that answered in good order is kept."""
        async with self._turns:
            child = await self._idle_or_started()
            is_kept = False
            try:
                yield child
                is_kept = child.answers < self._pages
            finally:
                if is_kept:
                    self._idle.append(child)
                else:
                    await self._stop(child)

    async def _idle_or_started(self) -> Child:
        while self._idle:
            if (child := self._idle.pop()).is_alive:
                return child
            await self._stop(child)
        return await self._start()

    async def _start(self) -> Child:
        child = await Child.start(self._memory_bytes, self._wall_s)
        self._children.add(child)
        return child

    async def _stop(self, child: Child) -> None:
        await child.stop()
        self._children.discard(child)


async def _beat() -> None:
    """Keep the loop from sleeping for long.

    A Ctrl-C that comes just as it falls asleep is handled when it next wakes (asyncio's runner sets no wake-up
    descriptor): without this, at the end of the page that is read.
    """
    while True:  # noqa: ASYNC110 - it waits for nothing: to wake is all
        await asyncio.sleep(BEAT_S)
