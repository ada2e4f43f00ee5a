"""How numbers and strangers' words are written, on a terminal and on the page."""

from rich.cells import cell_len, set_cell_size

from app.evaluation.figures import Mean
from eval.harmless import in_one_line

NONE = "–"
WIDTH = 110  # cells of a terminal


def share(value: float | None, digits: int = 3) -> str:
    """Return a number, or a dash where there is none."""
    return NONE if value is None else f"{value:.{digits}f}"


def with_bounds(mean: Mean | None) -> str:
    """Return a mean and where it lies: "0.857 (0.78–0.93)"; lengths have one digit."""
    if mean is None:
        return NONE
    if mean.value > 1 or mean.high > 1:
        return f"{mean.value:.1f} ({mean.low:.1f}–{mean.high:.1f})"
    return f"{mean.value:.3f} ({mean.low:.2f}–{mean.high:.2f})"


def signed(value: float) -> str:
    """Return a change with its sign; what rounds to nothing has none."""
    return "0.000" if abs(value) < 0.0005 else f"{value:+.3f}"


def written_p(p: float) -> str:
    """Return a p-value; a very small one only as such."""
    return "<.001" if p < 0.001 else f"{p:.3f}"


def milliseconds(value: float | None) -> str:
    """Return a time in milliseconds."""
    return NONE if value is None else f"{value:,.1f} ms"


def one_line(text: str, cells: int) -> str:
    """Return text as one line that is so wide at most; what steers a terminal is left out."""
    line = in_one_line(text)
    return line if cell_len(line) <= cells else set_cell_size(line, cells - 1).rstrip() + "…"


def padded(text: str, cells: int, *, left: bool) -> str:
    """Return text in a column of a table; a Chinese character takes two cells."""
    room = " " * max(0, cells - cell_len(text))
    return text + room if left else room + text
