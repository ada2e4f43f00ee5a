"""What all charts have in common: colours, marks, letters, and how a figure becomes SVG."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito (2008): told apart with any colour vision; each has a mark of its own besides.
STYLES = (
    *(("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"), ("#E69F00", "v"), ("#56B4E9", "P")),
    *(("#000000", "X"), ("#7F7F7F", "*")),
)
INK, GRID, PAPER_WHITE = "#111111", "#dddddd", "#ffffff"  # no plain black: matplotlib leaves that out of the SVG


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a chart is, in inches, and whether its letters stay letters, in the fonts of the page around it."""

    width: float
    letters: bool


PAPER = Look(9.5, letters=False)  # a file of its own: letters are paths, so that no font is asked for
PAGE = Look(4.2, letters=True)  # within a page: one column of it, also on a telephone


@dataclass(slots=True)
class Drawn:
    """A figure, and its SVG once it is finished."""

    figure: Figure
    svg: str = ""


@contextmanager
def drawing(title: str, height: float, look: Look) -> Iterator[Drawn]:
    """Give a figure with nothing but its title, which may be empty, and make SVG of it, with no date in it."""
    with mpl.rc_context(_settings(look)):
        drawn = Drawn(Figure(figsize=(look.width, height), layout="constrained"))
        if title:
            drawn.figure.suptitle(title, fontsize=11)
        yield drawn
        written = StringIO()
        drawn.figure.savefig(written, format="svg", metadata={"Date": None}, transparent=look.letters)
        drawn.svg = written.getvalue()


def lined(axes: Axes, which: Any = "both") -> None:
    """Lay a pale grid under a chart."""
    axes.grid(axis=which, color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)


def _settings(look: Look) -> dict[Any, Any]:
    inked = ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")
    return {
        "svg.hashsalt": "citeshelf",  # the same figures make the same file
        "svg.fonttype": "none" if look.letters else "path",
        "font.family": "DejaVu Sans",  # comes with matplotlib
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        **(dict.fromkeys(inked, INK) if look.letters else {}),
    }
