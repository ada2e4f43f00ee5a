"""What the encoder is given for a chunk: its text with the title, topics and headings it stands under."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.lines import Lazy
from index.titled import Text
from ingest.documents import Chunk

SEPARATOR = "\n"


def chunk_text(chunk: Chunk) -> str:
    """Return a chunk's text for encoding; the stored slice itself stays bare."""
    return f"{chunk_context(chunk)}{SEPARATOR}{chunk.text}"


def chunk_context(chunk: Chunk) -> str:
    """Return what a chunk stands under: its title, its topics, its last two headings."""
    topics = " ".join(dict.fromkeys(heading for path in chunk.document.link.topics for heading in path[1:] or path))
    context = dict.fromkeys(part for part in (chunk.document.title, topics, *chunk.headings[-2:]) if part)
    return " · ".join(context)


def sentence_texts(chunk: Chunk) -> list[Text]:
    """Return the chunk's sentences for encoding, each in the light of its title."""
    return [_sentence_text(chunk, number) for number in range(len(chunk.sentences))]


def _sentence_text(chunk: Chunk, number: int) -> Text:
    return Text(chunk.sentence(number), chunk.document.title)


class Texts(Lazy[Text]):
    """Everything that is encoded, each made when it is asked for: all chunks' texts, then all their sentences."""

    def __init__(self, chunks: Sequence[Chunk], sentence_starts: NDArray[np.int64]) -> None:
        self._chunks = chunks
        self._starts = sentence_starts

    def __len__(self) -> int:
        last = self._starts[-1] + len(self._chunks[-1].sentences) if len(self._chunks) else 0
        return len(self._chunks) + int(last)

    def __iter__(self) -> Iterator[Text]:
        yield from map(Text, self.of_chunks)
        for one in self._chunks:
            yield from sentence_texts(one)

    @cached_property
    def of_chunks(self) -> list[str]:
        """The chunks' texts alone, kept: the term index reads them, too."""
        return [chunk_text(one) for one in self._chunks]

    def _at(self, number: int) -> Text:
        if number < len(self._chunks):
            return Text(self.of_chunks[number])
        number -= len(self._chunks)
        row = int(np.searchsorted(self._starts, number, side="right")) - 1
        return _sentence_text(self._chunks[row], number - int(self._starts[row]))
