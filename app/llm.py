"""Answers in a language model's words: numbered excerpts in, a checked and cited answer out.

What the model writes is never trusted: numbers that no excerpt has are dropped, images and addresses are removed, and
each sentence is compared with what it cites.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import Protocol

from app.answers import Answer, Citation, Sentence, Support
from app.errors import ModelUnavailable
from app.wording import NOTHING_NEAR
from app.written import cited_sentences
from index.search import Hit, Searcher
from ingest.documents import Chunk
from ingest.duplicates import article_of

PROMPT = Template((Path(__file__).parent / "prompts" / "answer.md").read_text("utf-8"))
SENTINEL = "NOT IN THESE SOURCES"
LANGUAGES = {"en": "English", "zh": "Chinese (中文)"}
EXCERPT_CHARS = 6000  # of all excerpts together: fits a context of 4,096 tokens beside the rules and the answer
MAX_WRITTEN_CHARS = 2000  # four sentences are asked for; a model that repeats itself for ever is cut off here
# Cosines of a sentence with its nearest sentence in what it cites, for the bundled encoder. Of the shipped notes'
# sentences 95 in 100 are below the first with every other sentence of their article, and below the second with passages
# of other articles; with their own translation, which is what an answer in the other language is, 95 in 100 above it.
SUPPORTED, WEAK = 0.82, 0.65
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class ChatModel(Protocol):
    """Writes text to a prompt."""

    def stream(self, prompt: str) -> Iterator[str]:
        """Yield the text piece by piece."""


@dataclass(frozen=True, slots=True)
class _Excerpt:
    number: int
    hit: Hit

    @property
    def is_copy(self) -> bool:
        return bool(self.hit.chunk.document.same_as)


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of an excerpt, and the cosine of what was written with it."""

    excerpt: _Excerpt
    row: int
    score: float


class Writer:
    """Turns hits into an answer in a model's words."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def drafts(self, empty: Answer, searcher: Searcher) -> Iterator[Answer]:
        """Yield growing answers, unchecked ("weak") until the last one, which is checked sentence by sentence.

        Raises:
            ModelUnavailable: the model fails, or writes nothing that cites a source.
        """
        excerpts = _excerpts(empty.hits)
        written = ""
        for piece in self._model.stream(_prompt(empty, excerpts)):
            written = (written + piece)[:MAX_WRITTEN_CHARS]
            sentences = tuple(Sentence(text, (), "weak") for text, _ in cited_sentences(written))
            yield replace(empty, kind="llm", sentences=sentences)
            if len(written) == MAX_WRITTEN_CHARS:
                break
        if SENTINEL in written.upper():
            yield replace(empty, kind="llm", reason=NOTHING_NEAR[empty.language])
            return
        answer = _checked(replace(empty, kind="llm"), cited_sentences(written), excerpts, searcher)
        if not answer.citations:
            raise ModelUnavailable("the model cited no source", "quoting the sources instead")
        yield answer


def _excerpts(hits: Sequence[Hit]) -> list[_Excerpt]:
    """Number articles in order of their best hit, as many hits as the budget holds."""
    numbers: dict[str, int] = {}
    excerpts: list[_Excerpt] = []
    room = EXCERPT_CHARS
    for hit in hits:
        room -= len(hit.chunk.text)
        if room < 0 and excerpts:
            break
        key = article_of(hit.chunk.document)
        excerpts.append(_Excerpt(numbers.setdefault(key, len(numbers) + 1), hit))
    return excerpts


def _prompt(empty: Answer, excerpts: Sequence[_Excerpt]) -> str:
    quoted = "\n\n".join(_tagged(one.number, one.hit.chunk) for one in excerpts)
    return PROMPT.substitute(
        language=LANGUAGES[empty.language], refusal=SENTINEL, excerpts=quoted, question=empty.question
    )


def _tagged(number: int, chunk: Chunk) -> str:
    title = _plain(chunk.document.title)
    return f'<excerpt number="{number}" title="{title}">\n{_plain(chunk.text)}\n</excerpt>'


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›").replace('"', "'")


def _checked(
    answer: Answer, written: Sequence[tuple[str, list[int]]], excerpts: Sequence[_Excerpt], searcher: Searcher
) -> Answer:
    renumbered: dict[int, int] = {}
    citations: list[Citation] = []
    sentences = []
    for text, numbers in written:
        places = _nearest(text, numbers, excerpts, searcher)
        for number in places:
            if number not in renumbered:
                renumbered[number] = len(renumbered) + 1
                citations.append(_citation(renumbered[number], places[number]))
        support = _support(text, places, excerpts)
        sentences.append(Sentence(text, tuple(renumbered[number] for number in places), support))
    return replace(answer, sentences=tuple(sentences), citations=tuple(citations))


def _nearest(text: str, numbers: Sequence[int], excerpts: Sequence[_Excerpt], searcher: Searcher) -> dict[int, _Place]:
    """Return, of each number that an excerpt has, the sentence that comes nearest; an original's before its copy's."""
    cited = [one for one in excerpts if one.number in numbers]
    if not cited:
        return {}
    query = searcher.encoder.encode_document([text])[0]
    places = [_Place(one, *found) for one in cited for found in enumerate(searcher.sentence_scores(query, one.hit))]
    best: dict[int, _Place] = {}
    for place in sorted(places, key=lambda one: (-round(one.score, 4), one.excerpt.is_copy)):
        best.setdefault(place.excerpt.number, place)
    return {number: best[number] for number in dict.fromkeys(numbers) if number in best}


def _support(text: str, places: Mapping[int, _Place], excerpts: Sequence[_Excerpt]) -> Support:
    """Compare a sentence with what it cites: word for word, by its figures, then by meaning."""
    cited = [one.hit.chunk for one in excerpts if one.number in places]
    if any(text in chunk.text for chunk in cited):
        return "verbatim"
    known = _figures("\n".join(f"{chunk.document.title}\n{chunk.text}" for chunk in cited))
    best = max((place.score for place in places.values()), default=0.0)
    if best < WEAK or not _figures(text) <= known:
        return "unsupported"
    return "supported" if best >= SUPPORTED else "weak"


def _figures(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(text)}


def _citation(number: int, place: _Place) -> Citation:
    chunk = place.excerpt.hit.chunk
    start, end = chunk.sentences[place.row]
    return Citation(number, chunk.document, start, end, chunk.language)
