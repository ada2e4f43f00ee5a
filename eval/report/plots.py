"""The page's plots of quality and of times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.evaluation.figures import Mean
from eval.charts import PAGE, Dot, Line, bars, dots, inline
from eval.report.figures import HEADLINES, by_parts
from eval.rows import Row, Run
from eval.scores.measures import BY_NAME
from eval.statistics.summary import Group, grouped, mean_of, percentile

Parts = Mapping[str, Mapping[str, Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, what it shows, and what is to be read from it."""

    svg: str
    title: str
    note: str


def of_groups(run: Run, name: str, group: Group) -> list[Plot]:
    """Return a plot of each headline measure by group, open and held-out questions apart."""
    parts = {part: grouped(some, group) for part, some in by_parts(run.rows).items()}
    return list(_plots(parts, name))


def _plots(parts: Parts, name: str) -> Iterator[Plot]:
    for number, measure in enumerate(HEADLINES):
        if lines := _lines(parts, measure):
            label, meaning = BY_NAME[measure].label, BY_NAME[measure].meaning
            svg = dots("", lines, "mean, with its 95 % interval", (0, 1), PAGE)
            title = f"{label} by {name}"
            yield Plot(inline(svg, f"{name}-{number}", title), title, f"{meaning}.")


def _lines(parts: Parts, measure: str) -> list[Line]:
    lines = []
    for key in dict.fromkeys(key for found in parts.values() for key in found):
        means = {part: mean for part, found in parts.items() if (mean := mean_of(found.get(key, []), measure))}
        if means:
            counts = " + ".join(str(mean.questions) for mean in means.values())
            lines.append(Line(f"{key} ({counts})", {part: _dot(mean) for part, mean in means.items()}))
    return lines


def _dot(mean: Mean) -> Dot:
    return Dot(mean.value, mean.low, mean.high)


def of_times(run: Run) -> list[Plot]:
    """Return how often answers took how long; nothing when none was timed."""
    times = [row.total_ms for row in run.rows if row.total_ms is not None]
    if not times:
        return []
    marked = {name: percentile(run.rows, part) or 0.0 for name, part in (("p50", 0.5), ("p95", 0.95))}
    title = "How long answers take"
    svg = inline(bars(times, marked, "milliseconds", "answers"), "times", title)
    return [Plot(svg, title, f"{len(times)} answers, one after the other.")]
