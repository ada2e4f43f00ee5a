"""Whether a question compares things of the index, which, within what, and in what respect.

What is not certain is no comparison: the things must be joined ("A and B", "A 还是 B") by few words, the question must
have a word that compares or chooses, and each thing needs documents of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.comparison.aspects import GENERAL, aspects_of
from app.comparison.names import Mention, Names
from app.comparison.naming import units
from app.comparison.things import Compared, Thing
from app.comparison.wording import (
    ALTERNATIVE,
    ASKS_WHICH,
    CHOOSES,
    CLAUSE,
    COMPARES,
    ITSELF,
    JOINT,
    TOWARDS,
    WITHIN,
)
from index.terms import spelt_alike
from ingest.language import language_asked

MOST_THINGS = 6
MOST_BETWEEN = 60  # characters between two things
MOST_CHARS = 300  # of a question; what is longer asks more than to compare
_COMPARE_WITH = re.compile(r"\b(?:compar|contrast|differ)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Side:
    """Names that stand together: "Acme's Boat", the last of them the head."""

    mentions: tuple[Mention, ...]

    @property
    def start(self) -> int:
        return self.mentions[0].start

    @property
    def end(self) -> int:
        return self.mentions[-1].end


def compared(question: str, names: Names) -> Compared | None:
    """Return what a question compares; None where it does not, or where that is not certain."""
    text = spelt_alike(question)
    if len(text) > MOST_CHARS or not (COMPARES.search(text) or CHOOSES.search(text)):
        return None
    mentions = names.mentions(text)
    sides = _joined(text, _sides(text, mentions))
    if not 2 <= len(sides) <= MOST_THINGS:
        return None
    heads = [_head(side) for side in sides]
    used = {one for head in heads for one in head}
    things = _things(text, heads, [one for one in mentions if one not in used])
    if len(things) < 2:
        return None
    language = language_asked(question)
    aspects = aspects_of(text[: sides[0].start], _clause(text, sides), text[sides[-1].end :], language)
    return Compared(things, aspects or GENERAL[language], asked=bool(aspects))


def _sides(text: str, mentions: Sequence[Mention]) -> list[_Side]:
    sides: list[_Side] = []
    for one in mentions:
        if sides and WITHIN.fullmatch(text[sides[-1].end : one.start]) and not _joint(text[sides[-1].end : one.start]):
            sides[-1] = _Side((*sides[-1].mentions, one))
        else:
            sides.append(_Side((one,)))
    return sides


def _joined(text: str, sides: Sequence[_Side]) -> list[_Side]:
    """Return the longest run of sides that are joined, if the question has the words that its joints need."""
    best: list[_Side] = []
    for first in range(len(sides)):
        run, joints = [sides[first]], set[str]()
        for side in sides[first + 1 :]:
            joint = _joint(text[run[-1].end : side.start])
            if joint is None:
                break
            run.append(side)
            joints.add(joint)
        if len(run) > max(1, len(best)) and _compares(text, run, joints):
            best = run
    return best


def _joint(between: str) -> str | None:
    found = JOINT.fullmatch(between) if len(between) <= MOST_BETWEEN else None
    return (found[1] or found[2] or found[3]).casefold() if found else None


def _compares(text: str, run: Sequence[_Side], joints: set[str]) -> bool:
    """Say whether the words around the joined things compare them."""
    around = f"{text[: run[0].start]} ; {text[run[-1].end :]}"
    if joints & TOWARDS:
        return bool(_COMPARE_WITH.search(text))
    if joints & ITSELF:
        return True
    if joints & ALTERNATIVE:
        return bool(CHOOSES.search(text) or COMPARES.search(around))
    is_list = joints <= {",", "、"}  # of which one may be the end of a clause
    return bool(COMPARES.search(around) or ASKS_WHICH.match(text, run[-1].end)) and not is_list


def _clause(text: str, sides: Sequence[_Side]) -> str:
    """Return what is asked between things: "Can A *compute it*, or should I take B?"."""
    found = CLAUSE.match(text[sides[0].end : sides[1].start])
    return found[0] if found else ""


def _head(side: _Side) -> tuple[Mention, ...]:
    """Return the names that say together what a side is: the last, and those before it with documents in common."""
    *before, head = side.mentions
    taken, about = [head], head.about
    for one in reversed(before):
        if not (one.titled and (shared := about & one.about)):
            break
        taken.insert(0, one)
        about = shared
    return tuple(taken)


def _things(text: str, heads: Sequence[tuple[Mention, ...]], others: Sequence[Mention]) -> tuple[Thing, ...]:
    """Return the things, each once; none where one has no documents of its own, or all have the same.

    One article on all of them is quoted the ordinary way. Things that are known for nothing by themselves are looked
    for in the documents about another name of the question: "Boat's two editions, A or B".
    """
    about = [frozenset.intersection(*(one.about for one in head)) for head in heads]
    scope = frozenset[int]() if all(about) else _scope(heads, others)
    if not scope and (not all(about) or len(set(about)) == 1):
        return ()
    things: dict[tuple[str, ...], Thing] = {}
    for head, own in zip(heads, about, strict=True):
        name = text[head[0].start : head[-1].end]
        saying = frozenset.intersection(*(one.saying for one in head))
        titled = own if not scope and all(one.titled for one in head) else frozenset[int]()
        things.setdefault(units(name), Thing(name, head, titled, saying & scope if scope else saying))
    return tuple(things.values())


def _scope(heads: Sequence[tuple[Mention, ...]], others: Sequence[Mention]) -> frozenset[int]:
    """Return the documents about a name beside the things that says where to look: "Boat's two editions, A or B"."""
    for one in others:
        if one.titled and all(one.about & mention.saying for head in heads for mention in head):
            return one.about
    return frozenset()
