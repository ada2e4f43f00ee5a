"""What counts in a chunk's score, and how much."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from index.reader import Index
from index.terms import terms_of
from ingest.language import Language


@dataclass(frozen=True, slots=True)
class Weights:
    """The parts of a score; `python -m eval.benchmarks.ablation` shows what each brings.

    sentences: how much the nearest sentence counts beside the chunk as a whole. Flat from .33 to .75.
    terms: deviations for a chunk that holds all of the question's terms, all of them rare. Flat from 7 to 10.
    glossary: whether translations of the question's words, by the glossary, count as its terms.
    by_language: whether nearness is told in deviations from the language's own background.
    twins: cosine from which a chunk says the same as one in the other language. Of the shipped notes and their
        translations 19 in 20 are above .77, all but one above .75.
    """

    sentences: float = 0.5
    terms: float = 9.0
    glossary: bool = True
    by_language: bool = True
    twins: float = 0.75


def shared_terms(index: Index, question: str, language: Language, weights: Weights) -> NDArray[np.float32]:
    """Return float32 [all rows]: which share of a question's terms a chunk holds, weighed by rarity; 1 at the most.

    A chunk's score in BM25 (Lucene's variant) is at most the sum over terms of ln(1 + chunks); that is what it is
    divided by. So a word or two that match by chance, as across languages, count for little: divided by the best
    chunk's score, as is usual, they would count as much as a match of all words.
    """
    most = len(set(terms_of(question))) * log(1 + len(index.chunks))
    if not most or not weights.terms:
        return np.zeros(len(index.chunks), np.float32)
    found = index.terms.scores(question)
    if weights.glossary:
        found = found + index.terms.glossary_scores(question, "en" if language == "zh" else "zh")
    share = found / np.float32(most)
    return np.asarray(share.clip(max=1))  # a term asked twice, or found in both languages, gives more
