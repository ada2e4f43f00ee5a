"""How long work shows itself on stderr: rich bars on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn


class Reporter(Protocol):
    """Told of each step of a stage."""

    def step(self, done: int, total: int, what: str = "") -> None:
        """`done` of `total` are finished; `what` was the last one."""


class _Bar:
    def __init__(self, bar: Progress, name: str) -> None:
        self._bar = bar
        self._task = bar.add_task(name, total=None, what="")

    def step(self, done: int, total: int, what: str = "") -> None:
        self._bar.update(self._task, completed=done, total=total, what=what[:48])


class _Lines:
    def __init__(self, name: str) -> None:
        self._name = name

    def step(self, done: int, total: int, what: str = "") -> None:
        print(f"{self._name} {done}/{total} {what}".rstrip(), file=sys.stderr, flush=True)


@contextmanager
def stage(name: str) -> Iterator[Reporter]:
    """Show one stage of a long work."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(name)
        return
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}", markup=False),
        console=console,
        transient=True,
    ) as bar:
        yield _Bar(bar, name)
