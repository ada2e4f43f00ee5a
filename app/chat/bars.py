"""Bars for the page, drawn here as SVG: no script, no style attribute, no other host; each says in words what it shows.

Widths are shares of the cell that a bar stands in, colours are classes of `tabs.css`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

HEIGHT = 14
MIDDLE = HEIGHT // 2
TICK = 4  # half of it, in pixels


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar: its colour's class, how many it stands for, and what to call them."""

    colour: str
    count: int
    label: str


def stacked(parts: Sequence[Part], most: int) -> str:
    """Return parts one after the other; the bar fills its cell where they add up to `most`."""
    drawn, start = [], 0
    for part in parts:
        if part.count:
            drawn.append(_rect(start / most, part.count / most, part.colour))
            start += part.count
    return _svg("".join(drawn), told(parts))


def told(parts: Sequence[Part]) -> str:
    """Return what a stacked bar shows, in words: "3 note only · 1 dead"."""
    return " · ".join(f"{part.count} {part.label}" for part in parts if part.count)


def with_interval(value: float, low: float, high: float, label: str) -> str:
    """Return a share from 0 to 1 as a bar on its track, with the interval in which it lies."""
    ends = "".join(_line(at, at, MIDDLE - TICK, MIDDLE + TICK) for at in (low, high))
    return _svg(_rect(0, 1, "cs-track") + _rect(0, value, "cs-share") + _line(low, high, MIDDLE, MIDDLE) + ends, label)


def _svg(drawn: str, label: str) -> str:
    name = escape(label)
    return f'<svg class="cs-bar" width="100%" height="{HEIGHT}" role="img"><title>{name}</title>{drawn}</svg>'


def _rect(start: float, width: float, colour: str) -> str:
    return f'<rect class="{colour}" x="{start:.2%}" y="1" width="{width:.2%}" height="{HEIGHT - 2}"/>'


def _line(start: float, end: float, top: int, bottom: int) -> str:
    return f'<line class="cs-interval" x1="{start:.2%}" x2="{end:.2%}" y1="{top}" y2="{bottom}"/>'
