"""Runs the `citeshelf` command: in this process where that is enough, as a process of its own where it is not."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

PROCESS_TIMEOUT_S = 120.0
COMMAND = (sys.executable, "-m", "app.cli")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of the command gave back."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Every line of stdout as a JSON object; anything else on stdout fails the test."""
        found = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(one, dict) for one in found)
        return found

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        (found,) = self.objects
        return found

    @property
    def complaint(self) -> str:
        """The last line of stderr, which must be the command's one sentence: a problem, then its remedy."""
        line = self.err.splitlines()[-1]
        assert line.startswith("citeshelf: "), self.err
        assert line.endswith("."), self.err
        assert "; " in line, self.err
        assert "Traceback" not in self.err
        return line.removeprefix("citeshelf: ")


Cli = Callable[..., Ran]
"""The command in this process: `cli("ask", "Why?")`."""
Contract = Callable[[str, Any], None]
"""Checks a JSON value against one definition of the published contract."""


def run_process(*arguments: object, env: Mapping[str, str] | None = None, stdout: int = subprocess.PIPE) -> Ran:
    """Run the command as its users do, as a process of its own."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=PROCESS_TIMEOUT_S,
        check=False,
        env={**os.environ, **(env or {})},
    )
    return Ran(done.returncode, done.stdout or "", done.stderr)
