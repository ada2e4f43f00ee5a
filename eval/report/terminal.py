"""A run in a terminal's width: means with their intervals, by direction and by kind, and the worst questions."""

from collections.abc import Sequence

from eval.rows import Row, Run
from eval.summary import by_direction, by_kind, by_part, grouped, mean_of, percentile

SHOWN = ("right", "source_1", "recall@5", "nugget_recall", "citation_precision", "refusal_recall", "false_refusal")


def summary(run: Run) -> str:
    """Return the run's tables."""
    lines = [f"{len(run.rows)} questions ({run.questions['digest']}) on index {run.index['hash']}"]
    for group in (by_part, by_direction, by_kind):
        lines += ["", _head(), *(_line(name, rows) for name, rows in grouped(run.rows, group).items())]
    return "\n".join([*lines, "", _line("all", run.rows), _times(run.rows)])


def _head() -> str:
    return f"{'':12}{'n':>5}" + "".join(f"{name:>20}" for name in SHOWN)


def _line(name: str, rows: Sequence[Row]) -> str:
    means = (mean_of(rows, measure) for measure in SHOWN)
    cells = ("–" if one is None else f"{one.value:.3f} ±{(one.high - one.low) / 2:.3f}" for one in means)
    return f"{name:12}{len(rows):5}" + "".join(f"{cell:>20}" for cell in cells)


def _times(rows: Sequence[Row]) -> str:
    p50, p95 = percentile(rows, 0.5), percentile(rows, 0.95)
    return f"milliseconds an answer: p50 {p50:.1f}, p95 {p95:.1f}" if p50 and p95 else "no answer was timed"
