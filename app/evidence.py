"""Which sentences answer a question: the nearest of the best passages, and those that the reader found it in.

Passages are compared by their own scores, which allow for language; a sentence, by how near it is beside the nearest of
its passage. Compared across passages by their cosines, sentences in the question's language won: refusals apart, source
1 was right for .85 to .89 of the questions on recorded pages, and is for .90; on the notes for .95 to .96, and .96.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from index.encoders.protocol import Vectors
from index.reading.outputs import Reading
from index.search import Hit, Searcher
from index.search.reading import lift
from ingest.duplicates import article_of
from ingest.language import Language
from ingest.status import Source

CODE_PENALTY = 0.06  # a line of code can be quoted, when no sentence says it
LIST_PENALTY = 0.01  # a title says less than a sentence; it wins only where nothing else does
HITS = 8  # passages whose sentences are looked at
FOUND = 0.015  # of a score, by a logarithm of how likely the answer stands in a sentence, beside its passage's best
LEAST = 0.01  # share of that best below which a sentence is no less likely
OWN_LANGUAGE = 0.02  # by which a sentence in another language has to be better
MAX_SENTENCES = 4
MARGIN = 0.04  # how far behind the best a further sentence of its article may be
ELSEWHERE = 0.02  # and one of another article
SAME = 0.97  # cosine from which two sentences say the same
MIN_CHARS = 8
_CODE = re.compile(r"[{}=;<>]|\w\(\)|\.\w+\(|^\w+\([\"']|^\s*[#$>]|^\W*\w+\.\w+|^(import|from|def|class) ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: its hit, its index in the hit's chunk, its score, and what speaks for it beside.

    The score is its passage's, less the distance to the passage's sentence that is nearest to the question: how near
    the sources come to it. The gain says nothing of that: what the reader found, and that it is in the question's
    language.
    """

    hit: Hit
    sentence: int
    score: float
    gain: float = 0.0

    @property
    def merit(self) -> float:
        """By what sentences are chosen."""
        return self.score + self.gain

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.hit.chunk.sentence(self.sentence)

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in its document's text."""
        return self.hit.chunk.sentences[self.sentence]

    @property
    def article(self) -> str:
        """The key of its article; a copy's is its original's."""
        return article_of(self.hit.chunk.document)


def candidates(query: Vectors, hits: Sequence[Hit], searcher: Searcher, language: Language) -> list[Evidence]:
    """Return all sentences of the hits, best first; `language` is the question's."""
    found = []
    for hit in hits:
        cosines = searcher.sentence_scores(query, hit)
        gains = _gains(hit, language)
        for number, cosine in enumerate(cosines):
            text = hit.chunk.sentence(number)
            if len(text) < MIN_CHARS:
                continue
            score = hit.score + cosine - max(cosines)
            score -= LIST_PENALTY * (hit.chunk.document.source is Source.STUB)
            score -= CODE_PENALTY * bool(_CODE.search(text))
            found.append(Evidence(hit, number, score, gains[number]))
    return sorted(found, key=lambda one: -one.merit)


def _gains(hit: Hit, language: Language) -> list[float]:
    own = OWN_LANGUAGE * (hit.chunk.language == language)
    if not hit.reading:
        return [own] * len(hit.chunk.sentences)
    return [own + lift(hit.reading) + loss for loss in losses(hit.reading)]


def losses(reading: Reading) -> list[float]:
    """Return what each sentence of a passage loses, as the answer rather stands in another of them."""
    best = max(reading.evidence, default=0.0)
    return [FOUND * log(one / best + LEAST) if best else 0.0 for one in reading.evidence]


def by_rank(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits with their scores dealt out anew, the best to the first: a reranker's own are on another scale.

    Without a reranker each keeps its own.
    """
    scores = sorted((hit.score for hit in hits), reverse=True)
    return [replace(hit, score=score) for hit, score in zip(hits, scores, strict=True)]


def chosen(ranked: Sequence[Evidence], searcher: Searcher) -> list[Evidence]:
    """Return the few sentences that answer, grouped by article and passage, both by their best sentence.

    Those of a passage stand in its order. An article's come from one document, in one language: what a note says in one
    it says in the other. A sentence that an article's copy and its original both hold comes from the original.
    """
    originals = {_said(one): one for one in reversed(ranked) if not one.hit.chunk.document.same_as}
    picked: list[Evidence] = []
    for one in ranked:
        if len(picked) == MAX_SENTENCES or one.merit < ranked[0].merit - MARGIN:
            break
        is_near = one.article == ranked[0].article or one.merit >= ranked[0].merit - ELSEWHERE
        original = originals.get(_said(one), one)
        if is_near and fits(original, picked, searcher):
            picked.append(original)
    articles, passages = [one.article for one in picked], [one.hit.row for one in picked]
    return sorted(picked, key=lambda one: (articles.index(one.article), passages.index(one.hit.row), one.span))


def fits(one: Evidence, picked: Sequence[Evidence], searcher: Searcher) -> bool:
    """Return whether a sentence may stand beside others: it says something else, in its article's one text."""
    chunk, siblings = one.hit.chunk, [other.hit.chunk for other in picked if other.article == one.article]
    if any((other.document, other.language) != (chunk.document, chunk.language) for other in siblings):
        return False
    return not any(_same_said(one, other, searcher) for other in picked)


def _said(one: Evidence) -> tuple[str, str]:
    return one.article, one.text.casefold()


def _same_said(one: Evidence, other: Evidence, searcher: Searcher) -> bool:
    if one.text.casefold() == other.text.casefold():
        return True
    starts, vectors = searcher.index.sentence_starts, searcher.index.sentence_vectors
    mine, theirs = (vectors[starts[each.hit.row] + each.sentence].astype(np.float32) for each in (one, other))
    return float(mine @ theirs) >= SAME
