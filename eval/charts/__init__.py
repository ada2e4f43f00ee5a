"""Charts as SVG text that needs nothing else; the one folder that knows matplotlib."""

from eval.charts.bars import bars
from eval.charts.curves import Axis, Curve, Mark, curves
from eval.charts.dots import Dot, Line, dots
from eval.charts.drawing import PAGE, PAPER, Look
from eval.charts.inline import inline
from eval.charts.panels import Panel, panels

__all__ = [
    "PAGE",
    "PAPER",
    "Axis",
    "Curve",
    "Dot",
    "Line",
    "Look",
    "Mark",
    "Panel",
    "bars",
    "curves",
    "dots",
    "inline",
    "panels",
]
