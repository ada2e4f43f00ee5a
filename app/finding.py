"""What the sources hold on a question, and how sure it is that they answer it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest

from app.abstaining import EASED, Decision, Scale, lacking, signals_of
from app.compound.covering import covering
from app.compound.joining import joined
from app.compound.parts import parts_of
from app.evidence import HITS, MAX_SENTENCES, Evidence, by_rank, candidates, chosen
from app.settings import Dial
from index.encoders.protocol import Vectors
from index.rerankers import Reader
from index.search import Hit, Searcher
from index.spelling import Spelling
from ingest.language import Language, language_asked


@dataclass(frozen=True, slots=True)
class Found:
    """Hits for a question, the sentences that would answer it, and the confidence in that: they do above 0.

    `confidence` is None where there is no sentence at all; `search_ms` is how long the search took; `unanswered` are
    parts of a question of which others are answered.
    """

    question: str
    hits: tuple[Hit, ...]
    picked: tuple[Evidence, ...]
    confidence: float | None
    search_ms: float
    unanswered: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether the sources answer."""
        return self.confidence is not None and self.confidence > 0


class Finder:
    """Searches one index and decides whether what it finds is an answer."""

    def __init__(self, searcher: Searcher, scale: Scale, decision: Decision, dial: Dial) -> None:
        self._searcher = searcher
        self._scale = scale
        self._decision = decision
        self._dial = dial
        self._spelling = Spelling(searcher.index, searcher.encoder)

    def found(self, question: str, language: Language, topic: str | None) -> Found:
        """Return what there is on a question that is asked in a language.

        Where it asks several things, each part that names what the articles found do not have is searched for alone.

        Raises:
            UnknownTopic: the list has no such topic.
            RerankerUnavailable: the reranker fails.
        """
        whole = self._as_spelt(question, language, topic)
        picked = whole.picked if whole.answers else ()
        parts = parts_of(whole.question, language)
        apart = [part for part in parts if len(parts) > 1 and lacking(part, whole.hits, picked, self._searcher)]
        found = [self._as_spelt(part, language, topic) for part in apart]
        took = whole.search_ms + sum(one.search_ms for one in found)
        together = self._together(whole, [one for one in found if one.answers])
        open_parts = [part for part, one in zip(apart, found, strict=True) if together.answers and not one.answers]
        return replace(together, search_ms=took, unanswered=tuple(open_parts))

    def _together(self, whole: Found, parts: Sequence[Found]) -> Found:
        """Return what was found for a whole question with what answers parts of it; that alone, where nothing does."""
        if not parts:
            return whole
        best = [sorted(one.picked, key=lambda some: -some.merit) for one in parts]
        more = [some[place] for place in range(MAX_SENTENCES) for some in best if place < len(some)]
        answering = [whole, *parts] if whole.answers else parts
        return replace(
            whole,
            hits=_in_turn([one.hits for one in answering]),
            picked=tuple(joined(whole.picked if whole.answers else (), more, self._searcher)),
            confidence=max(one.confidence for one in answering if one.confidence is not None),
        )

    def _as_spelt(self, question: str, language: Language, topic: str | None) -> Found:
        """Return what there is on a question, which may be misspelt.

        One that gets no answer as it is spelt is tried as it should be. Names can be near to each other: nothing is
        respelt that is answered, nor where that does not bring an answer.
        """
        found = self._searched(question, language, topic)
        if found.answers or (respelt := self._spelling.mended(question)) == question:
            return found
        again = self._searched(respelt, language, topic)
        took = found.search_ms + again.search_ms
        return replace(again if again.answers else found, search_ms=took)

    def _searched(self, question: str, language: Language, topic: str | None) -> Found:
        started = time.perf_counter()
        query = self._searcher.encoder.encode_query([question])[0]
        hits = self._searcher.ranked(question, query, HITS, topic)
        took = 1000 * (time.perf_counter() - started)
        picked = self._picked(query, hits if isinstance(self._searcher.reranker, Reader) else by_rank(hits), language)
        confidence = self._confidence(question, query, topic, hits, picked) if picked else None
        if confidence is not None and confidence > 0:
            picked = covering(question, language, picked, self._searcher)
        return Found(question, tuple(hits), tuple(picked), confidence, took)

    def _picked(self, query: Vectors, hits: Sequence[Hit], language: Language) -> list[Evidence]:
        return chosen(candidates(query, hits, self._searcher, language), self._searcher)

    def _confidence(
        self, question: str, query: Vectors, topic: str | None, hits: Sequence[Hit], picked: Sequence[Evidence]
    ) -> float:
        """Return how sure it is that the sources answer; a CrossEncoder's order does not decide on that.

        A topic says what a question then need not name: less is asked of one within a topic.
        """
        if self._searcher.reranker and not isinstance(self._searcher.reranker, Reader):
            hits = self._searcher.near(question, query, HITS, topic)
            picked = self._picked(query, hits, language_asked(question))
        signals = signals_of(question, query, hits, picked, self._searcher, self._scale)
        return self._decision.confidence(signals, EASED[self._dial] if topic else self._dial)


def _in_turn(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Return the first of each, then the second of each, so many as one search finds; each passage once."""
    hits: dict[int, Hit] = {}
    for hit in chain.from_iterable(zip_longest(*found)):
        if hit:
            hits.setdefault(hit.row, hit)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(islice(hits.values(), HITS), 1))
