"""What a Chinese question leaves out: the thing, the predicate, or all but a question word."""

import re

from app.follow_ups.chinese.anaphora import anaphor
from app.follow_ups.chinese.words import bare, opened
from app.follow_ups.vocabulary import THINGS_ZH, is_surrounding, names_a_trait, pieces, says_nothing, says_something
from app.follow_ups.wording import Lack
from ingest.language import CJK

_ASKS = re.compile(r"什么|怎么|怎样|如何|哪|谁|多少|多久|多[大快长高]|几|为何|为啥|吗|是不是|有没有|能不能|是否")
_FRAGMENT = re.compile(
    r"(?P<instead>(?:如果|要是|假如)?(?:换成|换做|换|改成|改用)|(?:如果|要是|假如)[是用]?)?(?:对于|至于)?"
    r"(?P<rest>.{1,60}?)(?:的话|来说)?呢"
)
_NAME_ALONE = re.compile(rf"(?P<rest>[^{CJK}？?，,。]{{2,40}})(?P<instead>)?")
_QUESTION_WORD = re.compile(
    r"(?:为什么|为何|为啥|怎么会|怎么做到的?|是?从?什么时候(?:开始)?的?|是?谁|在?哪里?|是?哪一?年的?|多少|多久)[呢啊]?"
)
# “什么是开源？”, “框架是什么？”: asks for no trait of a thing.
_GENERAL = re.compile(rf"什么[是叫].*|(?:{THINGS_ZH}|.*开源)是(?:什么|啥)(?:意思|东西)?")
_ADDRESSED = re.compile("[你您]")
_RUNS_ON = re.compile("[还也]?(?:支持|兼容|需要|要求|能|可以|可不可以|有)")
_RELATED = re.compile(r"(?:还)?有(?:没有)?(?:什么|哪些)?(?:配套|附带|自带|类似|同类|替代)")


def lack(question: str) -> Lack | None:
    """Return what a question leaves out; None where it is complete, or may be."""
    rest = opened(question)
    if anaphor(rest):
        return Lack.NAME
    if _QUESTION_WORD.fullmatch(bare(rest)):
        return Lack.SENTENCE
    if fragment(question):
        return Lack.PREDICATE
    general = _GENERAL.fullmatch(bare(rest)) or _ADDRESSED.search(rest)
    asks = bool(_ASKS.search(rest)) and names_a_trait(rest)
    return Lack.THING if asks and not general and _names_nothing(rest) else None


def _names_nothing(question: str) -> bool:
    """Return whether a question names no thing: “支持 GPU 吗？” names what its thing runs on."""
    if _RELATED.match(question):
        return True
    words = pieces(question)
    own = [word for word in words if not is_surrounding(word)] if _RUNS_ON.match(question) else words
    return all(map(says_nothing, own))


def fragment(question: str) -> tuple[str, bool] | None:
    """Return what a question without a predicate consists of (“Trax” of “换成 Trax 呢？”), and whether it replaces."""
    rest = opened(question)
    found = _FRAGMENT.fullmatch(bare(rest)) or (_NAME_ALONE.fullmatch(bare(rest)) if rest != question else None)
    said = found["rest"].strip() if found else ""
    return (said, bool(found and found["instead"])) if says_something(said) and not _ASKS.search(said) else None
