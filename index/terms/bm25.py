"""BM25 scores over chunks: of a question's own terms, of its words' translations; the one file that knows bm25s."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.errors import GlossaryInvalid, damaged
from index.terms.expansion import Concept, Wordbook
from index.terms.glossary import NAME, Glossary, shipped
from index.terms.words import terms_of
from ingest.language import Language

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
BLOCK = 256  # scores: sorting the best of each finds the best of a million 25 times as fast


class TermIndex:
    """BM25 (Robertson and Zaragoza 2009; Lucene's variant) over chunks, by row number, and the glossary beside it.

    All scores are float32 [all rows], zero where nothing matches, on one scale: sums of the same per-term scores.
    Given `rows`, all others score zero; how rare a term is stays a matter of the whole list, so that a chunk scores
    the same in every topic.
    """

    def __init__(self, ranking: bm25s.BM25, rows: int, glossary: Glossary | None = None) -> None:
        self._ranking = ranking
        self._rows = rows
        self.wordbook = Wordbook(shipped() if glossary is None else glossary)
        arrays = (np.asarray(ranking.scores[name]) for name in ("indptr", "indices", "data"))  # plain views of maps
        self._starts, self._holding, self._values = arrays

    @classmethod
    def of(cls, texts: Sequence[str], glossary: Glossary | None = None) -> Self:
        """Index the terms of texts; without a glossary the shipped one counts."""
        vocabulary: dict[str, int] = {"": 0}
        ids = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms_of(text) or ("",)] for text in texts]
        ranking = bm25s.BM25(method="lucene")
        ranking.index((ids or [[0]], vocabulary), show_progress=False)
        return cls(ranking, len(texts), glossary)

    @classmethod
    def load(cls, folder: Path, rows: int) -> Self:
        """Read the index from a folder, its arrays memory-mapped.

        Raises:
            IndexCorrupt: it is missing or damaged, or the glossary in it is.
        """
        try:
            return cls(bm25s.BM25.load(folder, mmap=True), rows, Glossary.read(folder / NAME))
        except (OSError, EOFError, ValueError, KeyError, GlossaryInvalid) as error:
            raise damaged(folder) from error

    def save(self, folder: Path) -> None:
        """Write the index and its glossary into a folder of its own."""
        self._ranking.save(folder, show_progress=False)
        self.wordbook.glossary.save(folder / NAME)

    @property
    def glossary(self) -> Glossary:
        """What things are called in both languages."""
        return self.wordbook.glossary

    def scores(self, question: str, rows: Rows | None = None) -> Scores:
        """Return each chunk's BM25 score for the question's own terms; a term asked twice counts twice."""
        return self.term_scores(Counter(terms_of(question)), rows)

    def glossary_scores(self, question: str, language: Language, rows: Rows | None = None) -> Scores:
        """Return each chunk's BM25 score for what the question's words are called in a language, by the glossary.

        For chunks in the other language than the question's these are translations; for others synonyms, of which no
        set of questions gained. The words of the question itself do not count here.
        """
        return self.concept_scores(self.wordbook.expanded(question, language), rows)

    def term_scores(self, terms: Mapping[str, float], rows: Rows | None = None) -> Scores:
        """Return each chunk's weighted sum of the scores of some terms."""
        scores = np.zeros(self._rows, np.float32)
        for term, weight in terms.items():
            found, values = self._postings(term)
            np.add.at(scores, found, values if weight == 1 else np.float32(weight) * values)
        return _only(scores, rows)

    def concept_scores(self, concepts: Iterable[Concept], rows: Rows | None = None) -> Scores:
        """Return each chunk's sum over concepts of its score for the wording of each that fits it best.

        The best, not the sum: a thing with many names is still one thing. A wording counts as much as what it stands
        for in the question: “GNN” is one term, 图神经网络 with its parts five.
        """
        total, fit = np.zeros(self._rows, np.float32), np.zeros(self._rows, np.float32)
        for concept in concepts:
            for wording in concept.wordings:
                if len(wording) == 1:
                    np.maximum.at(fit, *self._postings(wording[0]))
                else:
                    np.maximum(fit, self.term_scores(Counter(wording)) / np.float32(len(wording)), out=fit)
            total += np.float32(concept.terms) * fit
            fit.fill(0.0)
        return _only(total, rows)

    @property
    def vocabulary(self) -> Iterable[str]:
        """Each term that some chunk holds, in small letters."""
        return filter(None, self._ranking.vocab_dict)

    def holding(self, term: str) -> Rows:
        """Return the rows in which a term occurs, each once."""
        return self._postings(term)[0]

    def _postings(self, term: str) -> tuple[Rows, Scores]:
        """Return the rows in which a term occurs, each once, and its score in each."""
        number = self._ranking.vocab_dict.get(term, 0)
        part = slice(self._starts[number], self._starts[number + 1]) if number else slice(0)
        return self._holding[part], self._values[part]


def best(scores: Scores, count: int, rows: Rows | None = None) -> list[tuple[int, float]]:
    """Return the `count` best rows with their scores, best first, then by row; rows that score zero are left out.

    Args:
        scores: float32 [all rows].
        count: how many at most.
        rows: the only ones to choose from, when given.
    """
    values = scores if rows is None else scores[rows]
    least = _reached_by(values, count)
    places = np.flatnonzero(values >= least if least > 0 else values)
    found = places if rows is None else rows[places]
    order = np.lexsort((found, -scores[found]))[:count]
    return [(int(row), float(scores[row])) for row in found[order]]


def _reached_by(values: Scores, count: int) -> float:
    """Return a score that at least `count` of the values reach, and few more: the best of so many blocks reach it."""
    blocks = len(values) // BLOCK
    if blocks < count:
        return float(np.partition(values, -count)[-count]) if count < len(values) else 0.0
    return float(np.partition(values[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1), -count)[-count])


def _only(scores: Scores, rows: Rows | None) -> Scores:
    if rows is None:
        return scores
    chosen = np.zeros_like(scores)
    chosen[rows] = scores[rows]
    return chosen
