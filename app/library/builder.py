"""Builds the index anew beside the chat: `citeshelf build` as a child process, one at a time, watched by a thread."""

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Lock, Thread

from app.errors import USER_ERRORS, AppError
from app.library.progress import Progress, State, complaint_of, one_line, step_of
from app.library.recipe import Recipe
from app.settings import Settings

KEPT_LINES = 400
PATIENCE_S = 4.0  # after each time that a build is asked to end
TIMES_ASKED = 3  # the first may come before it listens
PLAIN = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
COLOURS = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")  # with them, rich takes a pipe for a terminal


class BuildRunning(AppError):
    """A build was asked for while one runs."""


class Builder:
    """Runs builds into one data folder; any thread may ask, and what it tells outlives the page that asked."""

    def __init__(self, settings: Settings, built: Callable[[], None]) -> None:
        """Prepare for builds as the settings say; `built` is called after each that succeeded, in its own thread."""
        self._settings = settings
        self._built = built
        self._lock = Lock()
        self._progress = Progress()
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._process: subprocess.Popen[str] | None = None

    @property
    def progress(self) -> Progress:
        """How far the last build is, or how it ended."""
        with self._lock:
            return replace(self._progress, log=tuple(self._lines))

    def start(self, recipe: Recipe, *, offline: bool, refresh: bool) -> None:
        """Start a build.

        Raises:
            BuildRunning: one is running already.
        """
        with self._lock:
            if self._progress.state.is_busy:
                raise BuildRunning("a build is running already", "wait for its end or cancel it")
            self._lines.clear()
            self._progress = Progress(State.RUNNING)
            self._process = subprocess.Popen(  # noqa: S603 - our own command, with options that we chose
                self.command(recipe, offline=offline, refresh=refresh),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                env={name: value for name, value in os.environ.items() if name not in COLOURS} | PLAIN,
            )
            Thread(target=self._watch, args=(self._process,), name="build", daemon=True).start()

    def command(self, recipe: Recipe, *, offline: bool, refresh: bool) -> list[str]:
        """Return the command that builds by a recipe into this data folder, with this encoder."""
        where = ["--data", str(self._settings.data), "--embedder", self._settings.embedder]
        how = ["--offline"] * offline + ["--refresh"] * (refresh and not offline)
        return [sys.executable, "-m", "app.library.child", "build", *where, *how, *recipe.arguments()]

    def cancel(self) -> None:
        """Ask the running build to end, as Ctrl-C does; one that does not is ended. Without a build, do nothing."""
        with self._lock:
            process = self._process
            if process is None or self._progress.state is not State.RUNNING:
                return
            self._progress = replace(self._progress, state=State.STOPPING)
        Thread(target=_end, args=(process,), name="cancel", daemon=True).start()

    def _watch(self, process: "subprocess.Popen[str]") -> None:
        """Follow a build to its end; runs in a thread of its own."""
        with process:  # it ends when its output does
            for line in process.stdout or ():
                self._note(one_line(line))
        status = process.wait()
        complaint = self._taken_up() if status == 0 else ""
        with self._lock:
            self._progress = self._ended(status, complaint)

    def _note(self, line: str) -> None:
        step = step_of(line)
        with self._lock:
            self._lines.append(line)
            if step:
                self._progress = replace(self._progress, stage=step.stage, done=step.done, total=step.total)

    def _taken_up(self) -> str:
        """Let the chat take up what was built, and return why it cannot."""
        try:
            self._built()
        except USER_ERRORS as error:
            return str(error)
        return ""

    def _ended(self, status: int, complaint: str) -> Progress:
        if status == 0 and not complaint:
            return replace(self._progress, state=State.DONE)
        if status != 0 and self._progress.state is State.STOPPING:
            return replace(self._progress, state=State.CANCELLED)
        said = complaint or complaint_of(tuple(self._lines))
        return replace(self._progress, state=State.FAILED, complaint=said)


def _end(process: "subprocess.Popen[str]") -> None:
    """Ask a build to end as Ctrl-C does, so that it cleans up; then end it."""
    for _ in range(0 if sys.platform == "win32" else TIMES_ASKED):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_S)
            return
    process.kill()
