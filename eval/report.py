"""Rows to a report: JSON named by commit, a table by direction, and what changed since another run."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from eval.questions import QuestionsInvalid
from eval.run import Row
from eval.scores import mean

WORST = 20
TREE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """One evaluation: what was evaluated, and its rows."""

    commit: str
    index: Mapping[str, str]
    settings: Mapping[str, str]
    rows: tuple[Row, ...]


def write_run(run: Run, folder: Path) -> Path:
    """Write a run as JSON and return where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{run.commit}.json"
    path.write_bytes(TypeAdapter(Run).dump_json(run, indent=1))
    return path


def read_run(path: Path) -> Run:
    """Read a run.

    Raises:
        QuestionsInvalid: the file is no run.
    """
    try:
        return TypeAdapter(Run).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise QuestionsInvalid(f"{path} is not a run of citeshelf-eval", "give a file that it wrote") from error


def commit(tree: Path = TREE) -> str:
    """Return the short name of the commit that is checked out in a folder, or "unversioned"."""
    command = ["git", "-C", str(tree), "rev-parse", "--short", "HEAD"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return found.stdout.strip() or "unversioned"


def summary(rows: Sequence[Row]) -> str:
    """Return a table of mean scores by direction, then the misses."""
    names = list(rows[0].scores) if rows else []
    groups = {"all": list(rows)} | {row.direction: [] for row in sorted(rows, key=lambda row: row.direction)}
    for row in rows:
        groups[row.direction].append(row)
    lines = [f"{'':8}{'n':>5}" + "".join(f"{name:>10}" for name in names)]
    for group, some in groups.items():
        means = (mean([row.scores[name] for row in some]) for name in names)
        lines.append(
            f"{group:8}{len(some):5}" + "".join(f"{'–' if one is None else f'{one:.3f}':>10}" for one in means)
        )
    times = sorted(row.total_ms for row in rows)
    if times:
        lines.append(
            f"milliseconds an answer: p50 {times[len(times) // 2]:.1f}, p95 {times[int(len(times) * 0.95)]:.1f}"
        )
    misses = [row for row in rows if 0.0 in (row.scores["source_1"], row.scores["refusal"])]
    lines += [f"miss {row.id}: {row.question} → {row.source_1 or 'refused'}" for row in misses[:WORST]]
    return "\n".join(lines)


def changes(rows: Sequence[Row], before: Run) -> str:
    """Return what changed since another run, question by question."""
    old = {row.id: row for row in before.rows}
    lines = []
    for row in rows:
        was = old.get(row.id)
        if was and _answer(was) != _answer(row):
            lines.append(f"{row.id}: {row.question}\n  - {_answer(was)}\n  + {_answer(row)}")
    return "\n".join([f"{len(lines)} of {len(rows)} answers differ from {before.commit}", *lines])


def _answer(row: Row) -> str:
    return f"{row.source_1} {row.text}" if row.source_1 else "refused"
