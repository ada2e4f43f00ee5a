"""English questions that lean on those before them, and how they read alone."""

import re
from collections.abc import Iterator, Sequence

from app.follow_ups.names import Thing
from app.follow_ups.vocabulary import THINGS_EN, names_a_trait, pieces, says_nothing
from app.follow_ups.wording import Before, Lack

_AUXILIARY = (
    "do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|"
    "don't|doesn't|didn't|isn't|aren't|wasn't|weren't|hasn't|haven't|can't|couldn't|won't|wouldn't|shouldn't"
)
_WH = "who|whom|whose|what|which|when|where|why|how"
_ON = "on|in|for|with|without|under|at|by|from|since|until|about|of|to|through|using"
_OPENER = re.compile(r"(?:(?:and|but|so|or|then|also|ok|okay|now)\b[,\s]+)+", re.IGNORECASE)
_THING = rf"(?:this|that)\s+(?:{THINGS_EN}|paper|article|model|method|algorithm|repository|repo|company)\b"
_ANAPHOR = re.compile(
    rf"\b(?:(?P<thing>{_THING})|(?P<it>it)|(?P<its>its)|(?P<them>they|them|both of them|(?:these|the) two(?=\s*(?:[?,.]|$|(?:{_AUXILIARY}|differ|compare)\b)))"
    r"|(?P<their>their)|(?P<one>the (?:former|first one))|(?P<other>the (?:latter|second one))"
    r"|(?P<vague>theirs|he|she|him|his|her|these|those|this|that)|(?P<there>there))\b(?![-/])",
    re.IGNORECASE,
)
_VAGUE_THAT = re.compile(
    r"(?:that|this)(?=\s*(?:[,?.!]|$|and\b|be\b|been\b|still\b|now\b|work|mean|happen|so\b|\w+ed\b|\w+ing\b))", re.I
)
_LIST = re.compile(
    r"\s+(?:(?:reading|whole|entire)\s+)?(?:list|collection|index|site|page|chat|shelf|catalogue|catalog|sources?|"
    r"year|month|week|day|morning|field|area|kind|sort|type|way|case|question|answer)s?\b",
    re.IGNORECASE,
)
_PLEONASTIC = re.compile(
    r"\s+(?:(?:is|was|be|still)\s+)*(?:possible|true|necessary|worth|better|best|safe|hard|easy|difficult|common|legal|"
    r"ok|okay|fair|takes?|took|costs?|makes? sense|rain\w*|snow\w*)\b.*?\b(?:to|that|if|for|when|\w+ing)\b\s+(?!it\b)\w|\s+mean\s+\w",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"what (?:time|day|date|year) (?:is|was)\s*$", re.IGNORECASE)
_EXISTS = re.compile(rf"\b(?:{_AUXILIARY}|be|been|how many)\b[^.?!]*$", re.IGNORECASE)
_FRONTED = re.compile(
    rf"^(?:(?:{_ON})\s+)?(?:which|what|whose|how (?:many|much))\b"
    rf"(?:\s+(?!(?:{_AUXILIARY}|{_WH}|and|or|but|that)\b)[\w'’.+#-]+){{0,5}}\s+(?:{_AUXILIARY})\s+$",
    re.IGNORECASE,
)
# “Who painted it?”, “How do I deploy it?”: what the verb is done to is named elsewhere.
_DONE_TO = re.compile(
    rf"^(?:who|what)\s+(?!{_AUXILIARY}\b)\w+\s+$|^(?:(?:how|why|where|when|what)\s+)?(?:{_AUXILIARY})\s+"
    r"(?:i|we|you|one|people|users|someone)\s+\w+\s+(?:(?:with|on|in|for|to|from|about|up|out)\s+)?$",
    re.IGNORECASE,
)
# “Which university has its origins …?”: what is asked for owns them.
_OWNER_ASKED_FOR = re.compile(
    rf"(?:who|which\b.*?|what\s+(?!{_AUXILIARY}\b)\w+)\s+(?!(?:{_AUXILIARY})\s+$)\S+\s", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:than|differ(?:s|ent)? from|compared? (?:to|with)|similar to|instead of|besides|apart from|alternatives? to)\s+$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[,?.!]|$|(?:on|in|for|at)\b)", re.IGNORECASE)
_SUBJECT = re.compile(rf"\b(?:{_AUXILIARY})\s+$", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"(?:(?:and|but|so|then|ok|okay)[,\s]+)*(?:(?:what|how) about|and|or)\s+(?P<rest>.+)", re.I)
_SETTING = re.compile(rf"(?P<rest>(?:{_ON})\s+(?:\S+\s*){{1,6}})\?", re.IGNORECASE)
_VERB = re.compile(
    rf"\b(?:{_AUXILIARY}|{_WH}|tell|show|list|give|explain|describe|compare|find|name|please|it|they)\b", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:why(?: not| so)?|how so|since when|until when|by whom|for whom|with whom|how|where|when|who|"
    r"(?:in|since) (?:which|what) year|how (?:much|many|long|fast|often))",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"(?:what|who)(?:['’]s| is| are| was| were)\s+(?!(?:the|its?|their|that|this|they|those|these|else)\b)|what (?:time|day|date|year) (?:is|was) it",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"\b(?:you|your|yourself|me)\b", re.IGNORECASE)
_ASKS = re.compile(rf"(?:(?:{_ON})\s+)?(?:{_WH}|{_AUXILIARY}|any)\b", re.IGNORECASE)
_OF = re.compile(r"(what(?:['’]s| is| are| was| were) the [\w\s-]+?)(\s*\?*)", re.IGNORECASE)


def lack(question: str) -> Lack | None:
    """Return what a question leaves out; None where it is complete, or may be."""
    rest = opened(question)
    if _anaphor(rest):
        return Lack.NAME
    if _BARE.fullmatch(rest.rstrip("?! .")):
        return Lack.SENTENCE
    if fragment(question):
        return Lack.PREDICATE
    asks = bool(_ASKS.match(rest)) and names_a_trait(rest)
    return Lack.THING if asks and says_nothing(rest) and not _is_general(rest) else None


def opened(question: str) -> str:
    """Return a question without the words that join it to the one before."""
    found = _OPENER.match(question)
    return question[found.end() :] if found and found.end() < len(question) else question


def fragment(question: str) -> str | None:
    """Return what a question without a verb consists of: “the Large model on an A100”."""
    found = _WHAT_ABOUT.fullmatch(question.rstrip("? ")) or _SETTING.fullmatch(question)
    rest = found["rest"].strip() if found else ""
    return rest if rest and not _VERB.search(rest) else None


def completed(question: str, lacking: Lack, before: Before) -> str:
    """Return how a question reads alone."""
    rest = opened(question)
    if lacking is Lack.PREDICATE:
        return _asked_again(fragment(question) or rest, before)
    if lacking is Lack.SENTENCE:
        return f"{_bare(before.question)}, and {_small(rest)}"
    found = _anaphor(rest)
    said = _substituted(rest, found, before) if found else None
    if said is None:
        return _about(rest, before.things[: 2 if before.both or (found and _points_on(rest)) else 1], before)
    others = [one.text for one in before.things[1:3] if one.text not in said]
    if found and others and not before.both and _points_on(rest):
        return _prefixed(said, " and ".join(others))
    return _capital(said)


def _anaphor(question: str) -> re.Match[str] | None:
    """Return the first word that stands for something which the question itself does not name before."""
    for found in _anaphors(question):
        before, after = question[: found.start()], question[found.end() :]
        if found["its"] or found["their"]:
            if _OWNER_ASKED_FOR.match(before):
                return None
        if says_nothing(before) or _FRONTED.match(before) or _DONE_TO.match(before):
            return found
        if _COMPARED.search(before) and _ENDS.match(after):
            return found
    return None


def _anaphors(question: str) -> Iterator[re.Match[str]]:
    for found in _ANAPHOR.finditer(question):
        before, after = question[: found.start()], question[found.end() :]
        if found["it"] and (_PLEONASTIC.match(after) or _CLOCK.match(before)):
            continue
        if found["there"] and (_EXISTS.search(before) or not before):
            continue
        word = found[0].casefold()
        if found["vague"] and word in {"this", "that", "these", "those"}:
            if _LIST.match(after) or (word in {"this", "that"} and not _points(question, found)):
                continue
        yield found


def _points(question: str, found: re.Match[str]) -> bool:
    """Return whether “this” or “that” stands alone, for what was said; else it joins clauses, or a noun follows."""
    before = question[: found.start()]
    if found[0].casefold() == "this":
        return bool(_SUBJECT.search(before) or _VAGUE_THAT.match(question, found.start()))
    return bool(re.search(rf"(?:^|\b(?:{_AUXILIARY}|{_WH}|{_ON}|than|like|after|before)\s+)$", before, re.I)) and bool(
        _VAGUE_THAT.match(question, found.start())
    )


def _substituted(question: str, found: re.Match[str], before: Before) -> str | None:
    """Return a question with a name in the place of the word that stands for it; None where that reads badly."""
    name: str | None = None
    both = " and ".join(one.text for one in before.things[:2]) if before.both else None
    if found["it"] or found["thing"]:
        name = before.main
    elif found["its"]:
        name = f"{before.things[0].short}'s"
    elif found["them"] or found["their"]:
        name = both and (f"{both}'s" if found["their"] else both)
    elif (found["one"] or found["other"]) and before.both:
        name = _in_order(before)[1 if found["other"] else 0]
    elif found[0].casefold() == "this" and _SUBJECT.search(question[: found.start()]):
        name = before.main
    return None if name is None else question[: found.start()] + name + question[found.end() :]


def _in_order(before: Before) -> list[str]:
    return [one.text for one in sorted(before.things[:2], key=lambda one: one.span or (0, 0))]


def _points_on(question: str) -> bool:
    """Return whether more is left open than one thing: “which projects got there after it?”."""
    others = re.finditer(r"\b(?:there|those|these)\b", question, re.IGNORECASE)
    return any(one[0].casefold() != "there" or not _EXISTS.search(question[: one.start()]) for one in others)


def _about(question: str, things: Sequence[Thing], before: Before) -> str:
    names = [one.text for one in things]
    if before.both and lack(question) is Lack.THING and re.match(r"which\b", question, re.I):
        return _capital(f"{_bare(question)}, {' or '.join(names)}?")
    if not _anaphor(question) and (found := _OF.fullmatch(question)):
        return _capital(f"{found[1]} of {' and '.join(names)}{found[2] or '?'}")
    return _prefixed(question, " and ".join(names))


def _asked_again(rest: str, before: Before) -> str:
    """Return the question before, asked about something else."""
    head, _, setting = re.fullmatch(rf"(.*?)(?:(^|\s+)((?:{_ON})\s+.+))?", rest, re.I | re.S).groups(default="")  # type: ignore[union-attr]
    head = head.strip()
    if head and says_nothing(head) and not setting:
        return f"What about {head} of {before.main}?"
    asked = before.question
    if head and _is_variant(head):
        asked = f"{_bare(asked)}, for {head}?"
    elif head:
        asked = before.with_main(head) or f"What about {head}?"
    return _placed(asked, setting) if setting else asked


def _placed(asked: str, setting: str) -> str:
    """Return a question with a setting in the place of one of its kind: “on an A100” for “on a T4”."""
    preposition = setting.split()[0]
    old = re.search(
        rf"\b{preposition}\s+(?:(?!(?:{_ON}|and|or)\b)[^\s,?]+\s*)+?(?=\s+(?:{_ON}|and|or)\b|[,?]|$)", asked, re.I
    )
    if old:
        return asked[: old.start()] + setting + asked[old.end() :]
    return f"{_bare(asked)} {setting}?"


def _is_variant(head: str) -> bool:
    return bool(re.search(r"\b(?:model|version|edition|variant|size|release|mode|dataset|setting)s?$", head, re.I))


def _is_general(question: str) -> bool:
    return bool(_DEFINITION.match(question) or _ADDRESSED.search(question))


def _prefixed(question: str, names: str) -> str:
    return f"About {names}: {_small(question)}"


def _bare(question: str) -> str:
    return question.rstrip("?？!！.。 ")


def _small(question: str) -> str:
    """Return a question that may follow a comma: its first word is small where it is no name."""
    first = next(iter(pieces(question)), "")
    return question[:1].lower() + question[1:] if first != "I" and says_nothing(first) else question


def _capital(question: str) -> str:
    return question[:1].upper() + question[1:] if says_nothing(next(iter(pieces(question)), "")) else question
