"""Which questions are about the list itself; what is not surely one goes on as an ordinary question."""

import re
import unicodedata
from collections.abc import Callable

from app.catalogue.chinese import CHINESE
from app.catalogue.english import ENGLISH
from app.catalogue.request import Request
from ingest.language import CJK, language_asked

MOST_CHARS = 240  # of a sentence: nobody asks for a list at greater length
_SENTENCES = re.compile(r"(?<=[.;])\s+|(?<=[!?。])")  # NFKC has made ASCII of all but “。”
_ENDS = " .!?;:。、…~\"'“”"
_BESIDE_CHINESE = re.compile(rf"(?<=[{CJK},]) | (?=[{CJK},])")
_ECHO = re.compile(
    r"(?:(?:please )?(?:list|show|name|enumerate|count)(?: me)?(?: them| these| all)*(?: please)?|please"
    r"|thanks?(?: you)?|(?:请|帮我|麻烦)*(?:都|全部)?(?:列|数|展示|显示)(?:一下|出来|给我)*(?:吧|谢谢)?|谢谢)",
    re.IGNORECASE,
)
_PREFACE = re.compile(r"[^,]{1,40}, ?")
_ASKING = re.compile(r"(?:how|what|which|who|when|where|why)\b|[哪谁几]|什么|多少|怎么|为何", re.IGNORECASE)


Read = Callable[[str], Request | None]


def recognised(question: str) -> Request | None:
    """Return what a question asks of the list; None when it asks something else, or more than that."""
    is_chinese = language_asked(question) == "zh"
    read = CHINESE.read if is_chinese else ENGLISH.read
    asked: list[Request] = []
    for written in _sentences(question):
        sentence, is_question = _plain(written, is_chinese=is_chinese), written.rstrip().endswith(("?", "？"))
        if not sentence or _ECHO.fullmatch(sentence):
            continue
        found = _read(sentence, read)
        if found:
            asked.append(found)
        elif is_question or asked:
            return None
    return asked[0] if len(asked) == 1 else None


def _sentences(question: str) -> list[str]:
    return [one for one in _SENTENCES.split(unicodedata.normalize("NFKC", question)) if one.strip()]


def _plain(sentence: str, *, is_chinese: bool) -> str:
    spaced = " ".join(sentence.replace("\u2019", "'").split()).strip(_ENDS)
    return _BESIDE_CHINESE.sub("", spaced) if is_chinese else spaced


def _read(sentence: str, read: Read) -> Request | None:
    """Read a sentence as it stands, then without a clause before it, which may not ask anything."""
    if len(sentence) > MOST_CHARS:
        return None
    if found := read(sentence):
        return found
    preface = _PREFACE.match(sentence)
    if preface is None or _ASKING.search(preface[0]):
        return None
    return read(sentence[preface.end() :])
