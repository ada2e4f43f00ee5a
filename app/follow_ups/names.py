"""What a question is about: the names in it by their form, and what the index knows them as."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.follow_ups.known import Known
from app.follow_ups.vocabulary import CLAUSE_GOES_ON, THINGS_EN, THINGS_ZH, content_in, is_surrounding, says_nothing
from ingest.language import CJK, language_asked

SURROUNDING = -1  # the rank of what is a name only where a question has no other
LEAST_CHINESE = 2
MOST_CHINESE = 16  # characters of a name; a longer stretch is a clause
_WORD = re.compile(rf"[^\W_{CJK}]+(?:[-._+#/][^\W_{CJK}]+)*[+#]*")
_RUN = re.compile(f"[{CJK}]+")
_NUMBER = re.compile(r"v?\d[\d.]*")
_BEGINNING = re.compile(r"(?:^|[.?!:：。？！\n])\W*$")
_MONTHS = "January February March April May June July August September October November December I"
_NO_NAMES = frozenset(_MONTHS.split())
_OF = rf"(?:(?:{THINGS_EN})s? on|of|from|by|behind)(?: the)?"
_JOINT = re.compile(
    rf"(?:['’]s)?(?:\s+\d[\d.]*)?\s+(?:(?:{THINGS_EN})s?\s+)?(?:{_OF}\s+)?|['’]s\s*|(?:\s*\d[\d.]*)?\s*(?:的|[那这][个款篇])?\s*",
    re.IGNORECASE,
)
_ORGANISATIONS_ZH = "基金会|大学|实验室|研究院|公司|团队"
_NOUN = re.compile(
    rf"\s+(?:{THINGS_EN})\b(?!\s+(?:of|from|by)\b)|\s*(?!模型|应用|服务)(?:{THINGS_ZH}|{_ORGANISATIONS_ZH})",
    re.IGNORECASE,
)
_THING_EN = re.compile(rf"(?<![-\w])(?:{THINGS_EN})(?![-\w])")
_BARE_NOUN = re.compile(rf"\s+(?!(?:{CLAUSE_GOES_ON})\b)[a-z]")
_BESIDE = re.compile(r"\s+(?:\d[\d.]*\s+)?")
_VERSION = re.compile(r"\s?v?\d[\d.]*\b")
_AND = re.compile(
    r"\s*(?:,? and|,? or|vs\.?|versus|和|与|跟|还是|或者?|、|/|(?:(?:\w+er|(?:more|less)\s+\w+|worse)\s+)?than|"
    r"compared (?:to|with)|比)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A name in a question, where it stands there (None: elsewhere), and how well the index knows it.

    `short` is it without what it belongs to: “MAX-Framework” of “IBM's MAX-Framework”.
    """

    text: str
    short: str
    rank: int
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    rank: int


def things_in(question: str, known: Known) -> list[Thing]:
    """Return the things that a question names, what it is most likely about first.

    Names that belong together ("the NeurIPS 2019 paper on PyTorch") are one thing; Chinese words are looked at only
    where there is no name in Latin letters.
    """
    found = latin_things_in(question, known) or _chinese_things(question, known)
    return sorted(found, key=lambda one: -one.rank)


def latin_things_in(question: str, known: Known) -> list[Thing]:
    """Return the things that a question names in Latin letters, in their order."""
    return [one for one in _named(question, known) if one.rank > SURROUNDING]


def surroundings_in(question: str, known: Known) -> list[Thing]:
    """Return what a question names that other things run on, or are written in: Windows, Python."""
    return [one for one in _named(question, known) if one.rank == SURROUNDING]


def side_by_side(question: str, things: Sequence[Thing]) -> bool:
    """Return whether the two things that a question is about stand beside each other in it: “CogDL or DGL”."""
    spans = sorted(one.span for one in things[:2] if one.span)
    return len(spans) > 1 and bool(_AND.fullmatch(question[spans[0][1] : spans[1][0]]))


def _named(question: str, known: Known) -> list[Thing]:
    return [_thing(question, group) for group in _grouped(question, list(_names(question, known)))]


def _names(question: str, known: Known) -> Iterator[_Word]:
    chinese = language_asked(question) == "zh"
    for found in _WORD.finditer(question):
        word = found[0]
        rank = known.rank(word)
        by_form = _looks_like_a_name(word, begins=bool(_BEGINNING.search(question[: found.start()])))
        if (by_form or rank > 1 or (chinese and len(word) > 1)) and not _is_number(word) and not _is_ordinary(word):
            yield _Word(found.start(), found.end(), SURROUNDING if is_surrounding(word) else rank)


def _looks_like_a_name(word: str, *, begins: bool) -> bool:
    if any(mark.isupper() for mark in word[1:]) or (word[0].isalpha() and any(map(str.isdigit, word))):
        return True
    return word[0].isupper() and not begins


def _is_ordinary(word: str) -> bool:
    return word in _NO_NAMES or says_nothing(word)


def _is_number(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word))


def _grouped(question: str, words: Sequence[_Word]) -> list[list[_Word]]:
    """Return names in groups, each of which names one thing."""
    groups = [[one] for one in words[:1]]
    for before, word in pairwise(words):
        between = question[before.end : word.start]
        beside = _BESIDE.fullmatch(between)
        if beside or (min(before.rank, word.rank) > SURROUNDING and _JOINT.fullmatch(between)):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _thing(question: str, group: Sequence[_Word]) -> Thing:
    start, end = group[0].start, group[-1].end
    if number := _VERSION.match(question, end):
        end = number.end()
    if noun := _NOUN.match(question, end):
        end = noun.end()
    text = question[start:end]
    is_named_by_noun = bool(_THING_EN.search(text))
    if question[:start].endswith(" the ") and (is_named_by_noun or not _BARE_NOUN.match(question, end)):
        text, start = f"the {text}", start - len("the ")
    best = max(group, key=lambda one: one.rank)
    short = text if is_named_by_noun else _short(question, group, best)
    return Thing(text, short, best.rank, (start, end))


def _short(question: str, group: Sequence[_Word], best: _Word) -> str:
    """Return the words that stand directly beside a group's best, with it."""
    place = first = last = list(group).index(best)
    while first and _BESIDE.fullmatch(question[group[first - 1].end : group[first].start]):
        first -= 1
    while last + 1 < len(group) and _BESIDE.fullmatch(question[group[last].end : group[last + 1].start]):
        last += 1
    end = group[last].end
    number = _VERSION.match(question, end) if place <= last == len(group) - 1 else None
    return question[group[first].start : number.end() if number else end]


def _chinese_things(question: str, known: Known) -> list[Thing]:
    """Return the stretches of Chinese that say something, in their order, as far as the index has their words."""
    found = []
    for start, end in _stretches(question):
        noun = _NOUN.match(question, end)
        text = question[start : noun.end() if noun else end]
        if LEAST_CHINESE <= len(text) <= MOST_CHINESE and known.rank(question[start:end]):
            found.append(Thing(text, text, 0, (start, start + len(text))))
    return found[:2]


def _stretches(question: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for run in _RUN.finditer(question):
        for start, end in content_in(run[0]):
            place = (run.start() + start, run.start() + end)
            if spans and question[spans[-1][1] : place[0]] == "的":
                place = (spans.pop()[0], place[1])
            spans.append(place)
    return spans
