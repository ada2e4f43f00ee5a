"""What the two languages share: what was said before, and the ways in which a question leaves something out."""

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
    first; `both` says that the first two stand side by side.
    """

    question: str
    language: Language
    things: tuple[Thing, ...]
    both: bool = False

    @property
    def main(self) -> str:
        """What it is most likely about."""
        return self.things[0].text

    def with_main(self, text: str) -> str | None:
        """Return the question about something else; None where it does not name what it is about."""
        if self.things[0].span is None:
            return None
        start, end = self.things[0].span
        return self.question[:start] + text + self.question[end:]
