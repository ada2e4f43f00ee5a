"""Nuggets: the facts that an answer must hold, each in any of several wordings (Voorhees, TREC 2003).

A wording is found in a text when its characters stand there, whatever their case, width and spacing; a Latin word or
number only as a whole ("5" is not in "15", nor in "1.5"), a thousands separator does not count.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ingest.language import CJK

Nugget = tuple[str, ...]
"""Wordings of one fact, any of which will do."""

_BESIDE_CHINESE = re.compile(rf"(?<=[{CJK}，。、；：]) | (?=[{CJK}，。、；：])")
_SEPARATOR = re.compile(r"(?<=\d)[,\u202f](?=\d{3}(?!\d))")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[\u2018\u2019\u02bc]")


def holds(text: str, nugget: Nugget) -> bool:
    """Return whether a text has one of a nugget's wordings."""
    plain = _plain(text)
    return any(_pattern(wording).search(plain) for wording in nugget)


def found_in(text: str, nuggets: Sequence[Nugget]) -> list[Nugget]:
    """Return the nuggets that a text holds."""
    return [nugget for nugget in nuggets if holds(text, nugget)]


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _QUOTES.sub("'", _DASHES.sub("-", _SEPARATOR.sub("", folded)))
    return _BESIDE_CHINESE.sub("", " ".join(folded.split()))


@lru_cache(maxsize=4096)
def _pattern(wording: str) -> re.Pattern[str]:
    plain = _plain(wording)
    before = r"(?<![a-z0-9])(?<!\d[.])" if re.match(r"[a-z0-9]", plain) else ""
    after = r"(?![a-z0-9])(?![.]\d)" if re.search(r"[a-z0-9]$", plain) else ""
    return re.compile(before + re.escape(plain) + after)
