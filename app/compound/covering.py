"""Sentences for each part of a question that asks several things, from the documents that answer the whole of it.

What a part leaves unsaid (“and is *it* still maintained?”) is thereby known: what the whole question found. Of 89 such
questions of the shipped list's 280 the answers state .82 of the facts, .70 without; in 2.2 sentences, 1.8 without.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.compound.parts import parts_of
from app.evidence import HITS, MAX_SENTENCES, Evidence, candidates, same_said
from index.facts import LANGUAGES
from index.rerankers import Reader
from index.search import Searcher
from index.search.reading import read_first
from ingest.language import Language

Rows = NDArray[np.int64]


def covering(question: str, language: Language, picked: Sequence[Evidence], searcher: Searcher) -> list[Evidence]:
    """Return the sentences picked for a question, with those of their documents that answer its parts better.

    Then one that answers no part best is left out. A question that asks one thing keeps its sentences.

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
    missing: list[Evidence] = []
    for best in (some[0] for some in ranked if some):
        if not any(_is(best, one) or same_said(best, one, searcher) for one in [*picked, *missing]):
            missing.append(best)
    missing = missing[: MAX_SENTENCES - 1]
    kept = _kept(picked, ranked)[: MAX_SENTENCES - len(missing)] if missing else picked
    return _in_order([*kept, *missing], picked)


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


def _kept(picked: Sequence[Evidence], ranked: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """Return the picked sentences that are the best of them for a part, else all of them, the best first."""
    best = [next((one for one in some if any(_is(one, other) for other in picked)), None) for some in ranked]
    kept = [one for one in picked if any(found and _is(one, found) for found in best)] or picked
    return sorted(kept, key=lambda one: -one.merit)


def _in_order(found: Sequence[Evidence], picked: Sequence[Evidence]) -> list[Evidence]:
    """Return sentences grouped by article, as those were picked, and by passage, each in its order."""
    articles, passages = [one.article for one in picked], [one.hit.row for one in found]
    return sorted(found, key=lambda one: (articles.index(one.article), passages.index(one.hit.row), one.span))


def _is(one: Evidence, other: Evidence) -> bool:
    return (one.hit.row, one.sentence) == (other.hit.row, other.sentence)
