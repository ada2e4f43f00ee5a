"""Words of a text and BM25 scores over chunks; the one file that knows bm25s."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt
from ingest.language import CJK

# Names stay whole and in parts: `dm-haiku` is dm-haiku, dm and haiku. Chinese is taken as overlapping pairs.
_LATIN = re.compile(r"[a-z0-9]+(?:[-._+#][a-z0-9]+)*[+#]*")
_PARTS = re.compile(r"[-._+#]")
_CHINESE = re.compile(f"[{CJK}]+")
# Words that carry no subject; a question's "which … is" must not decide.
_NO_SUBJECT = """
    a about an and any are as at be been by can could did do does for from had has have how i in into is it its me
    of on or please should so tell than that the their them there these they this those to was we were what when
    where which who why will with would you your
    什么 哪个 哪些 怎么 如何 多少 是否 可以 有没 没有 一个 这个 那个
"""
STOP_WORDS = frozenset(_NO_SUBJECT.split())


def terms_of(text: str) -> list[str]:
    """Return the terms of a text, repeated as often as they occur, stop words left out."""
    text = text.lower()
    terms = []
    for word in _LATIN.findall(text):
        parts = [part for part in _PARTS.split(word) if len(part) > 1]
        terms += [word, *(parts if parts != [word] else [])]
    for run in _CHINESE.findall(text):
        terms += [run[start : start + 2] for start in range(len(run) - 1)] or [run]
    return [term for term in terms if term not in STOP_WORDS]


class TermIndex:
    """BM25 (Robertson and Zaragoza 2009; Lucene's variant) over chunks, by row number."""

    def __init__(self, ranking: bm25s.BM25, rows: int) -> None:
        self._ranking = ranking
        self._rows = rows

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Index the terms of texts."""
        ranking = bm25s.BM25(method="lucene")
        tokens = [terms_of(text) or [""] for text in texts]
        ranking.index(tokens or [[""]], show_progress=False)
        return cls(ranking, len(texts))

    @classmethod
    def load(cls, folder: Path, rows: int) -> Self:
        """Read the index from a folder.

        Raises:
            IndexCorrupt: it is missing or damaged.
        """
        try:
            return cls(bm25s.BM25.load(folder), rows)
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise IndexCorrupt(f"the term index {folder} is damaged", "run `citeshelf build` again") from error

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        self._ranking.save(folder, show_progress=False)

    def scores(self, question: str, rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Return float32 [all rows]: each chunk's BM25 score, zero where no term of the question occurs.

        Given `rows`, all others score zero; how rare a term is stays a matter of the whole list, so that a chunk
        scores the same in every topic.
        """
        known = [term for term in terms_of(question) if term in self._ranking.vocab_dict]
        if not known:
            return np.zeros(self._rows, np.float32)
        scores = np.asarray(self._ranking.get_scores(known), np.float32)[: self._rows]
        if rows is None:
            return scores
        chosen = np.zeros_like(scores)
        chosen[rows] = scores[rows]
        return chosen
