"""Figures with all that they depend on: one JSON file a benchmark and commit, never half of one.

A file holds `benchmark`, `environment` (commit, whether the tree had changes, date, processor, versions), `encoder`,
`settings`, `finished`, and what was measured: `figures`, whose layout is the benchmark's own.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.environment import TREE, environment
from eval.files import rewrite
from eval.questions import QuestionsInvalid
from index.encoders.protocol import EncoderIdentity

RUNS = Path(__file__).parents[1] / "runs"
Json = dict[str, Any]


class Results:
    """One benchmark's file; commit and environment are those at the start, when the code was read."""

    def __init__(
        self,
        benchmark: str,
        settings: Mapping[str, Any],
        out: Path = RUNS,
        encoder: EncoderIdentity | None = None,
        tree: Path = TREE,
    ) -> None:
        """Look around; nothing is written yet.

        Args:
            benchmark: its module's name.
            settings: what was asked for; figures under other settings are other figures.
            out: the folder of all runs.
            encoder: the encoder that is measured, where one is.
            tree: a folder of the code that is measured.
        """
        around = environment(tree)
        run = {"benchmark": benchmark, "environment": around, "encoder": asdict(encoder) if encoder else None}
        self._run: Json = {**run, "settings": json.loads(json.dumps(settings, default=str))}
        self._settled = not around["changed"]
        self.path = out / f"{benchmark}-{around['commit']}{'' if self._settled else '-changed'}.json"

    def write(self, figures: Any, *, finished: bool = True) -> Path:
        """Write the figures so far in place of earlier ones and return where."""
        text = json.dumps({**self._run, "finished": finished, "figures": figures}, indent=1, ensure_ascii=False)
        rewrite(self.path, f"{text}\n".encode())
        return self.path

    def earlier(self) -> Any:
        """Return the figures that this very commit wrote under the same settings; None without, or with changes."""
        if not self._settled or not self.path.exists():
            return None
        run = read(self.path)
        same = all(run.get(name) == self._run[name] for name in ("settings", "encoder"))
        return run["figures"] if same else None

    def finished(self) -> bool:
        """Return whether this very commit has all its figures already, under whatever settings."""
        return self._settled and self.path.exists() and bool(read(self.path).get("finished"))


def read(path: Path) -> Json:
    """Read a benchmark's file.

    Raises:
        QuestionsInvalid: the file is missing, or no benchmark wrote it.
    """
    remedy = "give a file that a benchmark of eval/benchmarks wrote"
    try:
        run = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise QuestionsInvalid(f"{path} cannot be read ({error})", remedy) from error
    if not isinstance(run, dict) or not {"benchmark", "environment", "settings", "figures"} <= run.keys():
        raise QuestionsInvalid(f"{path} holds no benchmark's figures", remedy)
    return run
