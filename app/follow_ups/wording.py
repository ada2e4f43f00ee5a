"""What the two languages share: what was said before, and the ways in which a question leaves something out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from app.follow_ups.names import Thing
from ingest.language import Language


class Lack(Enum):
    """What a question leaves to those before it."""

    NAME = "a word stands for a thing"  # “its licence?”
    THING = "nothing says of what"  # “Under which licence?”
    PREDICATE = "a thing, and nothing asked of it"  # “What about Trax?”
    SENTENCE = "a question word alone"  # “Why?”


@dataclass(frozen=True, slots=True)
class Before:
    """What the questions before leave to be carried over.

    `question` is the last of them that names something, as it reads alone; `things` are what it is about, the likeliest
    first; `both` says that the first two stand side by side; `is_name` tells a thing of its own from a part of one.
    """

    question: str
    language: Language
    things: tuple[Thing, ...]
    both: bool = False
    is_name: Callable[[str], bool] = bool

    @property
    def main(self) -> str:
        """What it is most likely about."""
        return self.things[0].text

    @property
    def in_order(self) -> list[str]:
        """The first two things, as they follow each other in the question."""
        return [one.text for one in sorted(self.things[:2], key=lambda one: one.span or (0, 0))]

    def around(self, text: str) -> tuple[str, ...]:
        """Return the parts of the question about something else; none where it does not name what it is about."""
        span = self.things[0].span
        return (self.question[: span[0]], text, self.question[span[1] :]) if span else ()
