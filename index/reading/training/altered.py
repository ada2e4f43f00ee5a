"""Questions altered so that their passage no longer answers them: another number, another name, the contrary.

What people ask is often near to what a text says and not what it says; sets with such questions in Chinese there are
none.
"""

import random
import re
from collections.abc import Callable, Sequence

import rjieba

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[a-z0-9,;] )[A-Z][\w'-]+(?: (?:of |the |de )?[A-Z][\w'-]+)*")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff]{2,}")
PAIRS = (
    ("first", "last"), ("largest", "smallest"), ("highest", "lowest"), ("before", "after"), ("most", "least"),
    ("more", "fewer"), ("begin", "end"), ("began", "ended"), ("oldest", "youngest"), ("north", "south"),
    ("east", "west"),
    ("increase", "decrease"), ("won", "lost"), ("above", "below"), ("early", "late"), ("minimum", "maximum"),
    ("largest", "second largest"), ("allowed", "forbidden"), ("support", "oppose"), ("supported", "opposed"),
    ("第一", "最后"), ("最大", "最小"), ("最高", "最低"), ("之前", "之后"), ("最多", "最少"), ("开始", "结束"),
    ("北部", "南部"),
    ("东部", "西部"), ("增加", "减少"), ("胜利", "失败"), ("以上", "以下"), ("早期", "晚期"), ("支持", "反对"),
    ("成立", "解散"),
    ("出生", "去世"), ("上任", "卸任"), ("最早", "最晚"), ("首次", "最后一次"), ("允许", "禁止"), ("父亲", "母亲"),
)  # fmt: skip
_CONTRARY = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
_CONTRARIES = re.compile(
    "|".join(rf"\b{one}\b" if one.isascii() else one for one in sorted(_CONTRARY, key=len, reverse=True))
)


def altered(
    question: str, passage: str, others: Sequence[str], answers: frozenset[str], rng: random.Random
) -> str | None:
    """Return the question with one thing changed so that the passage does not answer it; None where nothing can be.

    Args:
        question: that the passage answers.
        passage: the text.
        others: other passages of the article, whose names are as likely as the question's own.
        answers: what must not come into the question.
        rng: chooses.
    """
    ways: list[Callable[[], str | None]] = [
        lambda: _number(question, rng),
        lambda: _name(question, passage, others, answers, rng),
        lambda: _contrary(question, rng),
    ]
    rng.shuffle(ways)
    found = (way() for way in ways)
    return next((one for one in found if one and one != question), None)


def _number(question: str, rng: random.Random) -> str | None:
    places = list(_NUMBER.finditer(question))
    if not places:
        return None
    place = rng.choice(places)
    digits = list(place.group())
    at = rng.choice([n for n, mark in enumerate(digits) if mark.isdigit()][-2:])
    digits[at] = rng.choice([mark for mark in "123456789" if mark != digits[at]])
    return question[: place.start()] + "".join(digits) + question[place.end() :]


def _name(
    question: str, passage: str, others: Sequence[str], answers: frozenset[str], rng: random.Random
) -> str | None:
    """Put a name that stands elsewhere in the article in the place of one that stands in question and passage."""
    inside = [name for name in _names(question) if name in passage]
    if not inside:
        return None
    old = rng.choice(inside)
    named = [name for text in (passage, *others) for name in _names(text) if name not in question]
    fitting = [name for name in named if not any(name in answer or answer in name for answer in answers)]
    return question.replace(old, rng.choice(fitting), 1) if fitting else None


def _names(text: str) -> list[str]:
    if not _CHINESE_NAME.search(text):
        return [name for name in _NAME.findall(text) if len(name) > 2]
    words = [word for word in rjieba.tag(text) if word[1] in ("nr", "ns", "nt", "nz", "nrt", "nrfg")]
    return [word for word, _ in words if len(word) > 1]


def _contrary(question: str, rng: random.Random) -> str | None:
    places = list(_CONTRARIES.finditer(question))
    if not places:
        return None
    place = rng.choice(places)
    return question[: place.start()] + _CONTRARY[place.group()] + question[place.end() :]
