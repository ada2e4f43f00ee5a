"""Headings of a PDF, which marks none: only lines whose numbers follow one another, and names every paper has."""

import re
from collections.abc import Iterator

from ingest.documents import Heading

MIN_SECTIONS = 2  # numbered ones; a single line that begins with “1” may be anything
MAX_CHARS = 90
TOP_LEVEL = 2  # the title is the first
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.? (?=[A-Z\u3400-\u9fff])[^.。;；,，]{2,}[^\W\d][)）?？!]?")
_NAMED = re.compile(r"(?i:abstract|references|acknowledge?ments?|摘\s?要|参\s?考\s?文\s?献)")
_LINE = re.compile(r"[^\n]+")


def headings_of(text: str) -> tuple[Heading, ...]:
    """Return the lines of a text that are headings beyond doubt."""
    numbered = tuple(_numbered(text))
    if sum(one.level == TOP_LEVEL for one in numbered) < MIN_SECTIONS:
        numbered = ()
    named = [Heading(line.start(), TOP_LEVEL, line[0]) for line in _LINE.finditer(text) if _NAMED.fullmatch(line[0])]
    return tuple(sorted((*numbered, *named), key=lambda one: one.start))


def _numbered(text: str) -> Iterator[Heading]:
    """Yield the lines whose numbers count up: after 2.1 comes 2.1.1, 2.2 or 3."""
    last: list[int] = []
    for line in _LINE.finditer(text):
        if len(line[0]) > MAX_CHARS or not (found := _NUMBERED.fullmatch(line[0])):
            continue
        number = [int(part) for part in found[1].split(".")]
        depth = len(number) - 1
        before = last[depth] if depth < len(last) else 0
        if depth <= len(last) and number[:depth] == last[:depth] and number[depth] == before + 1:
            last = number
            yield Heading(line.start(), TOP_LEVEL + depth, line[0])
