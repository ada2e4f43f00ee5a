"""Nuggets: the facts that an answer must hold, each in any of several wordings (Voorhees, TREC 2003).

A wording is found in a text when its characters stand there, whatever their case, width and spacing. A word or number
must stand whole: "5" is not in "15", "1.5", "5 million" or "5万", nor "八倍" in "十八倍". A plural's ending may follow
a Latin word, a space may part a number from its unit, "percent" is "%", and thousands separators do not count.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ingest.language import CJK

Nugget = tuple[str, ...]
"""Wordings of one fact, any of which will do."""

_LETTER = rf"[^\W_{CJK}]"  # or digit
_NUMERAL = "〇零一二三四五六七八九十百千万亿两"
_BEFORE_WORD = rf"(?<!{_LETTER})(?<!\d[.])"
_BEFORE_ONES = "(?<!ty-)"  # twenty-eight is not eight
_BEFORE_NUMERAL = rf"(?<![\d{_NUMERAL}])(?<![{_NUMERAL}]点)"
_MANY = rf"[ -](?:hundred|thousand|(?:m|b|tr)illion)s?(?!{_LETTER})"
_AFTER_WORD = rf"(?!{_LETTER})(?![.]\d)(?!{_MANY})(?!(?<=\d)[百千万亿])"
_AFTER_NUMERAL = rf"(?![{_NUMERAL}])"
_PLURAL = "(?:e?s)?"
_ONES = re.compile(rf"(?:one|two|three|four|five|six|seven|eight|nine)(?!{_LETTER})")
_CAN_BE_MANY = re.compile(rf"(?=\w*[a-z]){_LETTER}{{3,}}$")

_NOWHERE = re.compile("(?!)")  # where a wording of invisible characters stands

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u300c\u300d\u300e\u300f", '"'),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),  # invisible
        "\u00d7": "x",
        "\uff0c": ", ",  # a comma of Chinese prose lists numbers, it does not group digits
    }
)
_POWER = re.compile("(?<=[0-9])(?=[\u00b2\u00b3\u00b9\u2070\u2074-\u2079])")  # NFKC would make 105 of 10⁵
_NARROW_SPACE = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_SEPARATOR = re.compile(r"(?<=\d)(?<!\d{4}),(?=\d{3}(?!\d))")
_PERCENT = re.compile(rf"(?<=\d) ?(?:%|per ?cent(?!{_LETTER}))")
_BESIDE_CHINESE = re.compile(rf"(?<=[{CJK}。、]) | (?=[{CJK}。、])")


def holds(text: str, nugget: Nugget) -> bool:
    """Return whether a text has one of a nugget's wordings."""
    plain = _plain(text)
    return any(_pattern(wording).search(plain) for wording in nugget)


def found_in(text: str, nuggets: Sequence[Nugget]) -> list[Nugget]:
    """Return the nuggets that a text holds, each once."""
    return [nugget for nugget in dict.fromkeys(nuggets) if holds(text, nugget)]


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    marked = _POWER.sub("^", _NARROW_SPACE.sub(",", text.translate(_ALIKE)))
    folded = unicodedata.normalize("NFKC", marked).casefold()
    spaced = " ".join(_SEPARATOR.sub("", folded).split())
    return _BESIDE_CHINESE.sub("", _PERCENT.sub("%", spaced))


@lru_cache(maxsize=4096)
def _pattern(wording: str) -> re.Pattern[str]:
    """Return the wording with what may not stand around it; only a wording's own ends are looked at."""
    plain = _plain(wording)
    if not plain:
        return _NOWHERE
    before = _BEFORE_WORD if re.match(_LETTER, plain) else ""
    before += _BEFORE_ONES if _ONES.match(plain) else ""
    before += _BEFORE_NUMERAL if plain[0] in _NUMERAL else ""
    after = _PLURAL if _CAN_BE_MANY.search(plain) else ""
    after += _AFTER_WORD if re.search(f"{_LETTER}$", plain) else ""
    after += _AFTER_NUMERAL if plain[-1] in _NUMERAL else ""
    units = re.sub(r"(?<=\d) ?(?=[a-z])", "\0", plain)  # "8x" and "8 x"
    return re.compile(before + re.escape(units).replace("\0", " ?") + after)
