"""Terms of a text: Chinese words, English words as they stand, names whole and in parts.

The one file that knows jieba: `rjieba` is its Rust edition, which finds the same words 19 times as fast.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from ingest.language import CJK

_CHINESE = f"[{CJK}]+"
_WORD = rf"[^\W_{CJK}]++"
_NAME = rf"{_WORD}(?:[-._+#']{_WORD})*[+#]*+"  # dm-haiku, torch.nn, snake_case, 1910.04940, C++, C#, don't
# A group that gives nothing back, "(…)*+", takes a joint too many in Python 3.11.2; this one never needs to.
_TOKEN = re.compile(rf"{_NAME}|{_CHINESE}|(?<![\w.])\.{_NAME}")  # .NET
_IS_CHINESE = re.compile(_CHINESE).match
_JOINTS = re.compile(r"[-._+#]")
_JOINTS_WITHIN = re.compile(r"[-._]|[+#](?=[^\W_])")  # the signs of C++ and C# stay
_HUMPS = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # XG|Boost, Data|Loader
_POSSESSIVE = re.compile(r"'s?$")
_VERSION = re.compile(r"v(?=\d)")
_NAME_KINDS = ("nr", "nt", "nz")  # jieba's parts of speech
# Words that carry no subject; a question's "which … is" must not decide.
_NO_SUBJECT = """
    a about an and any are as at be been by can could did do does for from had has have how i in into is it its me
    of on or please should so tell than that the their them there these they this those to was we were what when
    where which who why will with would you your
    aren't can't couldn't didn't doesn't don't isn't it's shouldn't wasn't weren't won't wouldn't
    什么 哪个 哪些 哪里 怎么 怎样 如何 为什么 为何 多少 是否 可以 有没有 没有 一个 这个 那个 请问 我们 你们 他们
    的 了 是 在 和 与 及 或 而 也 都 就 这 那 其 之 以 于 为 从 到 对 把 被 让 给 有
    能 用 会 要 上 下 中 里 我 你 他 她 它 们 个 几 哪 谁 多 请 吗 呢 吧 啊 着 过 地 得
"""
STOP_WORDS = frozenset(_NO_SUBJECT.split())


def terms_of(text: str) -> list[str]:
    """Return the terms of a text, repeated as often as they occur, stop words left out."""
    return [term for word in _TOKEN.findall(spelt_alike(text)) for term in _subjects(word)]


def spelt_alike(text: str) -> str:
    """Return a text with full-width letters, ligatures, apostrophes and hyphens in one form (Unicode's NFKC)."""
    return unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("\u2010", "-")


def tokens(text: str) -> Iterator[tuple[str, int, bool]]:
    """Yield the words of a text that is spelt alike, where each begins, and whether it is a run of Chinese."""
    for found in _TOKEN.finditer(text):
        yield found[0], found.start(), bool(_IS_CHINESE(found[0]))


def chinese_terms(run: str) -> list[str]:
    """Return the terms of an unbroken run of Chinese characters.

    They are the dictionary's words in search mode, long ones also in their parts. Where it knows no word, single
    characters stand in a row: these count alone and as overlapping pairs, so that names it lacks are found, too.
    """
    import rjieba  # reads its dictionary, 0.2 s, which a question without Chinese need not wait for

    words = rjieba.cut_for_search(run, hmm=False)
    return words + [first + second for first, second in pairwise(words) if len(first) == len(second) == 1]


def name_terms(word: str) -> list[str]:
    """Return a word that is not Chinese in small letters, and the parts of a name behind it."""
    if word.isalpha() and word.islower():
        return [word.casefold()]
    whole = _POSSESSIVE.sub("", word)
    parts = [part for piece in _JOINTS.split(whole) for part in _HUMPS.split(piece)]
    unversioned = [whole[1:]] if _VERSION.match(whole) else []
    others = [part for part in (*unversioned, *parts) if len(part) > 1 and part != whole]
    return list(dict.fromkeys(term.casefold() for term in (whole, *others)))


def units(text: str) -> tuple[str, ...]:
    """Return what wordings are compared by: Chinese characters, and other words in small letters, split at joints."""
    found: list[str] = []
    for word, _, is_chinese in tokens(text):
        found += word if is_chinese else (part for part in _JOINTS_WITHIN.split(word.casefold()) if part)
    return tuple(found)


@lru_cache(maxsize=1 << 16)  # most words of a text have been met before
def _subjects(word: str) -> tuple[str, ...]:
    terms = chinese_terms(word) if _IS_CHINESE(word) else name_terms(word)
    return tuple(term for term in terms if term not in STOP_WORDS)


def proper_names(text: str) -> list[tuple[int, int]]:
    """Return where Chinese names stand in a text that is spelt alike: of people, makes, bodies, or in no dictionary."""
    return [place for run in re.finditer(_CHINESE, text) for place in _proper_names(run[0], run.start())]


def _proper_names(run: str, start: int) -> Iterator[tuple[int, int]]:
    import rjieba

    for word, kind in rjieba.tag(run):
        if len(word) > 1 and (kind.startswith(_NAME_KINDS) or not rjieba.has_word(word)):
            yield start, start + len(word)
        start += len(word)
