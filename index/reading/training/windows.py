"""Windows of passages for training: whole sentences, around the answer or anywhere, with room for so many tokens.

All passages of a question have the same room: were those that answer shorter, their length would be learned.
"""

import random
from functools import cache

from index.reading.inputs import BOS, CONTEXT_TOKENS, EOS, QUESTION_TOKENS, Inputs, Passage, Tokens
from ingest.sentences import sentence_spans

LEAST_ROOM, MOST_ROOM = 48, 240  # tokens of a window's passage; a chunk of the product's size has about 200
Span = tuple[int, int]


class Windows:
    """Makes the token ids of question and window; a text is tokenised once."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._tokens = cache(self._read)

    def around(
        self, question: str, title: str, text: str, span: Span, room: int, rng: random.Random
    ) -> tuple[tuple[int, ...], Span] | None:
        """Return a window with what stands at a span, and its first and last token; None where it would be cut."""
        tokens = self._tokens(text)
        inside = [n for n, (start, end) in enumerate(tokens.offsets) if start < span[1] and span[0] < end]
        holding = [
            n for n, (start, end) in enumerate(tokens.sentences) if inside and start <= inside[-1] and inside[0] < end
        ]
        if not holding:
            return None
        begin, end = _widened(tokens, holding[0], holding[-1] + 1, room, rng)
        before = self._before(question, title)
        start = tokens.sentences[begin][0]
        ids = tokens.ids[start : tokens.sentences[end - 1][1]][:MOST_ROOM]
        first, last = inside[0] - start, inside[-1] - start
        return ((*before, *ids, EOS), (first + len(before), last + len(before))) if last < len(ids) else None

    def anywhere(self, question: str, title: str, text: str, room: int, rng: random.Random) -> tuple[int, ...]:
        """Return a window around a sentence chosen at random."""
        tokens, before = self._tokens(text), self._before(question, title)
        if not tokens.sentences:
            return (*before, EOS)
        at = rng.randrange(len(tokens.sentences))
        begin, end = _widened(tokens, at, at + 1, room, rng)
        return (*before, *tokens.ids[tokens.sentences[begin][0] : tokens.sentences[end - 1][1]][:MOST_ROOM], EOS)

    def _before(self, question: str, title: str) -> tuple[int, ...]:
        return (BOS, *self._inputs.ids(question, QUESTION_TOKENS), EOS, *self._inputs.ids(title, CONTEXT_TOKENS))

    def _read(self, text: str) -> Tokens:
        return self._inputs.tokens(Passage(text, tuple(sentence_spans(text, 0, len(text)))))


def _widened(tokens: Tokens, begin: int, end: int, room: int, rng: random.Random) -> Span:
    """Return a range of sentences around another, grown to either side at random while it fits."""
    while True:
        ways = [(begin - 1, end)] * (begin > 0) + [(begin, end + 1)] * (end < len(tokens.sentences))
        ways = [(a, b) for a, b in ways if tokens.sentences[b - 1][1] - tokens.sentences[a][0] <= room]
        if not ways:
            return begin, end
        begin, end = rng.choice(ways)
