"""What is compared: the things, what they are called in texts and where those stand, and in what respects."""

from dataclasses import dataclass

from app.comparison.aspects import Aspect
from app.comparison.names import Mention
from app.comparison.wording import DEFINES


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the things compared.

    `names` are what a sentence about it may say, `about` the numbers of its own documents, `within` those that are
    searched.
    """

    name: str
    names: tuple[Mention, ...]
    about: frozenset[int]
    within: frozenset[int]

    def is_named(self, text: str) -> bool:
        """Whether a text says one of its names."""
        return any(one.pattern.search(text) for one in self.names)

    def is_defined(self, text: str) -> bool:
        """Whether a sentence begins by saying what it is: "Boat is a", "Boat, a", "Boat 是"."""
        found = self.names[-1].pattern.match(text)
        return bool(found and DEFINES.match(text, found.end()))


@dataclass(frozen=True, slots=True)
class Compared:
    """What a question compares, in its order, and in what respects; those that are `asked` stay without a find."""

    things: tuple[Thing, ...]
    aspects: tuple[Aspect, ...]
    asked: bool
