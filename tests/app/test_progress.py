"""How work shows itself: plain lines where stderr is no terminal, a bar where it is one, never on stdout."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import COMMAND
from shelf import Shelf

from app.progress import stage


def test_lines_where_stderr_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Each step is one line with how many of how many, and what."""
    with stage("reading") as reporter:
        reporter.step(1, 2, "ok  [Boats] and oars")
        reporter.step(2, 2)

    captured = capsys.readouterr()
    assert captured.err == "reading 1/2 ok  [Boats] and oars\nreading 2/2\n"
    assert captured.out == ""


def test_a_stage_that_fails_passes_its_error_on(capsys: pytest.CaptureFixture[str]) -> None:
    """Progress hides no error."""
    with pytest.raises(LookupError, match="no oars"):
        fail_at_the_first_step()
    assert capsys.readouterr().err == "rowing 1/9 left\n"


def fail_at_the_first_step() -> None:
    """Report one step, then fail."""
    with stage("rowing") as reporter:
        reporter.step(1, 9, "left")
        raise LookupError("no oars")


def test_a_bar_on_a_terminal(shelf: Shelf, tmp_path: Path) -> None:
    """On a real terminal a build draws bars, and leaves only its summary on stdout."""
    ours, theirs = pty.openpty()
    options = [str(shelf.list), "--archive", str(shelf.archive), "--offline", "--data", str(tmp_path)]
    process = subprocess.Popen(
        [*COMMAND, "build", *options],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
        encoding="utf-8",
    )
    os.close(theirs)
    shown = drained(ours)
    out, _ = process.communicate(timeout=60)

    assert process.returncode == 0, shown
    assert "encoding" in shown
    assert "\x1b[" in shown
    assert "reading 1/5" not in shown
    assert out.startswith("5 links: ")
    assert "\x1b" not in out


def drained(terminal: int) -> str:
    """Return all that was written to a terminal until its other end closed."""
    found = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so that nobody holds the other end any more
            break
        if not piece:
            break
        found += piece
    os.close(terminal)
    return found.decode("utf-8", "replace")


def test_the_tests_run_where_lines_are_shown() -> None:
    """Under pytest stderr is no terminal."""
    assert not sys.stderr.isatty()
