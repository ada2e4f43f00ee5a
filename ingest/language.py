"""Which of the two languages a text is in, and how much of it there is."""

import re
from typing import Literal

Language = Literal["en", "zh"]

CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHARACTER = re.compile(f"[{CJK}]")
_SPACES = "".join(mark for mark in map(chr, range(0x3001)) if mark.isspace())  # Unicode has none behind U+3000
_WORD = re.compile(r"[A-Za-z]+")


def language_of(text: str) -> Language:
    """Return "zh" when a text has at least as many Chinese characters as Latin words, else "en".

    A Chinese sentence about software is full of English names, hence words are weighed against characters.
    """
    characters = sum(1 for _ in _CHARACTER.finditer(text))  # a list of all words would be larger than the text
    return "zh" if characters and characters >= sum(1 for _ in _WORD.finditer(text)) else "en"


def characters_in(text: str) -> int:
    """Return how many characters of a text are no white space."""
    return len(text) - sum(map(text.count, _SPACES))
