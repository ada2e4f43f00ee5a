"""What stands at the top or foot of page after page of a PDF: running titles, names, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.extraction.pdf.reading import Line

EDGE_LINES = 2  # at the top and at the foot of a page
MIN_SHARE = 0.1  # of the pages: left and right ones differ, and so do chapters
MIN_PAGES, ENOUGH_PAGES = 3, 8
_BARE_NUMBER = re.compile(r"[-–—\s]*(\d{1,5})[-–—\s]*")
_COUNTED = re.compile(r"(?:page|第)?\s*(?:\d+|[ivxl]+)\s*(?:(?:of|/|页[，,\s]*共)\s*\d+\s*页?|页)?", re.IGNORECASE)
_AT_AN_END = re.compile(r"^\d+|\d+$")


def without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page but for those at an edge that repeat, whatever page number they hold.

    The first page keeps its lines: the title that runs over the others stands there for the first time.
    """
    edges = [_edges(number, page) for number, page in enumerate(pages)]
    seen = Counter(key for edge in edges for key in set(edge.values()))
    return [
        [line for index, line in enumerate(page) if not _repeats(edge.get(index, ""), number, seen, len(pages))]
        for number, (page, edge) in enumerate(zip(pages, edges, strict=True))
    ]


def _edges(number: int, page: Sequence[Line]) -> dict[int, str]:
    """Return what the lines at a page's edges are counted by, by the line's index; pdfium's order is not the eye's."""
    downwards = sorted(range(len(page)), key=lambda index: -page[index].box.top)
    top = dict.fromkeys(downwards[:EDGE_LINES], "top")
    foot = dict.fromkeys(downwards[EDGE_LINES:][-EDGE_LINES:], "foot")
    return {index: f"{where} {_key(page[index].text, number)}" for index, where in (top | foot).items()}


def _key(line: str, page: int) -> str:
    """Return what is the same on each page; a bare number counts when it grows with the pages, others may be data."""
    if bare := _BARE_NUMBER.fullmatch(line):
        return f"number {int(bare[1]) - page}"
    if _COUNTED.fullmatch(line):
        return "count"
    has_words = any(mark.isalpha() for mark in line)
    return _AT_AN_END.sub("#", line.casefold()) if has_words else f"row of page {page}"


def _repeats(key: str, page: int, seen: Counter[str], pages: int) -> bool:
    if key.partition(" ")[2].startswith(("number ", "count")):
        return seen[key] > 1
    return page > 0 and seen[key] >= max(MIN_PAGES, min(MIN_SHARE * pages, ENOUGH_PAGES))
