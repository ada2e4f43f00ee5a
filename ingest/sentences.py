"""Sentences of Chinese and English text, as offsets into it."""

import re

from ingest.language import CJK

_CLOSING = r"[”’」』）)\"']*"
# A sentence ends at a Chinese stop, or a "!" or "?" typed behind a Chinese character; at a Latin "!" or "?" before
# white space or Chinese; at a full stop before white space and something that can begin a sentence; and with its line.
# Each run of marks is tried once, from its first: else a page of nothing but dots takes the square of its length.
_END = re.compile(
    rf"(?:[。！？]|(?<=[{CJK}])[!?])[。！？!?]*{_CLOSING}"
    rf"|(?<![!?])[!?]+{_CLOSING}(?=\s|[{CJK}])"
    rf"|(?<!\.)\.+{_CLOSING}(?=\s+[\"'“‘(\[]?[A-Z0-9{CJK}])"
    r"|\n+"
)
# What ends in a full stop and does not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|approx|etc|al|Fig|Figs|Eq|Sec|Tab|Ref|No|Dr|Mr|Mrs|Ms|Prof|St|Inc|Ltd|Co|Corp|Jr|resp)|\b[A-Z]|^\s*\d{1,3})\.$"
)
_LOOKBACK = 12


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return (start, end) offsets of the sentences in `text[start:end]`, white space around them left out.

    A line break always ends one: a list item, a table row and a line of code can each be quoted.
    """
    spans: list[tuple[int, int]] = []
    begin = start
    for found in _END.finditer(text, start, end):
        if found.group().startswith(".") and _ABBREVIATION.search(
            text[max(begin, found.end() - _LOOKBACK) : found.end()]
        ):
            continue
        _add(spans, text, begin, found.end())
        begin = found.end()
    _add(spans, text, begin, end)
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    raw = text[start:end]
    stripped = raw.strip()
    if any(mark.isalnum() for mark in stripped):
        at = start + raw.index(stripped)
        spans.append((at, at + len(stripped)))
    elif spans and stripped:
        spans[-1] = (spans[-1][0], start + len(raw.rstrip()))
