"""What stands at the top or foot of page after page of a PDF: running titles, names, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.extraction.pdf import Line

EDGE_LINES = 2  # at the top and at the foot of a page
MIN_SHARE = 0.1  # of the pages: left and right ones differ, and so do chapters
MIN_PAGES, ENOUGH_PAGES = 3, 8
_NUMBER = re.compile(r"\d+|^[ivxl]+$")


def without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page but for those at an edge that repeat, whatever numbers they hold.

    The first page keeps its lines: the title that runs over the others stands there for the first time.
    """
    edges = [_edges(page) for page in pages]
    seen = Counter(key for edge in edges for key in set(edge.values()))
    return [
        [line for index, line in enumerate(page) if not _repeats(edge.get(index, ""), number, seen, len(pages))]
        for number, (page, edge) in enumerate(zip(pages, edges, strict=True))
    ]


def _edges(page: Sequence[Line]) -> dict[int, str]:
    """Return what the lines at a page's edges are counted by, by the line's index; pdfium's order is not the eye's."""
    downwards = sorted(range(len(page)), key=lambda index: -page[index].box.top)
    foot = downwards[EDGE_LINES:][-EDGE_LINES:]
    return {index: _key(page[index], "top") for index in downwards[:EDGE_LINES]} | {
        index: _key(page[index], "foot") for index in foot
    }


def _key(line: Line, where: str) -> str:
    return where + " " + _NUMBER.sub("#", line.text.casefold().replace(" ", ""))


def _repeats(key: str, page: int, seen: Counter[str], pages: int) -> bool:
    if key.endswith((" #", " -#-", " #/#")):  # a number alone is told from text by two pages
        return seen[key] > 1
    return page > 0 and seen[key] >= max(MIN_PAGES, min(MIN_SHARE * pages, ENOUGH_PAGES))
