"""The heart: a question in, a cited answer or an honest refusal out."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from app import abstain
from app.answers import Answer, Citation, Sentence, Timings
from app.comparison.answering import Comparison
from app.errors import ModelUnavailable, QuestionInvalid
from app.evidence import HITS, Evidence, best_score, by_rank, candidates, chosen
from app.llm import Writer
from app.opening import open_searcher
from app.settings import Settings
from app.wording import NOTHING_NEAR
from index.encoders.protocol import Vectors
from index.folder import current
from index.rerankers import Reader
from index.search import Hit, Searcher
from ingest.documents import Chunk
from ingest.language import language_asked

MAX_QUESTION_CHARS = 2000


class Assistant:
    """Answers questions from one index; without a `writer`, answers are the sources' own sentences."""

    def __init__(self, searcher: Searcher, bar: abstain.Bar, settings: Settings, writer: Writer | None = None) -> None:
        self.searcher = searcher
        self._bar = bar
        self._settings = settings
        self._writer = writer
        self._comparison = Comparison(searcher)

    @classmethod
    def open(cls, settings: Settings, writer: Writer | None = None) -> Self:
        """Load the index in the data folder, the encoder that made it, and a reranker where one is set.

        Raises:
            SearchIndexError: there is no index, it does not fit this version or encoder, or a model cannot be loaded.
        """
        searcher = open_searcher(settings)
        return cls(searcher, abstain.load(current(settings.data), searcher), settings, writer)

    def quoting(self) -> Self:
        """Return the same assistant without a language model."""
        return type(self)(self.searcher, self._bar, self._settings)

    def ask(self, question: str, topic: str | None = None) -> Answer:
        """Return the finished answer to a question, searched for within a topic when one is given.

        Raises:
            QuestionInvalid: it is empty or too long.
            UnknownTopic: the list has no such topic.
        """
        *_, answer = self.stream(question, topic)
        return answer

    def stream(self, question: str, topic: str | None = None) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is complete. Raises what `ask` raises."""
        question = checked(question)
        started = time.perf_counter()
        query = self.searcher.encoder.encode_query([question])[0]
        hits = self.searcher.ranked(question, query, HITS, topic)
        searched = time.perf_counter()
        scored = hits if isinstance(self.searcher.reranker, Reader) else by_rank(hits)
        ranked = candidates(query, scored, self.searcher, language_asked(question))
        margin = self._margin(question, query, topic, ranked)
        answers = ranked if margin is not None and margin > 0 else []
        for draft in self._drafts(question, hits, answers, topic):
            done = time.perf_counter()
            timings = Timings(1000 * (searched - started), 1000 * (done - searched))
            yield replace(draft, timings=timings, confidence=margin)

    def _margin(self, question: str, query: Vectors, topic: str | None, ranked: Sequence[Evidence]) -> float | None:
        """Return how far the best sentence is above the bar, which was measured, and so holds, without a reranker.

        The reader leaves scores as they are; a CrossEncoder's order has others dealt out, and finds other passages.
        """
        language = language_asked(question)
        if self.searcher.reranker and not isinstance(self.searcher.reranker, Reader):
            ranked = candidates(query, self.searcher.near(question, query, HITS, topic), self.searcher, language)
        needed = self._bar.needed(language, self._settings.refusal)
        return best_score(ranked) - needed if ranked else None

    def _drafts(self, question: str, hits: list[Hit], ranked: list[Evidence], topic: str | None) -> Iterator[Answer]:
        language = language_asked(question)
        empty = Answer(question, language, "extractive", (), (), tuple(hits), Timings(0, 0))
        if not ranked:
            yield replace(empty, reason=NOTHING_NEAR[language])
            return
        if self._writer:
            try:
                yield from self._writer.drafts(empty, self.searcher)
            except ModelUnavailable as error:
                empty = replace(empty, notice=str(error))
            else:
                return
        if table := self._comparison.answer(empty, topic):
            yield table
            return
        answer = quoted(empty, chosen(ranked, self.searcher))
        for shown in range(1, len(answer.sentences) + 1):
            yield replace(answer, sentences=answer.sentences[:shown])


def checked(question: str) -> str:
    """Return a question without surrounding white space and invisible characters.

    Raises:
        QuestionInvalid: nothing is left, or it is too long.
    """
    question = " ".join("".join(mark for mark in question if mark.isprintable() or mark.isspace()).split())
    if not any(mark.isalnum() for mark in question):
        raise QuestionInvalid("the question is empty", "type one")
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionInvalid(
            f"the question has {len(question):,} characters", f"ask in at most {MAX_QUESTION_CHARS:,}"
        )
    return question


def quoted(empty: Answer, picked: Sequence[Evidence]) -> Answer:
    """Return an answer of verbatim sentences; each article is numbered once, in reading order."""
    numbers: dict[str, int] = {}
    sentences = []
    for one in picked:
        number = numbers.setdefault(one.article, len(numbers) + 1)
        sentences.append(Sentence(one.text, (number,), "verbatim"))
    citations = tuple(
        _citation(number, [one for one in picked if one.article == key]) for key, number in numbers.items()
    )
    return replace(empty, sentences=tuple(sentences), citations=citations)


def _citation(number: int, evidence: Sequence[Evidence]) -> Citation:
    chunk: Chunk = evidence[0].hit.chunk
    spans = [chunk.sentences[one.sentence] for one in evidence]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return Citation(number, chunk.document, start, end, chunk.language)
