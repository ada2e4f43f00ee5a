"""Sentences for each part of a question that asks several things, from the documents that answer the whole of it.

What a part leaves unsaid (“and is *it* still maintained?”) is thereby known: what the whole question found. Of 89 such
questions of the shipped list's 280 the answers state .82 of the facts, .70 without; in 2.3 sentences, 1.8 without.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.compound.joining import joined
from app.compound.parts import parts_of
from app.evidence import HITS, Evidence, candidates
from index.facts import LANGUAGES
from index.rerankers import Reader
from index.search import Searcher
from index.search.reading import read_first
from ingest.language import Language

Rows = NDArray[np.int64]


def covering(question: str, language: Language, picked: Sequence[Evidence], searcher: Searcher) -> list[Evidence]:
    """Return the sentences picked for a question, with those of their documents that answer its parts better.

    A question that asks one thing keeps its sentences.

    Args:
        question: what is asked.
        language: the one it is asked in.
        picked: the sentences that answer it as a whole, in reading order.
        searcher: what found them.

    Raises:
        RerankerUnavailable: the reader fails.
    """
    parts = parts_of(question, language)
    if len(parts) == 1:
        return list(picked)
    rows = _beside(picked, searcher)
    ranked = [_ranked(part, rows, language, searcher) for part in parts]
    return joined(picked, [some[0] for some in ranked if some], searcher)


def _ranked(part: str, rows: Rows, language: Language, searcher: Searcher) -> list[Evidence]:
    """Return the sentences of some rows, the best for a part first."""
    query = searcher.encoder.encode_query([part])[0]
    hits = searcher.among(part, query, HITS, rows)
    if isinstance(searcher.reranker, Reader):
        hits = read_first(searcher.reranker, part, hits)
    return candidates(query, hits, searcher, language)


def _beside(picked: Sequence[Evidence], searcher: Searcher) -> Rows:
    """Return the rows of the picked sentences' documents, each in its sentences' language."""
    table = searcher.index.facts.table
    texts = table["document"].astype(np.int64) * len(LANGUAGES) + table["language"]
    return np.flatnonzero(np.isin(texts, texts[[one.hit.row for one in picked]]))
