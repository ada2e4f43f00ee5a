"""A conversation, and its JSON: the browser keeps it and sends it back, so it is read as any stranger's data."""

import re
import secrets
from dataclasses import dataclass, replace
from typing import Self

from pydantic import TypeAdapter, ValidationError

from app.conversations.turn import Turn

MAX_TURNS = 60  # that a conversation keeps; the earliest go
MAX_CHARS = 1_000_000  # of a conversation's JSON
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns in the order in which they were asked, under an id."""

    id: str
    turns: tuple[Turn, ...] = ()

    @classmethod
    def new(cls) -> Self:
        """Return an empty one with an id that nobody has."""
        return cls(secrets.token_hex(8))

    @property
    def questions(self) -> list[str]:
        """The questions that were answered, as they were typed, oldest first."""
        return [turn.question for turn in self.turns if not turn.error]

    def until(self, number: int) -> Self:
        """Return the first turns of it."""
        return replace(self, turns=self.turns[: max(0, number)])

    def with_turn(self, turn: Turn) -> Self:
        """Return it with one more turn."""
        return replace(self, turns=(*self.turns, turn)[-MAX_TURNS:])

    def with_last(self, turn: Turn) -> Self:
        """Return it with its last turn replaced."""
        return replace(self, turns=(*self.turns[:-1], turn))


_ADAPTER = TypeAdapter(Conversation)


def to_json(conversation: Conversation) -> str:
    """Return a conversation as the browser keeps it."""
    return _ADAPTER.dump_json(conversation, exclude_defaults=True).decode()


def from_json(text: str) -> Conversation:
    """Return what the browser kept; an empty conversation where that is none, or was made by another version."""
    if not text or len(text) > MAX_CHARS:
        return Conversation.new()
    try:
        found = _ADAPTER.validate_json(text)
    except ValidationError:
        return Conversation.new()
    is_whole = _ID.fullmatch(found.id) and all(map(_adds_up, found.turns))
    return found if is_whole else Conversation.new()


def _adds_up(turn: Turn) -> bool:
    """Say whether every source has a quote, and every cell its sentence."""
    cells = [number for row in turn.table.cells for number in row] if turn.table else []
    told = all(number is None or 0 <= number < len(turn.sentences) for number in cells)
    return told and all(one.passages for one in turn.cards)
