"""Words that stand for something which an English question itself does not name: “its licence?”."""

import re
from collections.abc import Iterator

from app.follow_ups.english.words import AUXILIARY, PREPOSITION, WH
from app.follow_ups.vocabulary import THINGS_EN, says_nothing

Found = re.Match[str]
_THING = rf"(?:this|that)\s+(?:{THINGS_EN}|article|model|method|algorithm|repository|repo|company)\b"
_TWO = rf"both of them|(?:these|the) two(?=\s*(?:[?,.]|$|(?:{AUXILIARY}|differ|compare)\b))"
_ANAPHOR = re.compile(
    rf"\b(?:(?P<thing>{_THING})|(?P<it>it)|(?P<its>its)|(?P<two>{_TWO})|(?P<them>they|them)"
    r"|(?P<their>their)|(?P<one>the (?:former|first one))|(?P<other>the (?:latter|second one))"
    r"|(?P<vague>theirs|he|she|him|his|her|these|those|this|that)|(?P<there>there))\b(?![-/])",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:that|this)(?=\s*(?:[,?.!]|$|(?:and|be|been|still|now|so|work|mean|happen|\w+ed|\w+ing)\b))", re.IGNORECASE
)
_BEFORE_THAT = re.compile(rf"(?:^|\b(?:{AUXILIARY}|{WH}|{PREPOSITION}|than|like|after|before)\s+)$", re.IGNORECASE)
_LIST = re.compile(  # “this list” is the one that is asked, “this year” is now
    r"\s+(?:(?:reading|whole|entire)\s+)?(?:list|collection|index|site|page|chat|shelf|catalogue|catalog|sources?|"
    r"year|month|week|day|morning|field|area|kind|sort|type|way|case|question|answer)s?\b",
    re.IGNORECASE,
)
_PLEONASTIC = re.compile(  # “Is it possible to …”, “What does it mean that …”
    r"\s+(?:(?:is|was|be|still)\s+)*(?:possible|true|necessary|worth|better|best|safe|hard|easy|difficult|common|legal|"
    r"ok|okay|fair|takes?|took|costs?|makes? sense|rain\w*|snow\w*)\b.*?\b(?:to|that|if|for|when|\w+ing)\b\s+(?!it\b)\w"
    r"|\s+mean\s+\w",
    re.IGNORECASE,
)
_EXISTS = re.compile(rf"\b(?:{AUXILIARY}|be|been|how many)\b[^.?!]*$", re.IGNORECASE)
_SUBJECT = re.compile(rf"\b(?:{AUXILIARY})\s+$", re.IGNORECASE)
# “Which extension did its developers choose?”: what is asked for and moved to the front owns nothing behind it.
_FRONTED = re.compile(
    rf"^(?:(?:{PREPOSITION})\s+)?(?:which|what|whose|how (?:many|much))\b"
    rf"(?:\s+(?!(?:{AUXILIARY}|{WH}|and|or|but|that)\b)[\w'’.+#-]+){{0,5}}\s+(?:{AUXILIARY})\s+$",
    re.IGNORECASE,
)
# “Who painted it?”, “How do I deploy it?”: what the verb is done to is named elsewhere.
_DONE_TO = re.compile(
    rf"^(?:who|what)\s+(?!{AUXILIARY}\b)\w+\s+$|^(?:(?:how|why|where|when|what)\s+)?(?:{AUXILIARY})\s+"
    r"(?:i|we|you|one|people|users|someone)\s+\w+\s+(?:(?:with|on|in|for|to|from|about|up|out)\s+)?$",
    re.IGNORECASE,
)
# “Which university has its origins …?”: what is asked for owns them.
_OWNER_ASKED_FOR = re.compile(
    rf"(?:who|which|what\s+(?!(?:{AUXILIARY})\b))\b.*?\b(?!(?:{AUXILIARY})\s+$)\S+\s+|(?:who|which|what)\b.*\bha(?:s|ve|d)\s+",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|differ(?:s|ent)? from|compared? (?:to|with)|similar to|instead of|besides|apart from|"
    r"alternatives? to)\s+$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[,?.!]|$|(?:on|in|for|at)\b)", re.IGNORECASE)


def anaphor(question: str) -> Found | None:
    """Return the first word that stands for something which the question itself does not name before it.

    Its groups say what it stands for: `it`, `its` and `thing` for one thing, `them`, `their` and `two` for several,
    `one` and `other` for one of two; `vague` and `there` for what was said.
    """
    first: Found | None = None
    for found in _anaphors(question):
        if not _is_open(question, found):
            break
        if not (found["vague"] or found["there"]):
            return found
        first = first or found  # “got there after it”: what has a name comes before what has none
    return first


def is_subject(question: str, found: Found) -> bool:
    """Return whether a verb stands directly before: “Can this run on Windows?”."""
    return bool(_SUBJECT.search(question[: found.start()]))


def points_at_more(question: str) -> bool:
    """Return whether more than one thing is left open: “which projects got there after it?”."""
    found = re.finditer(r"\b(?:there|those|these)\b", question, re.IGNORECASE)
    return any(one[0].casefold() != "there" or not _EXISTS.search(question[: one.start()]) for one in found)


def _is_open(question: str, found: Found) -> bool:
    """Return whether nothing before a word in its question may be what it stands for."""
    before, after = question[: found.start()], question[found.end() :]
    if (found["its"] or found["their"]) and _OWNER_ASKED_FOR.fullmatch(before):
        return False
    if says_nothing(before) or _FRONTED.match(before) or _DONE_TO.match(before):
        return True
    return bool(_COMPARED.search(before) and _ENDS.match(after))


def _anaphors(question: str) -> Iterator[Found]:
    for found in _ANAPHOR.finditer(question):
        before, after = question[: found.start()], question[found.end() :]
        if found["it"]:
            counts = not _PLEONASTIC.match(after)
        elif found["there"]:
            counts = bool(before) and not _EXISTS.search(before)
        else:
            counts = not found["vague"] or _points(question, found)
        if counts:
            yield found


def _points(question: str, found: Found) -> bool:
    """Return whether a word points at what was said; “this” and “that” may also join clauses, or name a time."""
    before, after = question[: found.start()], question[found.end() :]
    word = found[0].casefold()
    if word == "this":
        return not _LIST.match(after) and bool(_SUBJECT.search(before) or _ALONE.match(question, found.start()))
    if word == "that":
        return bool(_BEFORE_THAT.search(before) and _ALONE.match(question, found.start()))
    return not (word in {"these", "those"} and _LIST.match(after))
