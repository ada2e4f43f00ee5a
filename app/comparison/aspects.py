"""In what respects a question compares: those that it names, else a few that can be told of most things."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from app.comparison.naming import units
from app.comparison.wording import FRAME, LEADING, LISTING, OF_SEVERAL, OWNER, PART, TRAILING, UNFINISHED
from index.terms import STOP_WORDS
from ingest.language import CJK, Language

LISTED = 6  # aspects at most
LISTED_WORDS = 6  # of an aspect in a list; what is longer is no list
THINGS = "…"  # in a heading, where the question names the things
_GAP = re.compile(rf"(?<=[{CJK}]) (?=[{CJK},])")
_EDGES = re.compile(r"^[\s,.:;!?'\"()-]+|[\s,.:;!?'\"()-]+$")


class Aspect(NamedTuple):
    """What is told of each thing: a table's heading, and the question for it, `{}` in the thing's place."""

    label: str
    question: str


GENERAL: Mapping[Language, tuple[Aspect, ...]] = {
    "en": (
        Aspect("What it is", "What is {}?"),
        Aspect("Made by", "Who developed {}?"),
        Aspect("Licence", "What licence is {} under?"),
        Aspect("Supports", "What does {} support?"),
        Aspect("Latest", "When was the latest release of {}?"),
    ),
    "zh": (
        Aspect("是什么", "{} 是什么？"),
        Aspect("开发者", "{} 是谁开发的？"),
        Aspect("许可证", "{} 采用什么许可证？"),
        Aspect("支持", "{} 支持什么？"),
        Aspect("最近动态", "{} 最近一次发布是什么时候？"),
    ),
}


def aspects_of(before: str, between: str, after: str, language: Language) -> tuple[Aspect, ...]:
    """Return what is asked of each thing, by what stands around the things; nothing if only a comparison."""
    if _subjects(between):
        after = f"{between} {after}" if _subjects(after) else between
    if not _subjects(f"{before} ; {after}"):
        return ()
    before = OWNER.sub("", before)
    lead, rest = UNFINISHED.sub("", _trimmed(before)), _EDGES.sub("", after)
    if not _subjects(lead) and (found := _listed(rest, language)):
        return found
    parts = [part for part in (lead, _trimmed(rest)) if _subjects(part)]
    heading = f" {THINGS} ".join(parts)
    return (Aspect(heading, _question(" ".join(parts), language)),)


def _listed(rest: str, language: Language) -> tuple[Aspect, ...]:
    """Return the aspects of a list: "by licence and size", "的许可证和规模"."""
    found = LISTING.match(TRAILING.sub("", rest))
    if not found:
        return ()
    parts = [part for one in PART.split(found["en"] or found["zh"]) if (part := _EDGES.sub("", one))]
    if len(parts) > LISTED or any(len(units(part)) > LISTED_WORDS for part in parts):
        return ()
    return tuple(Aspect(part, _question(part, language)) for part in dict.fromkeys(parts))


def _question(asked: str, language: Language) -> str:
    """Return what is asked of one thing, without the words that only make sense of several."""
    single = _GAP.sub("", " ".join(OF_SEVERAL.sub(" ", asked).split()))
    asked = _braced(_EDGES.sub("", single) or asked)
    return f"{{}}：{asked}？" if language == "zh" else f"{{}}: {asked}?"


def _trimmed(text: str) -> str:
    """Return a text without what only says that things are compared, at its beginning and its end."""
    before = None
    while before != text:
        before, text = text, LEADING.sub("", _EDGES.sub("", text))
    return text


def _subjects(text: str) -> list[str]:
    return [one for one in units(FRAME.sub(" ", text)) if one not in STOP_WORDS and one != "s"]


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
