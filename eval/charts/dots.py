"""A line a figure, with a dot a series and how sure each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from eval.charts.drawing import PAPER, STYLES, Look, drawing, lined

TARGET = "#000000"
DASHES = (0, (2, 1))


@dataclass(frozen=True, slots=True)
class Dot:
    """A value, and within which bounds it lies."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart of dots: each series' value under its name, and what is to be reached."""

    label: str
    dots: Mapping[str, Dot]
    target: float | None = None


def dots(
    title: str, lines: Sequence[Line], across: str, limits: tuple[float, float] | None = None, look: Look = PAPER
) -> str:
    """Draw a line a figure, top to bottom, with a dot a series; the first series is ours, and its value is written.

    Args:
        title: what is shown.
        lines: the figures.
        across: what the axis means.
        limits: where the axis begins and ends; from nothing to a little more than the most when None.
        look: where the chart will stand.
    """
    series = list(dict.fromkeys(name for line in lines for name in line.dots))
    height = 1.6 + len(lines) * (0.16 * len(series) + 0.16)
    with drawing(title, height, look) as drawn:
        axes = drawn.figure.subplots()
        for row, line in enumerate(lines):
            _frame(axes, row, line, series[0])
        for number, name in enumerate(series):
            places = [row + (number - (len(series) - 1) / 2) * 0.8 / len(series) for row in range(len(lines))]
            _series(axes, [line.dots.get(name) for line in lines], places, name, number)
        axes.set_yticks(range(len(lines)), [line.label for line in lines])
        axes.set_ylim(len(lines) - 0.5, -0.5)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(*limits or (0, axes.get_xlim()[1]))
        axes.set_xlabel(across)
        lined(axes, "x")
        drawn.figure.legend(*_ours_first(axes), loc="outside lower center", ncols=3, frameon=False)
    return drawn.svg


def _series(axes: Axes, found: Sequence[Dot | None], places: Sequence[float], name: str, number: int) -> None:
    colour, mark = STYLES[number % len(STYLES)]
    there = [(dot, place) for dot, place in zip(found, places, strict=True) if dot is not None]
    for dot, place in there:
        if dot.low is not None and dot.high is not None:
            axes.plot([dot.low, dot.high], [place, place], color=colour, linewidth=1.2, solid_capstyle="butt", zorder=3)
    axes.plot(
        [dot.value for dot, _ in there],
        [place for _, place in there],
        mark,
        color=colour,
        markersize=5.5 if number else 7.5,
        markeredgecolor="white",
        markeredgewidth=0.5,
        label=name,
        clip_on=False,
        zorder=4,
    )


def _frame(axes: Axes, row: int, line: Line, ours: str) -> None:
    """Set a figure off from the one above, mark its target, and write our value beside it."""
    if row:
        axes.axhline(row - 0.5, color="#bbbbbb", linewidth=0.6, zorder=1)
    if line.target is not None:
        ends = [row - 0.45, row + 0.45]
        axes.plot([line.target] * 2, ends, color=TARGET, linewidth=1.6, linestyle=DASHES, label="target", zorder=2)
    if ours in line.dots:
        target = "" if line.target is None else f"\ntarget {line.target:#.2g}"
        text = f"{line.dots[ours].value:#.3g}{target}"
        axes.annotate(text, (1.03, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)


def _ours_first(axes: Axes) -> tuple[list[Artist], list[str]]:
    """Return the legend's entries, each once, the target last."""
    found = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    labels = sorted(found, key=lambda label: label == "target")
    return [found[label] for label in labels], labels
