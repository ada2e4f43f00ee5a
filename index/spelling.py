"""Words that no text has, as the texts write what they may have meant: `optna` for Optuna, `Transfomer`."""

import re
from collections import Counter
from functools import cached_property

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from index.encoders.protocol import Encoder
from index.reader import Index
from index.terms import STOP_WORDS
from index.terms.inflection import forms
from ingest.language import CJK

LEAST = 4  # letters of a word that may be misspelt, by one letter,
LONG = 8  # by two from so many on
SHORT = 5  # letters up to which another letter makes another name: Flux is no Flax
MANY = 20  # words as near as the nearest that are compared by how many passages hold them
LOOKED_AT = 5  # passages in which a word is looked up as it is written
ENDINGS = ("s", "es", "d", "ed", "r", "er", "ly", "ing")
_WORD = re.compile(rf"[^\W\d_{CJK}]+")


class Spelling:
    """Respells the words of a question by one index's texts."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        """Take words from an index; those that the encoder has as one token are in wide use, and no misspellings."""
        self._index = index
        self._encoder = encoder

    def mended(self, question: str) -> str:
        """Return a question with each word that no text has spelt as the nearest one that some have.

        A word stays as it is where none is so near: one letter of it missing, too many, another or in its neighbour's
        place, of a long word two (optimal string alignment; Damerau 1964: four in five misspellings are one such slip).
        Only words that begin alike are compared.
        """
        return _WORD.sub(lambda word: self._nearest(word[0]) or word[0], question)

    def _nearest(self, word: str) -> str | None:
        small = word.casefold()
        if len(small) < LEAST or not small.isascii() or self._is_known(small):
            return None
        most = 1 if len(small) < LONG else 2
        near = extract(small, self._words.get(small[0], []), scorer=OSA.distance, score_cutoff=most, limit=MANY)
        if any(_is_form_of(small, one) for one, *_ in near):
            return None
        meant = [
            (distance, -len(self._index.terms.holding(one)), one) for one, distance, _ in near if _may_be(small, one)
        ]
        return self._written(min(meant)[2], word) if meant else None

    def _is_known(self, word: str) -> bool:
        stems = [word, *(word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))]
        held = word in STOP_WORDS or len(self._index.terms.holding(word)) > 0
        return held or 1 in self._encoder.count_tokens(stems)

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """The words of the texts and those that carry no subject, by their first letter."""
        found: dict[str, list[str]] = {}
        for word in {*self._index.terms.vocabulary, *STOP_WORDS}:
            if len(word) >= LEAST - 1 and word.isascii() and word.isalpha():
                found.setdefault(word[0], []).append(word)
        return found

    def _written(self, word: str, typed: str) -> str:
        """Return a word as the texts write it; as it was typed, in capitals or not, where it is a common one."""
        rows = self._index.terms.holding(word)[:LOOKED_AT]
        texts = " ".join(self._index.chunks[int(row)].text for row in rows)
        written = Counter(re.findall(rf"(?<!\w){word}(?!\w)", texts, re.IGNORECASE)).most_common(1)
        as_a_rule = written[0][0] if written else word
        return as_a_rule if as_a_rule != word else (word.capitalize() if typed[0].isupper() else word)


def _may_be(word: str, meant: str) -> bool:
    """Say whether a short word is another only for a letter that is missing, too many or in its neighbour's place."""
    return len(word) > SHORT or len(word) != len(meant) or sorted(word) == sorted(meant)


def _is_form_of(word: str, other: str) -> bool:
    """Say whether one word is a regular form of the other."""
    return other in forms(word) or word in forms(other)
