"""Lines and marks over two axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes

from eval.charts.dots import Dot
from eval.charts.drawing import INK, PAGE, STYLES, Look, drawing, lined

HEIGHT = 3.2
How = Literal["line", "dashes"]
Limits = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Curve:
    """Points that are joined; a dashed one is what the others are compared with."""

    name: str
    points: Sequence[tuple[float, float]]
    how: How = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """Points that stand alone, each at a place across, in the colour of the curve of that number."""

    name: str
    points: Sequence[tuple[float, Dot]]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis means, and where it begins and ends."""

    label: str
    limits: Limits = (0, 1)


def curves(lines: Sequence[Curve], marks: Sequence[Mark], across: Axis, up: Axis, look: Look = PAGE) -> str:
    """Draw curves and marks over two axes."""
    with drawing("", HEIGHT, look) as drawn:
        axes = drawn.figure.subplots()
        for number, line in enumerate(lines):
            _curve(axes, line, number)
        for mark in marks:
            _mark(axes, mark)
        axes.set(xlabel=across.label, ylabel=up.label)
        axes.set_xlim(*_aired(across.limits))
        axes.set_ylim(*_aired(up.limits))
        lined(axes)
        drawn.figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8)
    return drawn.svg


def _curve(axes: Axes, line: Curve, number: int) -> None:
    colour = INK if line.how == "dashes" else STYLES[number % len(STYLES)][0]
    axes.plot(
        *zip(*line.points, strict=True),
        color=colour,
        linestyle=(0, (2, 2)) if line.how == "dashes" else "-",
        linewidth=1 if line.how == "dashes" else 1.6,
        label=line.name,
    )


def _mark(axes: Axes, mark: Mark) -> None:
    colour, form = STYLES[mark.number % len(STYLES)]
    for place, dot in mark.points:
        if dot.low is not None and dot.high is not None:
            axes.plot([place, place], [dot.low, dot.high], color=colour, linewidth=1.2, zorder=3)
    places, values = [place for place, _ in mark.points], [dot.value for _, dot in mark.points]
    axes.plot(places, values, form, color=colour, ms=7, mec="white", mew=0.7, label=mark.name, clip_on=False, zorder=4)


def _aired(limits: Limits) -> Limits:
    """Leave some room beside where an axis ends, so that what lies on its end is seen."""
    low, high = limits
    return limits if low is None or high is None else (low - 0.02 * (high - low), high + 0.02 * (high - low))
