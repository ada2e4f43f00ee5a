"""Which questions are about the list itself; what is not surely one goes on as an ordinary question."""

import re
import unicodedata
from collections.abc import Sequence

from app.catalogue.chinese import CHINESE
from app.catalogue.english import ENGLISH
from app.catalogue.grammar import Grammar
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
_ASKING = re.compile(r"\b(?:how|what|which|who|when|where|why)\b|[哪谁几]|什么|多少|怎么|为何", re.IGNORECASE)


def recognised(question: str) -> Request | None:
    """Return what a question asks of the list; None when it asks something else, or more than that.

    It may be in the other language than its names are, which then make up most of it.
    """
    grammars = (CHINESE, ENGLISH) if language_asked(question) == "zh" else (ENGLISH, CHINESE)
    sentences = _sentences(question)
    return next((found for grammar in grammars if (found := _only_request(sentences, grammar))), None)


def _only_request(sentences: Sequence[str], grammar: Grammar) -> Request | None:
    """Return the one request among sentences that otherwise ask nothing."""
    asked: list[Request] = []
    for written in sentences:
        sentence = _plain(written, grammar)
        if all(_ECHO.fullmatch(part.strip()) for part in sentence.split(",") if part.strip()):
            continue
        if found := _read(sentence, grammar):
            asked.append(found)
        elif asked or written.rstrip().endswith("?"):
            return None
    return asked[0] if len(asked) == 1 else None


def _sentences(question: str) -> list[str]:
    return [one for one in _SENTENCES.split(unicodedata.normalize("NFKC", question)) if one.strip()]


def _plain(sentence: str, grammar: Grammar) -> str:
    spaced = " ".join(sentence.replace("\u2019", "'").split()).strip(_ENDS)
    return _BESIDE_CHINESE.sub("", spaced) if grammar is CHINESE else spaced


def _read(sentence: str, grammar: Grammar) -> Request | None:
    """Read a sentence as it stands, then without a clause before it, which may not ask anything."""
    if len(sentence) > MOST_CHARS:
        return None
    preface = _PREFACE.match(sentence)
    found = grammar.read(sentence)
    if found is None and preface and not _ASKING.search(preface[0]):
        found = grammar.read(sentence[preface.end() :])
    return None if found is None or _ASKING.search(found.target) else found
