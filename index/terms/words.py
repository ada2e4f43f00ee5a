"""Terms of a text: Chinese words, English words as they stand, names whole and in parts."""

import re
import unicodedata
from collections.abc import Iterator

from index.terms.chinese import chinese_terms
from ingest.language import CJK

_WORD = rf"[^\W_{CJK}]+"
# Chinese, or a word with its joints: dm-haiku, torch.nn, snake_case, 1910.04940, C++, C#, .NET, don't.
_TOKEN = re.compile(rf"([{CJK}]+)|(?:(?<![\w.])\.)?{_WORD}(?:[-._+#']{_WORD})*[+#]*")
_JOINTS = re.compile(r"[-._+#]")
_JOINTS_WITHIN = re.compile(r"[-._]|[+#](?=[^\W_])")  # the signs of C++ and C# stay
_HUMPS = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # XG|Boost, Data|Loader
_POSSESSIVE = re.compile(r"'s?$")
_VERSION = re.compile(r"v(?=\d)")
_ONE_SPELLING = str.maketrans({"\u2019": "'", "\u2010": "-", "\u2011": "-"})
# Words that carry no subject; a question's "which … is" must not decide.
_NO_SUBJECT = """
    a about an and any are as at be been by can could did do does for from had has have how i in into is it its me
    of on or please should so tell than that the their them there these they this those to was we were what when
    where which who why will with would you your
    aren't can't couldn't didn't doesn't don't isn't it's shouldn't wasn't weren't won't wouldn't
    什么 哪个 哪些 哪里 怎么 怎样 如何 为什么 为何 多少 是否 可以 有没有 没有 一个 这个 那个 请问 我们 你们 他们
    的 了 是 在 和 与 及 或 而 也 都 就 这 那 其 之 以 于 为 从 到 对 把 被 让 给 有
    我 你 他 她 它 们 个 几 哪 谁 多 请 吗 呢 吧 啊 着 过 地 得
"""
STOP_WORDS = frozenset(_NO_SUBJECT.split())


def terms_of(text: str) -> list[str]:
    """Return the terms of a text, repeated as often as they occur, stop words left out."""
    return [term for term in _all_terms(text) if term not in STOP_WORDS]


def spelt_alike(text: str) -> str:
    """Return a text with full-width letters, ligatures and the like in their plain form (Unicode's NFKC)."""
    return unicodedata.normalize("NFKC", text).translate(_ONE_SPELLING)


def tokens(text: str) -> Iterator[tuple[str, int, bool]]:
    """Yield the words of a text that is spelt alike, where each begins, and whether it is a run of Chinese."""
    for found in _TOKEN.finditer(text):
        yield found[0], found.start(), found[1] is not None


def name_terms(word: str) -> list[str]:
    """Return a word that is not Chinese in small letters, and the parts of a name behind it."""
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


def _all_terms(text: str) -> Iterator[str]:
    for word, _, is_chinese in tokens(spelt_alike(text)):
        yield from chinese_terms(word) if is_chinese else name_terms(word)
