"""Charts of figures as SVG files that need nothing else; the one file that knows matplotlib."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito (2008): told apart with any colour vision; each has a mark of its own besides.
STYLES = (
    *(("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"), ("#E69F00", "v"), ("#56B4E9", "P")),
    *(("#000000", "X"), ("#7F7F7F", "*")),
)
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


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves over sizes: each series' points under its name, and the bound that one of them is to keep."""

    label: str
    points: Mapping[str, Sequence[tuple[float, float]]]
    bounds: Sequence[tuple[float, float]] = ()


def dots(path: Path, title: str, lines: Sequence[Line], across: str, limits: tuple[float, float] | None = None) -> None:
    """Draw a line a figure, top to bottom, with a dot a series; the first series is ours, and its value is written.

    Args:
        path: the SVG file to write.
        title: what is shown.
        lines: the figures.
        across: what the axis means.
        limits: where the axis begins and ends; from nothing to a little more than the most when None.
    """
    series = list(dict.fromkeys(name for line in lines for name in line.dots))
    height = 1.6 + len(lines) * (0.16 * len(series) + 0.16)
    with _figure(path, title, (9.5, height)) as figure:
        axes = figure.subplots()
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
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        figure.legend(*_ours_first(axes), loc="outside lower center", ncols=3, frameon=False)


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
        axes.annotate(text, (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)


def _ours_first(axes: Axes) -> tuple[list[Artist], list[str]]:
    """Return the legend's entries, each once, the target last."""
    found = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    labels = sorted(found, key=lambda label: label == "target")
    return [found[label] for label in labels], labels


def panels(path: Path, title: str, shown: Sequence[Panel], across: str) -> None:
    """Draw panels side by side over sizes on a logarithmic axis, a series alike in all, bounds as short bars."""
    series = list(dict.fromkeys(name for panel in shown for name in panel.points))
    styles = {name: STYLES[number % len(STYLES)] for number, name in enumerate(series)}
    with _figure(path, title, (3.6 * len(shown) + 0.6, 3.8)) as figure:
        for axes, panel in zip(figure.subplots(1, len(shown), squeeze=False)[0], shown, strict=True):
            for name, points in panel.points.items():
                colour, mark = styles[name]
                axes.plot(*zip(*points, strict=True), marker=mark, color=colour, markersize=5, label=name)
            if panel.bounds:
                axes.plot(
                    *zip(*panel.bounds, strict=True), "_", color=TARGET, ms=18, mew=1.8, label="target", zorder=1.8
                )
            values = [value for points in panel.points.values() for _, value in points]
            axes.set_xscale("log")
            axes.set_yscale("log" if max(values) > 30 * min(values) > 0 else "linear")
            axes.set(title=panel.label, xlabel=across)
            axes.margins(0.15)
            axes.grid(color="#dddddd", linewidth=0.6)
            axes.legend(frameon=False, fontsize=8)


@contextmanager
def _figure(path: Path, title: str, inches: tuple[float, float]) -> Iterator[Figure]:
    """Give a figure with nothing but its title and write it as SVG, with no date in it."""
    with mpl.rc_context(
        {
            "svg.hashsalt": "citeshelf",  # the same figures make the same file
            "font.family": "DejaVu Sans",  # comes with matplotlib; letters are drawn as paths
            "font.size": 9,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    ):
        figure = Figure(figsize=inches, layout="constrained")
        figure.suptitle(title, fontsize=11)
        yield figure
        figure.savefig(path, format="svg", metadata={"Date": None})
