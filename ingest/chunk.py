"""Cuts documents into chunks: exact slices along headings, paragraphs and sentences, sized in the encoder's tokens."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.documents import Chunk, Document, Heading
from ingest.language import Language, language_of
from ingest.sentences import sentence_spans

CHUNKER = "headings-paragraphs-sentences-3"  # raise the number when the same text would be cut otherwise
TokenCounter = Callable[[Sequence[str]], list[int]]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Section:
    """A stretch of text under one path of headings, the heading's own line left out."""

    start: int
    end: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sized:
    span: Span
    tokens: int


def chunk(document: Document, count_tokens: TokenCounter, max_tokens: int) -> tuple[Chunk, ...]:
    """Cut one document; a chunk holds whole sentences, whose tokens add up to `max_tokens` at most, of one language."""
    chunks: list[Chunk] = []
    for section in _sections(document):
        for paragraphs in _one_language(document.text, section):
            sized = [[_Sized(span, 0) for span in spans] for spans in paragraphs]
            sized = _with_tokens(document.text, sized, count_tokens, max_tokens)
            chunks += [
                Chunk(document, spans[0][0], spans[-1][1], section.path, tuple(spans))
                for spans in _packed(sized, max_tokens)
            ]
    return tuple(chunks)


def _sections(document: Document) -> Iterator[_Section]:
    stack: list[Heading] = []
    start = 0
    for heading in document.headings:
        yield _Section(start, heading.start, tuple(one.text for one in stack))
        while stack and stack[-1].level >= heading.level:
            stack.pop()
        stack.append(heading)
        start = heading.start + len(heading.text)
    yield _Section(start, len(document.text), tuple(one.text for one in stack))


def _one_language(text: str, section: _Section) -> Iterator[list[list[Span]]]:
    """Group a section's paragraphs, as lists of sentences, into runs of one language."""
    group: list[list[Span]] = []
    language: Language | None = None
    for start, end in _paragraphs(text, section):
        spans = sentence_spans(text, start, end)
        if not spans:
            continue
        here = language_of(text[start:end])
        if group and here != language:
            yield group
            group = []
        language = here
        group.append(spans)
    if group:
        yield group


def _paragraphs(text: str, section: _Section) -> Iterator[Span]:
    start = section.start
    while start < section.end:
        end = text.find("\n\n", start, section.end)
        end = section.end if end < 0 else end
        yield start, end
        start = end + 2


def _with_tokens(text: str, paragraphs: list[list[_Sized]], count: TokenCounter, most: int) -> list[list[_Sized]]:
    flat = [text[one.span[0] : one.span[1]] for spans in paragraphs for one in spans]
    counts = iter(count(flat))
    return [[part for one in spans for part in _cut(text, one.span, next(counts), count, most)] for spans in paragraphs]


def _cut(text: str, span: Span, tokens: int, count: TokenCounter, most: int) -> Iterator[_Sized]:
    """Halve a sentence that is too long by itself, at a space where there is one near the middle."""
    start, end = span
    if tokens <= most or end - start < 2:
        yield _Sized(span, tokens)
        return
    middle = (start + end) // 2
    space = text.find(" ", middle, middle + (end - start) // 4)
    middle = space if space > 0 else middle
    halves = [half for half in (_trimmed(text, start, middle), _trimmed(text, middle, end)) if half[0] < half[1]]
    for half, size in zip(halves, count([text[a:b] for a, b in halves]), strict=True):
        yield from _cut(text, half, size, count, most)


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _packed(paragraphs: list[list[_Sized]], most: int) -> Iterator[list[Span]]:
    """Fill chunks with sentences; a paragraph that fits into one chunk is never split over two."""
    spans: list[Span] = []
    room = most
    for paragraph in paragraphs:
        size = sum(one.tokens for one in paragraph)
        if spans and room < size <= most:
            yield spans
            spans, room = [], most
        for one in paragraph:
            if spans and one.tokens > room:
                yield spans
                spans, room = [], most
            spans.append(one.span)
            room -= one.tokens
    if spans:
        yield spans
