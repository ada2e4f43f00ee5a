"""Which of the two languages a text is in."""

import re
from typing import Literal

Language = Literal["en", "zh"]

CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHARACTER = re.compile(f"[{CJK}]")
_WORD = re.compile(r"[A-Za-z]+")


def language_of(text: str) -> Language:
    """Return "zh" when a text has at least as many Chinese characters as Latin words, else "en".

    A Chinese sentence about software is full of English names, hence words are weighed against characters.
    """
    characters = len(_CHARACTER.findall(text))
    return "zh" if characters and characters >= len(_WORD.findall(text)) else "en"
