"""What an English question leaves out: the thing, the predicate, or all but a question word."""

import re

from app.follow_ups.english.anaphora import anaphor
from app.follow_ups.english.words import AUXILIARY, PREPOSITION, WH, bare, opened
from app.follow_ups.vocabulary import names_a_trait, says_nothing, says_something
from app.follow_ups.wording import Lack

_JOINED = re.compile(
    r"(?:(?:and|but|so|then|ok|okay)[,\s]+)*(?:(?:what|how) about|and|or)\s+(?P<rest>.+)", re.IGNORECASE
)
_SETTING = re.compile(rf"(?P<rest>(?:{PREPOSITION})\s+[^\s?]+(?:\s+[^\s?]+){{0,5}})\s*\?", re.IGNORECASE)
_VERB = re.compile(
    rf"\b(?:{AUXILIARY}|{WH}|tell|show|list|give|explain|describe|compare|find|name|please|it|they)\b", re.IGNORECASE
)
_QUESTION_WORD = re.compile(
    r"(?:why(?: not| so)?|how so|since when|until when|by whom|for whom|with whom|how|where|when|who|"
    r"(?:in|since) (?:which|what) year|how (?:much|many|long|fast|often))",
    re.IGNORECASE,
)
# “What is open source?”, “What time is it?”: asks for no trait of a thing.
_GENERAL = re.compile(
    r"(?:what|who)(?:['’]s| is| are| was| were)\s+(?!(?:the|its?|their|that|this|they|those|these|else)\b)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"what (?:time|day|date|year) (?:is|was) it\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"\b(?:you|your|yourself|me)\b", re.IGNORECASE)
_ASKS = re.compile(rf"(?:(?:{PREPOSITION})\s+)?(?:{WH}|{AUXILIARY}|any)\b", re.IGNORECASE)


def lack(question: str) -> Lack | None:
    """Return what a question leaves out; None where it is complete, or may be."""
    rest = opened(question)
    if _CLOCK.match(rest):
        return None
    if anaphor(rest):
        return Lack.NAME
    if _QUESTION_WORD.fullmatch(bare(rest)):
        return Lack.SENTENCE
    if fragment(question):
        return Lack.PREDICATE
    general = _GENERAL.match(rest) or _ADDRESSED.search(rest)
    asks = bool(_ASKS.match(rest)) and names_a_trait(rest)
    return Lack.THING if asks and not general and says_nothing(rest) else None


def fragment(question: str) -> str | None:
    """Return what a question without a verb consists of: “the Large model on an A100”."""
    found = _JOINED.fullmatch(bare(question)) or _SETTING.fullmatch(question)
    rest = found["rest"].strip(" ?") if found else ""
    return rest if says_something(rest) and not _VERB.search(rest) else None
