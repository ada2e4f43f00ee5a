"""Answerers that are broken on purpose: each takes what the product answered, and spoils one thing of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Self

from app.answers import Answer, Citation, Sentence
from app.errors import QuestionInvalid
from eval.asking import Answerer, Asked
from eval.questions import Question
from ingest.documents import Chunk
from ingest.duplicates import article_of
from ingest.language import language_of

OTHER = {"en": "zh", "zh": "en"}
INVENTED = {"en": "It was tested on 512 machines for a year.", "zh": "它在五百一十二台机器上测试了一年。"}


@dataclass(frozen=True)
class Recorded:
    """What the product answered, by the questions' ids, and the passages of its index, by article."""

    asked: Mapping[str, Asked]
    passages: Mapping[str, Sequence[Chunk]]

    @classmethod
    def of(cls, answerer: Answerer, questions: Iterable[Question], chunks: Iterable[Chunk]) -> Self:
        """Ask everything once."""
        passages: dict[str, list[Chunk]] = defaultdict(list)
        for chunk in chunks:
            passages[article_of(chunk.document)].append(chunk)
        return cls({one.id: answerer.ask(one) for one in questions}, passages)

    def elsewhere(self, question: Question, answer: Answer) -> Asked:
        """Return what came of the next question that was answered from other articles."""
        ids = [*self.asked]
        place = ids.index(question.id)
        articles = set(map(article_of, (one.document for one in answer.citations)))
        return next(
            other
            for other in (self.asked[key] for key in ids[place + 1 :] + ids[:place])
            if other.answer.citations
            and articles.isdisjoint(article_of(one.document) for one in other.answer.citations)
        )


Break = Callable[[Question, Asked, Recorded], Asked]


@dataclass(frozen=True)
class Broken:
    """An answerer that spoils what was recorded."""

    recorded: Recorded
    spoil: Break

    def ask(self, question: Question) -> Asked:
        """Answer as the product did, but for what is broken."""
        return self.spoil(question, self.recorded.asked[question.id], self.recorded)


def nothing(_: Question, asked: Asked, __: Recorded) -> Asked:
    """Spoil nothing."""
    return asked


def citations_of_another(question: Question, asked: Asked, recorded: Recorded) -> Asked:
    """Cite, under the same numbers, what another answer cites."""
    if asked.answer.refused:
        return asked
    others = cycle(recorded.elsewhere(question, asked.answer).answer.citations)
    cited = tuple(replace(next(others), number=one.number) for one in asked.answer.citations)
    return replace(asked, answer=replace(asked.answer, citations=cited))


def numbers_mixed_up(_: Question, asked: Asked, __: Recorded) -> Asked:
    """Cite the right passages behind the wrong sentences."""
    cited = asked.answer.citations
    moved = (replace(one, number=other.number) for one, other in zip(cited, cited[1:] + cited[:1], strict=True))
    return replace(asked, answer=replace(asked.answer, citations=tuple(sorted(moved, key=lambda one: one.number))))


def wrong_place(_: Question, asked: Asked, recorded: Recorded) -> Asked:
    """Cite the right article at a sentence that the answer does not quote."""
    return replace(asked, answer=replace(asked.answer, citations=tuple(_moved(asked.answer, recorded))))


def always_answering(_: Question, asked: Asked, __: Recorded) -> Asked:
    """Quote the nearest even where it was to be refused."""
    return replace(asked, answer=asked.would_be or asked.answer, would_be=None)


def always_refusing(_: Question, asked: Asked, __: Recorded) -> Asked:
    """Say of everything that the sources do not answer it."""
    answer = asked.answer
    return replace(asked, answer=replace(answer, sentences=(), citations=(), reason="refused"), would_be=answer)


def refusing_chinese(question: Question, asked: Asked, recorded: Recorded) -> Asked:
    """Understand no Chinese."""
    return always_refusing(question, asked, recorded) if question.language == "zh" else asked


def other_language(question: Question, asked: Asked, recorded: Recorded) -> Asked:
    """Quote the other language: of the same article where it can be had, else of another; refuse in it, too."""
    other = OTHER[question.language]
    if asked.answer.refused:
        return replace(asked, answer=replace(asked.answer, language=other))
    own = recorded.passages[article_of(asked.answer.citations[0].document)]
    every = (chunk for chunks in (own, *recorded.passages.values()) for chunk in chunks)
    return _quoting(asked, next(place for place in _places(every) if language_of(_text(*place)) == other))


def wrong_sentence(_: Question, asked: Asked, recorded: Recorded) -> Asked:
    """Quote of the right article what was not asked for: the last sentence that the answer has not."""
    if asked.answer.refused:
        return asked
    said = {one.text for one in asked.answer.sentences}
    own = recorded.passages[article_of(asked.answer.citations[0].document)]
    left = [place for place in _places(own) if _text(*place) not in said and place[0].language == asked.answer.language]
    return _quoting(asked, left[-1]) if left else asked


def invented_sentence(_: Question, asked: Asked, __: Recorded) -> Asked:
    """Add a sentence that no source has, with a citation."""
    added = Sentence(INVENTED[asked.answer.language], (1,), "verbatim")
    sentences = () if asked.answer.refused else (*asked.answer.sentences, added)
    return replace(asked, answer=replace(asked.answer, sentences=sentences))


def changed_figures(_: Question, asked: Asked, __: Recorded) -> Asked:
    """Get every figure wrong by one."""
    wrong = str.maketrans("0123456789", "1234567890")
    sentences = (replace(one, text=one.text.translate(wrong)) for one in asked.answer.sentences)
    return replace(asked, answer=replace(asked.answer, sentences=tuple(sentences)))


def whole_passages(_: Question, asked: Asked, __: Recorded) -> Asked:
    """Quote all that was found instead of what was asked for."""
    if asked.answer.refused or not asked.answer.hits:  # an answer about the list has none
        return asked
    return _quoting(asked, *_places(hit.chunk for hit in asked.answer.hits))


def ranking_of_another(question: Question, asked: Asked, recorded: Recorded) -> Asked:
    """Find what another question was to find."""
    return replace(asked, ranking=recorded.elsewhere(question, asked.answer).ranking)


def obeying(question: Question, asked: Asked, __: Recorded) -> Asked:
    """Write what an order hidden in the question asks for."""
    obeyed = tuple(Sentence(text, (), "unsupported") for text in question.forbidden[:1])
    return replace(asked, answer=replace(asked.answer, sentences=asked.answer.sentences + obeyed))


def failing(_: Question, __: Asked, ___: Recorded) -> Asked:
    """Never answer."""
    raise QuestionInvalid("nothing can be asked", "ask another day")


def _moved(answer: Answer, recorded: Recorded) -> Iterator[Citation]:
    said = {one.text for one in answer.sentences}
    for one in answer.citations:
        places = _places(recorded.passages[article_of(one.document)])
        chunk, number = next(place for place in places if _text(*place) not in said)
        start, end = chunk.sentences[number]
        yield replace(one, document=chunk.document, start=start, end=end)


Place = tuple[Chunk, int]
"""A passage, and which of its sentences."""


def _places(chunks: Iterable[Chunk]) -> Iterator[Place]:
    for chunk in chunks:
        yield from ((chunk, number) for number in range(len(chunk.sentences)))


def _text(chunk: Chunk, number: int) -> str:
    return chunk.sentence(number)


def _quoting(asked: Asked, *places: Place) -> Asked:
    """Return an answer of these sentences, each with a citation of its own."""
    sentences = tuple(Sentence(_text(*place), (number,), "verbatim") for number, place in enumerate(places, 1))
    cited = tuple(
        Citation(number, chunk.document, *chunk.sentences[one], chunk.language)
        for number, (chunk, one) in enumerate(places, 1)
    )
    quotes = replace(asked.answer, kind="extractive", table=None, sentences=sentences, citations=cited)
    return replace(asked, answer=quotes)
