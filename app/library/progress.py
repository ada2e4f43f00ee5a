"""How far a build is, read from the lines that `citeshelf build` writes where no terminal shows bars."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.lists.parts import clean

STAGES = ("reading", "encoding")
COMPLAINT = "citeshelf: "
_STEP = re.compile(rf"({'|'.join(STAGES)}) (\d+)/(\d+)(?: (.*))?")


class State(StrEnum):
    """Where a build stands."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_busy(self) -> bool:
        """Whether its process is still there."""
        return self in (State.RUNNING, State.STOPPING)


@dataclass(frozen=True, slots=True)
class Progress:
    """A build as it is at one moment.

    `done` of `total` are finished in its stage (`total` 0: nothing is counted yet); `complaint` is the one sentence of
    a build that failed; `log` holds its last lines, strangers' titles in them, without control characters.
    """

    state: State = State.IDLE
    stage: str = ""
    done: int = 0
    total: int = 0
    complaint: str = ""
    log: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One line's step."""

    stage: str
    done: int
    total: int


def step_of(line: str) -> Step | None:
    """Return the step that a line tells of; None for any other line."""
    found = _STEP.fullmatch(line)
    return Step(found[1], int(found[2]), int(found[3])) if found else None


def complaint_of(log: tuple[str, ...]) -> str:
    """Return the sentence with which the command ended; empty where it left none."""
    return next((line.removeprefix(COMPLAINT) for line in reversed(log) if line.startswith(COMPLAINT)), "")


def one_line(text: str) -> str:
    """Return a line as it can be shown: no control characters, single spaces."""
    return clean(text)
