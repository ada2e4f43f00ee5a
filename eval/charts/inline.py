"""A chart within a page: its colours are the page's, which has a light and a dark set of them."""

import re
from html import escape

from eval.charts.drawing import GRID, INK, PAPER_WHITE, STYLES

_NAMED = {INK: "currentColor", GRID: "var(--grid)", PAPER_WHITE: "var(--paper)"} | {
    colour.lower(): f"var(--series-{number})" for number, (colour, _) in enumerate(STYLES[:6], 1)
}
_ALIEN = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>|<style.*?</style>", re.DOTALL)
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_NAME = re.compile(r'(?<=\bid=")|(?<=href="#)|(?<=url\(#)')


def inline(svg: str, key: str, label: str) -> str:
    """Return a chart as an element of an HTML page.

    Args:
        svg: what a chart function returned for `PAGE`.
        key: unlike that of any other chart of the page; the names inside begin with it.
        label: what a reader who does not see it is told.
    """
    bare = _NAME.sub(f"{key}-", _ALIEN.sub("", svg))
    coloured = _COLOUR.sub(lambda found: _NAMED.get(found[0], found[0]), bare)
    return coloured.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
