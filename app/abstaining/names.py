"""Names and numbers that a question asks about, and whether an article has them.

A near miss gives itself away by them: the latency "on a V100", asked of an article that knows only a T4. Names are
Latin words with a capital or a digit, in a Chinese question all Latin words; one misspelt or translated is there, too.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz.distance import OSA

from index.terms import STOP_WORDS
from index.terms.expansion import Wordbook
from ingest.language import Language

_WORD = r"[A-Za-z][A-Za-z0-9]*"
_NAME = re.compile(rf"{_WORD}(?:[.+\-/_]{_WORD})*\+*|\d+(?:[.,]\d+)*")
_PART = re.compile(r"[a-z]+\d[a-z\d]*|[a-z]+|\d+(?:\.\d+)?")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")
_BEGINS = re.compile(r"(?:^|[:;：；(（])\W*$")
_ASKS = re.compile(r"[?？]\W*$")
LEAST = 2  # letters of a name
LEAST_MISSPELT = 4  # letters of a name that may be misspelt, by one letter,
LONG = 8  # by two from so many on


def names_asked(question: str, language: Language) -> list[str]:
    """Return the names and numbers of what a question asks, in its order, each once.

    Where a sentence ends in a question mark the others tell something else: where it comes from, or what to obey.
    """
    sentences = [one for one in _SENTENCE.split(question) if one.strip()]
    asking = [one for one in sentences if _ASKS.search(one)] or sentences
    return list(dict.fromkeys(name for one in asking for name in _names(one, language)))


def kept_in_chinese(name: str) -> bool:
    """Say whether a name stands in a Chinese text as it does in English: one like “TensorRT” or “V100”, no “Warsaw”."""
    return any(mark.isdigit() or mark.isupper() for mark in name[1:]) or name.isdigit()


def _names(sentence: str, language: Language) -> list[str]:
    found = list(_NAME.finditer(sentence))
    is_shouted = sum(one[0].isupper() for one in found) > len(found) / 2 and len(found) > 3
    names = [one[0] for one in found if language == "zh" or _stands_out(one, is_shouted=is_shouted)]
    return [one for one in names if (len(one) >= LEAST or one.isdigit()) and one.casefold() not in STOP_WORDS]


def _stands_out(word: re.Match[str], *, is_shouted: bool) -> bool:
    """Say whether a word of an English sentence is a name: not by its case where that tells nothing, at a beginning."""
    text = word[0]
    if any(mark.isdigit() for mark in text):
        return True
    if is_shouted:
        return False
    return any(mark.isupper() for mark in text[1:]) or (
        text[0].isupper() and not _BEGINS.search(word.string[: word.start()])
    )


class Mentions:
    """What an article mentions, in whatever case and language."""

    def __init__(self, text: str, wordbook: Wordbook) -> None:
        self._text = text.casefold()
        self._wordbook = wordbook

    def has(self, name: str) -> bool:
        """Say whether a name stands there, perhaps misspelt in the question, or what else the glossary calls it."""
        plain = name.casefold()
        return plain in self._text or self._has_parts(plain) or self._has_translation(name)

    def _has_parts(self, name: str) -> bool:
        parts = _PART.findall(name)
        return bool(parts) and all(part in self._words or self._has_nearly(part) for part in parts)

    def _has_nearly(self, part: str) -> bool:
        """Say whether a word is one letter, or of a long one two, away; a number is another number then."""
        if len(part) < LEAST_MISSPELT or not part.isalpha():
            return False
        most = 1 if len(part) < LONG else 2
        return any(OSA.distance(part, word, score_cutoff=most) <= most for word in self._words)

    def _has_translation(self, name: str) -> bool:
        concepts = [one for language in ("en", "zh") for one in self._wordbook.expanded(name, language)]
        wordings: Sequence[Sequence[str]] = [wording for one in concepts for wording in one.wordings]
        return any(all(term in self._text for term in wording) for wording in wordings)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_PART.findall(self._text))
