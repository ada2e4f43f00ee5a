"""What counts in a chunk's score, and how much."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors
from index.reader import Index
from index.terms import terms_of
from ingest.language import Language


@dataclass(frozen=True, slots=True)
class Weights:
    """The parts of a score; `python -m eval.benchmarks.ablation` shows what each brings.

    sentences: how much the nearest sentence counts beside the chunk as a whole. Flat from .33 to .75.
    terms: deviations for a chunk that holds all of the question's terms, all of them rare. Flat from 6 to 8.
    names, glossary: whether names, and words that the glossary translates, count across languages.
    by_language: whether nearness is told in deviations from the language's own background.
    twins: cosine from which a chunk says the same as one in the other language. Of the shipped notes and their
        translations 19 in 20 are above .77, all but one above .75.
    """

    sentences: float = 0.5
    terms: float = 7.0
    names: bool = True
    glossary: bool = True
    by_language: bool = True
    twins: float = 0.75


def shared_terms(index: Index, question: str, language: Language, weights: Weights) -> NDArray[np.float32]:
    """Return float32 [all rows]: which share of a question's terms a chunk holds, weighed by rarity; 1 at the most.

    In chunks of the question's language these are all its terms. In the other language words match by chance only, so
    only names count there, and translations of what the glossary knows. A score of BM25 (Lucene's variant) is at most
    the sum over terms of ln(1 + chunks), which is what it is divided by: words that the list does not have lower the
    share, for then the rest of the question says less about what is wanted.
    """
    most = len(set(terms_of(question))) * log(1 + len(index.chunks))
    if not most or not weights.terms:
        return np.zeros(len(index.chunks), np.float32)
    other: Language = "en" if language == "zh" else "zh"
    own = index.terms.scores(question)
    across = np.zeros_like(own)
    if weights.names:
        across += index.terms.name_scores(question)
    if weights.glossary:
        across += index.terms.glossary_scores(question, other)
    return np.asarray(np.where(index.written_in(language), own, across) / np.float32(most))


def fused(nearness: Vectors, terms: NDArray[np.float32], weights: Weights) -> Vectors:
    """Return deviations above the background: of the nearness, and for the terms shared."""
    return np.asarray(nearness + np.float32(weights.terms) * terms)
