"""Curves over sizes, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eval.charts.drawing import PAPER, STYLES, drawing, lined

TARGET = "#000000"


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves over sizes: each series' points under its name, and the bound that one of them is to keep."""

    label: str
    points: Mapping[str, Sequence[tuple[float, float]]]
    bounds: Sequence[tuple[float, float]] = ()


def panels(title: str, shown: Sequence[Panel], across: str) -> str:
    """Draw panels side by side over sizes on a logarithmic axis, a series alike in all, bounds as short bars."""
    series = list(dict.fromkeys(name for panel in shown for name in panel.points))
    styles = {name: STYLES[number % len(STYLES)] for number, name in enumerate(series)}
    with drawing(title, 3.8, replace(PAPER, width=3.6 * len(shown) + 0.6)) as drawn:
        for axes, panel in zip(drawn.figure.subplots(1, len(shown), squeeze=False)[0], shown, strict=True):
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
            lined(axes)
            axes.legend(frameon=False, fontsize=8)
    return drawn.svg
