"""Where paragraphs of a PDF end, told from where its lines stand."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import median

from ingest.extraction.pdf.reading import Box, Line
from ingest.language import CJK

LEADING = 1.2  # times a line's height, where no two lines tell the distance
GAP = 1.35  # times the usual distance of two lines: a new paragraph
OTHER_SIZE = 1.2  # times a line's height: a heading, or the text after it
INDENT = 0.8  # times a line's height, at the start of a paragraph
NEIGHBOURS = 4  # lines on either side that show how wide the column is
SLACK = 0.08  # of the column's width that a line may leave free though the next word fitted in
_SENTENCE_END = re.compile(r"[.!?。！？:：][\"'”’」)）\]]*$")
_ITEM = re.compile(r"(?:[•‣▪●○■–—*·]|\(?(?:\d{1,2}|[a-z])[.)]|\[\d{1,3}\])\s")
_FLOWS_ON = re.compile(f"[a-z{CJK}]")


class Seam(StrEnum):
    """What stands between two lines."""

    SAME = " "
    LINE = "\n"
    PARAGRAPH = "\n\n"


def seams(pages: Sequence[Sequence[Line]]) -> Iterator[Seam]:
    """Yield, for each two lines that follow each other, over page ends too, what stands between them."""
    before: Line | None = None
    for page in pages:
        if before and page:
            yield Seam.SAME if _flows(before, page[0]) else Seam.PARAGRAPH
        full = [not _room_for(page, index, following) for index, following in enumerate(page[1:])]
        usual = _usual_distance(page)
        for index, (above, line) in enumerate(pairwise(page)):
            yield _seam(above, line, usual, full=full[index], next_full=all(full[index + 1 : index + 2]))
        before = page[-1] if page else before


def _seam(before: Line, line: Line, usual: float, *, full: bool, next_full: bool) -> Seam:
    """Judge by places first, then by how the line before ends; a full line reaches its column's edge."""
    old, here = before.box, line.box
    height = min(old.height, here.height)
    if here.top > old.top + height:
        return Seam.SAME if full and _flows(before, line) else Seam.PARAGRAPH  # the next column
    if old.top - here.top > GAP * usual or max(old.height, here.height) > OTHER_SIZE * height:
        return Seam.PARAGRAPH
    ended = bool(_SENTENCE_END.search(before.text))
    if ended and (not full or here.left > old.left + INDENT * height):
        return Seam.PARAGRAPH
    announced = before.text.endswith((":", "：")) and not next_full  # of code, of a list
    return Seam.SAME if full and not announced and not _ITEM.match(line.text) else Seam.LINE


def _flows(before: Line, line: Line) -> bool:
    return not _SENTENCE_END.search(before.text) and bool(_FLOWS_ON.match(line.text))


def _room_for(page: Sequence[Line], index: int, following: Line) -> bool:
    """Tell whether the next line's first word would have fitted: then the line was ended on purpose."""
    box = page[index].box
    column = [
        one.box for one in page[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1] if _same_column(box, one.box)
    ]
    edge, start = max(one.right for one in column), min(one.left for one in column)
    word = re.match(f"[{CJK}]|[^\\s{CJK}]+", following.text)
    share = (len(word[0]) + 1) / len(following.text) if word else 0.0
    needed = share * (following.box.right - following.box.left)
    return box.right + needed + max(box.height, SLACK * (edge - start)) < edge


def _same_column(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) < 4 * one.height


def _usual_distance(page: Sequence[Line]) -> float:
    distances = [
        one.box.top - two.box.top
        for one, two in pairwise(page)
        if one.box.height / 2 < one.box.top - two.box.top < 3 * one.box.height
    ]
    return median(distances) if distances else LEADING * median([line.box.height for line in page] or [0.0])
