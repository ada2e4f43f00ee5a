"""The figures of retrieval that are compared and drawn, and what they are to reach."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.benchmarks.ranks import FIRST, OTHER
from eval.benchmarks.results import Json
from eval.questions import QuestionsInvalid

TARGETS = Path(__file__).with_name("targets.toml")
APART = ("translated", "en asked", "zh asked")
"""Groups of questions that are shown by themselves; a mixed index has no figure for both languages together."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One measure of one group of a set's questions: each system's figures, the measure among them."""

    set: str
    group: str
    measure: str
    questions: int
    systems: Mapping[str, Mapping[str, Any]]
    target: float | None = None

    @property
    def label(self) -> str:
        """What it is, in a few words."""
        group = "" if self.group == "all" else f", {self.group}"
        return f"{self.set}{group}: {self.measure}"

    @property
    def mixed(self) -> bool:
        """Whether the index holds both languages."""
        return self.group.endswith("asked")


def headlines(sets: Sequence[Json], targets: Mapping[str, Any]) -> list[Headline]:
    """Return the headlines of measured sets, in their order."""
    return [one for result in sets for one in _of(result, targets.get(result["name"], {}))]


def _of(result: Json, targets: Mapping[str, Any]) -> Iterator[Headline]:
    is_mixed = "en asked" in result["figures"]
    for group, systems in result["figures"].items():
        if group in APART or (group == "all" and not is_mixed):
            for measure in (FIRST, OTHER) if is_mixed else (FIRST,):
                target = targets.get(group, {}).get(measure)
                yield Headline(result["name"], group, measure, result["questions"][group], systems, target)


def read_targets(path: Path = TARGETS) -> Json:
    """Read what is to be reached.

    Raises:
        QuestionsInvalid: the file is missing or no TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        remedy = "see eval/benchmarks/targets.toml for the layout"
        raise QuestionsInvalid(f"the targets {path} cannot be read ({error})", remedy) from error
