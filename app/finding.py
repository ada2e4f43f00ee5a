"""What the sources hold on a question, and how sure it is that they answer it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.abstaining import EASED, Decision, Scale, signals_of
from app.compound.covering import covering
from app.evidence import HITS, Evidence, by_rank, candidates, chosen
from app.settings import Dial
from index.encoders.protocol import Vectors
from index.rerankers import Reader
from index.search import Hit, Searcher
from index.spelling import Spelling
from ingest.language import Language, language_asked


@dataclass(frozen=True, slots=True)
class Found:
    """Hits for a question, the sentences that would answer it, and the confidence in that: they do above 0.

    `confidence` is None where there is no sentence at all; `search_ms` is how long the search took.
    """

    question: str
    hits: tuple[Hit, ...]
    picked: tuple[Evidence, ...]
    confidence: float | None
    search_ms: float

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

        One that gets no answer as it is spelt is tried as it should be. Names can be near to each other: nothing is
        respelt that is answered, nor where that does not bring an answer.

        Raises:
            UnknownTopic: the list has no such topic.
            RerankerUnavailable: the reranker fails.
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
