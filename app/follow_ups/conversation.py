"""A question in the light of those before it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from app.follow_ups import chinese, english
from app.follow_ups.known import Known, names_of
from app.follow_ups.names import Thing, latin_things_in, side_by_side, surroundings_in, things_in
from app.follow_ups.wording import Before, Lack
from index.reader import Index
from ingest.documents import Document
from ingest.language import language_asked

MOST_BEFORE = 8  # questions before that are looked at
KEPT = 256  # questions that were answered to know what they are about; a chat asks for the same ones every turn
Cited = Callable[[str], Document | None]
"""The article that answers a question; None where nothing does."""


class Conversation:
    """Says what questions leave unsaid, by the names that one index knows."""

    def __init__(self, index: Index, cited: Cited) -> None:
        """Look names up in an index; `cited` is asked where the questions before name nothing."""
        self._known = Known(index)
        self._cited = cited
        self._article = lru_cache(KEPT)(self._named_by_article)

    def standalone(self, question: str, history: Sequence[str]) -> str:
        """Return a question as it reads alone; unchanged where it is complete, or nothing before it helps.

        Args:
            question: as it was typed.
            history: the questions before it, oldest first, as they were typed.
        """
        understood: list[str] = []
        for earlier in history[-MOST_BEFORE:]:
            understood.append(self._completed(earlier, understood))
        return self._completed(question, understood)

    def _completed(self, question: str, understood: Sequence[str]) -> str:
        language = language_asked(question)
        grammar = chinese if language == "zh" else english
        lacking = grammar.lack(question) if understood else None
        before = self._before(understood) if lacking else None
        if not lacking or not before:
            return question
        if lacking in (Lack.PREDICATE, Lack.SENTENCE) and before.language != language:
            return question
        said = grammar.completed(question, lacking, replace(before, is_name=self._is_name))
        return question if said == before.question else said

    def _is_name(self, text: str) -> bool:
        """Return whether a text names a thing, by Latin letters or as few texts do."""
        return bool(latin_things_in(text, self._known)) or (not text.isascii() and self._known.is_rare(text))

    def _before(self, understood: Sequence[str]) -> Before | None:
        """Return what the last question that names something is about, or the article that answered it."""
        for question in islice(reversed(understood), MOST_BEFORE):
            language = language_asked(question)
            if things := things_in(question, self._known):
                return Before(question, language, tuple(things), side_by_side(question, things))
            if name := self._article(question):
                return Before(question, language, (Thing(name, name, 0),))
            if things := surroundings_in(question, self._known):
                return Before(question, language, tuple(things))
        return None

    def _named_by_article(self, question: str) -> str | None:
        """Return what the article that answers a question is about: the name that its text has most often, if any."""
        document = self._cited(question)
        if document is None:
            return None
        written = [spelling for name in names_of(document) if (spelling := _spelling(name, document.text))]
        return max(written, key=document.text.count, default=None)


def _spelling(name: str, text: str) -> str | None:
    """Return how a text writes a name as a rule; None where it does not have it."""
    found = Counter(one[0] for one in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE | re.ASCII))
    return next((spelling for spelling, _ in found.most_common(1)), None)
