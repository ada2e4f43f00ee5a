"""One answer as the page shows it: what was expected, what was said, what was found, each marked with the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eval.answered import Answered, Passage, answered
from eval.nuggets import Nugget, holds
from eval.report.causes import Cause, cause_of
from eval.report.words import share, signed
from eval.rows import Row
from eval.scores.measures import BY_NAME
from ingest.urls import identity_of, is_web_url

PASSAGES = 5
State = Literal["stated", "only in a passage", "not found"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact asked for, and how far it came; "only in a passage" is found, but not said."""

    number: int
    wordings: Nugget
    state: State


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of the search, whether its page is a relevant one, and the numbers of the facts that it holds."""

    passage: Passage
    is_relevant: bool
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A page that is to be cited, or is cited."""

    url: str
    is_relevant: bool

    @property
    def is_web(self) -> bool:
        """Whether it may be linked: what else a URL can be, a browser might run."""
        return is_web_url(self.url)


@dataclass(frozen=True, slots=True)
class View:
    """A row, with all that is shown of it."""

    row: Row
    answer: Answered
    facts: tuple[Fact, ...]
    passages: tuple[Found, ...]

    @classmethod
    def of(cls, row: Row) -> "View":
        """Look through a row."""
        answer = answered(row.answer)
        said = "\n".join(one.text for one in answer.sentences)
        nuggets = row.question.nuggets
        facts = tuple(Fact(number, one, _state(one, said, answer.hits)) for number, one in enumerate(nuggets, 1))
        relevant = _pages(row)
        passages = tuple(
            Found(
                one,
                identity_of(one.url) in relevant,
                tuple(fact.number for fact in facts if holds(one.text, fact.wordings)),
            )
            for one in answer.hits[:PASSAGES]
        )
        return cls(row, answer, facts, passages)

    @property
    def cause(self) -> Cause | None:
        """What went wrong."""
        return cause_of(self.row)

    @property
    def is_right(self) -> bool:
        """Whether it serves."""
        return self.row.scores.get("right") == 1

    @property
    def outcome(self) -> str:
        """What came: an answer, a refusal, or nothing."""
        return "failed" if self.row.failure is not None else ("refused" if self.answer.refused else "answered")

    @property
    def expected(self) -> list[Source]:
        """The relevant pages."""
        return [Source(url, is_relevant=True) for url in self.row.question.urls]

    @property
    def sureness(self) -> str:
        """How far above the bar the answer is, in words."""
        return "none" if self.row.confidence is None else signed(self.row.confidence)

    @property
    def scores(self) -> list[tuple[str, str]]:
        """The measures that apply, and what they are."""
        return [
            (BY_NAME[name].label, share(score))
            for name, score in self.row.scores.items()
            if score is not None and name in BY_NAME
        ]

    def source(self, url: str) -> Source:
        """Return a page that is cited."""
        return Source(url, identity_of(url) in _pages(self.row))

    def stating(self, text: str) -> tuple[int, ...]:
        """Return the numbers of the facts that a text states."""
        return _held(self.facts, text)


def _pages(row: Row) -> frozenset[str]:
    return frozenset(map(identity_of, row.question.urls))


def _held(facts: Sequence[Fact], text: str) -> tuple[int, ...]:
    return tuple(fact.number for fact in facts if holds(text, fact.wordings))


def _state(nugget: Nugget, said: str, passages: Sequence[Passage]) -> State:
    if holds(said, nugget):
        return "stated"
    return "only in a passage" if any(holds(one.text, nugget) for one in passages) else "not found"
