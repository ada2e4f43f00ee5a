"""Answers in a language model's words: numbered excerpts in, a checked and cited answer out.

What the model writes is never trusted: numbers that no excerpt has are dropped, images and addresses are removed, and
each sentence is compared with what it cites.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import Protocol

from app.answers import Answer, Citation, Sentence, Support
from app.errors import ModelUnavailable
from app.wording import NOTHING_NEAR
from index.search import Hit, Searcher
from ingest.sentences import sentence_spans
from ingest.urls import identity_of

PROMPT = Template((Path(__file__).parent / "prompts" / "answer.md").read_text("utf-8"))
SENTINEL = "NOT IN THESE SOURCES"
LANGUAGES = {"en": "English", "zh": "Chinese (中文)"}
EXCERPT_CHARS = 6000  # of all excerpts together: fits a context of 4,096 tokens beside the rules and the answer
SUPPORTED, WEAK = 0.90, 0.86  # cosine of a sentence with its nearest sentence in the source, for the bundled encoder
_MARK = re.compile(r"\s*[\[［【](\d{1,3}(?:\s*[,，]\s*\d{1,3})*)[\]］】]")  # noqa: RUF001
_FOREIGN = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)|https?://\S+|<[^>]{1,200}>")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class ChatModel(Protocol):
    """Writes text to a prompt."""

    def stream(self, prompt: str) -> Iterator[str]:
        """Yield the text piece by piece."""


@dataclass(frozen=True, slots=True)
class _Excerpt:
    number: int
    hit: Hit
    key: str


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
            written += piece
            sentences = tuple(Sentence(text, (), "weak") for text, _ in _marked(written))
            yield replace(empty, kind="llm", sentences=sentences)
        if SENTINEL in written.upper():
            yield replace(empty, kind="llm", reason=NOTHING_NEAR[empty.language])
            return
        answer = _checked(replace(empty, kind="llm"), _marked(written), excerpts, searcher)
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
        key = identity_of(hit.chunk.document.link.url)
        excerpts.append(_Excerpt(numbers.setdefault(key, len(numbers) + 1), hit, key))
    return excerpts


def _prompt(empty: Answer, excerpts: Sequence[_Excerpt]) -> str:
    quoted = "\n\n".join(
        f'<excerpt number="{one.number}" title="{_plain(one.hit.chunk.document.title)}">\n{_plain(one.hit.chunk.text)}\n</excerpt>'
        for one in excerpts
    )
    return PROMPT.substitute(
        language=LANGUAGES[empty.language], refusal=SENTINEL, excerpts=quoted, question=empty.question
    )


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›").replace('"', "'")


def _marked(written: str) -> list[tuple[str, list[int]]]:
    """Split what was written into sentences with the numbers that stand in or right behind them."""
    text = _FOREIGN.sub(lambda found: found.group(1) or "", written)
    text = re.sub(rf"([.。!！?？])({_MARK.pattern}(?:{_MARK.pattern})*)", lambda found: f"{found[2]}{found[1]}", text)  # noqa: RUF001
    sentences = []
    for start, end in sentence_spans(text, 0, len(text)):
        raw = text[start:end]
        numbers = [int(number) for found in _MARK.findall(raw) for number in re.split(r"[,，]", found)]  # noqa: RUF001
        sentences.append((_MARK.sub("", raw).strip(), numbers))
    return [(text, numbers) for text, numbers in sentences if text]


def _checked(
    answer: Answer, written: Sequence[tuple[str, list[int]]], excerpts: Sequence[_Excerpt], searcher: Searcher
) -> Answer:
    renumbered: dict[int, int] = {}
    citations: list[Citation] = []
    sentences = []
    for text, numbers in written:
        known = [number for number in dict.fromkeys(numbers) if any(one.number == number for one in excerpts)]
        cited = [one for one in excerpts if one.number in known]
        support, nearest = _support(text, cited, searcher)
        for number in known:
            if number not in renumbered:
                renumbered[number] = len(renumbered) + 1
                source = (
                    nearest
                    if nearest and nearest[0].number == number
                    else (next(o for o in cited if o.number == number), 0)
                )
                citations.append(_citation(renumbered[number], *source))
        sentences.append(Sentence(text, tuple(renumbered[number] for number in known), support))
    return replace(answer, sentences=tuple(sentences), citations=tuple(citations))


def _support(text: str, cited: Sequence[_Excerpt], searcher: Searcher) -> tuple[Support, tuple[_Excerpt, int] | None]:
    """Compare a sentence with the sentences it cites: word for word, by its numbers, then by meaning."""
    if not cited:
        return "unsupported", None
    query = searcher.encoder.encode_document([text])[0]
    scored = [(score, one, row) for one in cited for row, score in enumerate(searcher.sentence_scores(query, one.hit))]
    best, excerpt, row = max(scored, key=lambda found: found[0], default=(0.0, cited[0], 0))
    source = "\n".join(one.hit.chunk.text for one in cited)
    if text in source:
        return "verbatim", (excerpt, row)
    if any(number not in source for number in _NUMBER.findall(text)):
        return "unsupported", (excerpt, row)
    level: Support = "supported" if best >= SUPPORTED else "weak" if best >= WEAK else "unsupported"
    return level, (excerpt, row)


def _citation(number: int, excerpt: _Excerpt, row: int) -> Citation:
    chunk = excerpt.hit.chunk
    start, end = chunk.sentences[row]
    return Citation(number, chunk.document, start, end, chunk.language)
