"""Words that stand for something which a Chinese question itself does not name: “它支持分布式吗？”."""

import re

from app.follow_ups.vocabulary import THINGS_ZH, says_nothing
from ingest.language import CJK

Found = re.Match[str]
_ANAPHOR = re.compile(
    rf"(?P<thing>[这那该此][个款种套篇项家门]?(?:{THINGS_ZH}))"
    r"|(?P<two>[两二]者|[这那]两[个款种](?:框架|工具|库|项目)?)"
    r"|(?P<them>它们)|(?P<it>它)|(?P<its>(?<![尤极与莫何若土])其(?![中他它实次余间后一二三]))"
    r"|(?P<one>前者)|(?P<other>后者)"
    r"|(?P<vague>[他她]们|(?<![其吉])他(?![们人])|她(?!们)|"
    r"^这(?=是|怎么|能|可以|支持|有|跟|和|比|需要|要|属于)|^那(?=是))"
)
_MORE = re.compile(r"[这那]些|那时|当时|[这那][一个](?:级|步|层|点|年)|[这那]里")
# “怎么部署它？”, “JAX 和它比呢？”: what the verb is done to, or compared with, is named elsewhere.
_DONE_TO = re.compile(rf"(?:该?怎么|如何|怎样|谁|能不能|可以|可不可以)[{CJK}]{{1,3}}")
_COMPARED = re.compile(rf"[^{CJK}，,。？?]*[和跟与比同]")


def anaphor(question: str) -> Found | None:
    """Return the first word that stands for something, unless the question itself names something before it.

    Its groups say what it stands for: `it`, `its` and `thing` for one thing, `them` and `two` for several, `one` and
    `other` for one of two; `vague` for people, or what was said.
    """
    found = _ANAPHOR.search(question)
    if not found:
        return None
    before = question[: found.start()]
    return found if says_nothing(before) or _DONE_TO.fullmatch(before) or _COMPARED.fullmatch(before) else None


def points_at_more(question: str) -> bool:
    """Return whether more than one thing is left open: “在它之后又有哪些项目升到了这一级？”."""
    return bool(_MORE.search(question))
