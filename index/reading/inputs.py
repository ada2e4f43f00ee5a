"""A question and a passage as what the reader is given: `<s> question </s> context passage </s>`, in windows.

The context (title, topics, headings) stands before the passage and is never evidence. A passage that is too long is
read in windows of whole sentences; each begins with the last sentence of the one before, for what a pronoun means.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tokenizers import Tokenizer

Span = tuple[int, int]
QUESTION_TOKENS = 64
CONTEXT_TOKENS = 32
MOST_TOKENS = 352  # of a window with all that stands before it; a chunk of the product's size needs one
BOS, EOS = 0, 2  # of XLM-RoBERTa's vocabulary


@dataclass(frozen=True, slots=True)
class Passage:
    """What is read: its text, the spans of its sentences in it, and what it stands under."""

    text: str
    sentences: tuple[Span, ...]
    context: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids of one run; `sentences` are (number in the passage, first token, token behind the last)."""

    ids: tuple[int, ...]
    sentences: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A passage's token ids, where in its text each stands, and each sentence's first token and that behind it."""

    ids: tuple[int, ...]
    offsets: tuple[Span, ...]
    sentences: tuple[Span, ...]


class Inputs:
    """Makes inputs with the encoder's own tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a `tokenizers` file."""
        return cls(Tokenizer.from_file(str(path)))

    def ids(self, text: str, most: int) -> tuple[int, ...]:
        """Return a text's first token ids, special ones left out."""
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids[:most])

    def tokens(self, passage: Passage) -> Tokens:
        """Return a passage's tokens; a token between two sentences belongs to the first."""
        found = self._tokenizer.encode(passage.text, add_special_tokens=False)
        offsets = [(start, end) for start, end in found.offsets]
        return Tokens(tuple(found.ids), tuple(offsets), tuple(_places(offsets, passage.sentences)))

    def windows(self, question: str, passage: Passage, most: int = MOST_TOKENS) -> list[Window]:
        """Return the windows of a passage, in its order; one at least."""
        before = self.before(question, passage.context)
        tokens = self.tokens(passage)
        room = most - len(before) - 1
        return [window(before, tokens, first, last, room) for first, last in _cuts(tokens.sentences, room)]

    def before(self, question: str, context: str) -> tuple[int, ...]:
        """Return what stands in front of a passage's tokens."""
        return (BOS, *self.ids(question, QUESTION_TOKENS), EOS, *self.ids(context, CONTEXT_TOKENS))


def window(before: Sequence[int], tokens: Tokens, first: int, last: int, room: int) -> Window:
    """Return the window of a passage's sentences from `first` to before `last`, cut to so many tokens."""
    if first == last:
        return Window((*before, EOS), ())
    start = tokens.sentences[first][0]
    end = min(tokens.sentences[last - 1][1], start + room)
    shift = len(before) - start
    sentences = [
        (number, tokens.sentences[number][0] + shift, min(tokens.sentences[number][1], end) + shift)
        for number in range(first, last)
        if tokens.sentences[number][0] < end
    ]
    return Window((*before, *tokens.ids[start:end], EOS), tuple(sentences))


def _places(offsets: Sequence[Span], sentences: Sequence[Span]) -> Iterator[Span]:
    """Yield each sentence's range of tokens; a token that begins before a sentence belongs to the one before it."""
    at = 0
    starts = []
    for start, _ in sentences:
        while at < len(offsets) and offsets[at][1] <= start:
            at += 1
        starts.append(at)
    ends = [*starts[1:], len(offsets)]
    yield from zip(starts, ends, strict=True) if sentences else ()


def _cuts(sentences: Sequence[Span], room: int) -> list[Span]:
    """Return the ranges of sentences that the windows hold; a sentence that is too long has a window of its own."""
    cuts: list[Span] = []
    first = 0
    while not cuts or cuts[-1][1] < len(sentences):
        last = first + 1
        while last < len(sentences) and sentences[last][1] - sentences[first][0] <= room:
            last += 1
        last = min(last, len(sentences))
        cuts.append((first, last))
        first = max(last - 1, first + 1) if last < len(sentences) else last
    return cuts
