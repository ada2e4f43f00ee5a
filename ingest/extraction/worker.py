"""Extraction away from the build: a page that crashes, hangs or eats memory takes a worker with it, not the build."""

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


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
