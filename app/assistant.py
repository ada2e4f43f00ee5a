"""The heart: a question in, a cited answer or an honest refusal out."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Self

from app.abstaining import Decision, Scale, scales
from app.answers import Answer, Timings
from app.catalogue.answering import Catalogue
from app.catalogue.recogniser import recognised
from app.comparison.answering import Comparison
from app.errors import ModelUnavailable
from app.evidence import HITS
from app.finding import Finder, Found
from app.follow_ups import Conversation
from app.leaning import complete
from app.llm import Writer
from app.opening import open_searcher
from app.questions import MAX_QUESTION_CHARS, calm, checked
from app.quoting import quoted
from app.settings import Settings
from app.wording import NOTHING_NEAR, UNANSWERED
from index.folder import current
from index.reader import Index
from index.search import Searcher
from ingest.documents import Document
from ingest.language import language_asked

BARELY = 0.01  # confidence of a table whose question alone would be refused


class Assistant:
    """Answers questions from one index; without a `writer`, answers are the sources' own sentences."""

    def __init__(
        self,
        searcher: Searcher,
        scale: Scale,
        settings: Settings,
        writer: Writer | None = None,
        decision: Decision | None = None,
    ) -> None:
        self.searcher = searcher
        self._scale = scale
        self._settings = settings
        self._writer = writer
        self._decision = decision or Decision.load()
        self._conversation = Conversation(searcher.index, self._cited_first)
        self._comparison = Comparison(searcher)
        self._finder = Finder(searcher, scale, self._decision, settings.refusal)

    @classmethod
    def open(cls, settings: Settings, writer: Writer | None = None, index: Index | None = None) -> Self:
        """Load the index in the data folder, the encoder that made it, and a reranker where one is set.

        An `index` that was read from there already is not read again.

        Raises:
            SearchIndexError: there is no index, it does not fit this version or encoder, or a model cannot be loaded.
        """
        searcher = open_searcher(settings, index)
        return cls(searcher, scales.load(current(settings.data), searcher), settings, writer)

    def quoting(self) -> Self:
        """Return the same assistant without a language model."""
        return type(self)(self.searcher, self._scale, self._settings, decision=self._decision)

    def unrefusing(self) -> Self:
        """Return one without a language model that refuses only where nothing is found at all."""
        return type(self)(self.searcher, self._scale, self._settings, decision=self._decision.unrefusing())

    def ask(self, question: str, topic: str | None = None, history: Sequence[str] = ()) -> Answer:
        """Return the finished answer to a question, searched for within a topic when one is given.

        `history` are the questions before it, oldest first: what it leaves unsaid is carried over from them.

        Raises:
            QuestionInvalid: it, or one of those before it, is empty or too long.
            UnknownTopic: the list has no such topic.
        """
        *_, answer = self.stream(question, topic, history)
        return answer

    def stream(self, question: str, topic: str | None = None, history: Sequence[str] = ()) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is complete. Raises what `ask` raises."""
        typed = checked(question)
        started = time.perf_counter()
        question, language = self._standalone(typed, history), language_asked(typed)
        understood = question if question != typed else None
        if listed := self._listed(question, topic):
            timings = Timings(0, 1000 * (time.perf_counter() - started))
            yield replace(listed, question=typed, understood=understood, timings=timings)
            return
        asked = calm(question)
        found = self._finder.found(asked, language, topic)
        if found.question != asked:
            understood = found.question  # as it is spelt where it was found
        empty = Answer(
            found.question, language, "extractive", (), (), found.hits, Timings(0, 0), confidence=found.confidence
        )
        if found.unanswered:
            empty = replace(empty, notice=UNANSWERED[language].format(" · ".join(found.unanswered)))
        for draft in self._drafts(empty, found, topic):
            took = 1000 * (time.perf_counter() - started)
            timings = Timings(found.search_ms, took - found.search_ms)
            yield replace(draft, question=typed, understood=understood, timings=timings)

    def _standalone(self, question: str, history: Sequence[str]) -> str:
        """Return a question as it reads alone; as it was typed where that would be too long."""
        said = self._conversation.standalone(question, [checked(one) for one in history])
        return question if len(said) > MAX_QUESTION_CHARS else checked(said)

    def _cited_first(self, question: str) -> Document | None:
        """Return the article that a question's answer quotes first; None where it quotes none."""
        answer = self.quoting().ask(question)
        return answer.citations[0].document if answer.citations and answer.kind == "extractive" else None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The list itself, read when a question first asks for it."""
        return Catalogue.of(self.searcher.index)

    def _listed(self, question: str, topic: str | None) -> Answer | None:
        """Return the answer to a question about the list; a refusal shows what a search finds nearest."""
        request = recognised(question)
        answer = self.catalogue.answer(request, question, topic) if request else None
        if answer and request and answer.refused and request.target:
            return replace(answer, hits=tuple(self.searcher.search(question, HITS, topic)))
        return answer

    def _drafts(self, empty: Answer, found: Found, topic: str | None) -> Iterator[Answer]:
        """Yield what answers: the model's words, a table, or quotes; a refusal where none does."""
        if self._writer and found.answers:
            try:
                yield from self._writer.drafts(empty, self.searcher)
            except ModelUnavailable as error:
                empty = replace(empty, notice=str(error))
            else:
                return
        if table := self._comparison.answer(empty, topic):  # says itself what is not stated
            yield replace(table, confidence=max(empty.confidence or 0.0, BARELY))
        elif found.answers:
            yield from _growing(quoted(empty, complete(found.picked)))
        else:
            yield replace(empty, reason=NOTHING_NEAR[empty.language])


def _growing(answer: Answer) -> Iterator[Answer]:
    """Yield an answer sentence by sentence."""
    for shown in range(1, len(answer.sentences) + 1):
        yield replace(answer, sentences=answer.sentences[:shown])
