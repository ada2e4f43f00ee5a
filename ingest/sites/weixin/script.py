"""Values that WeChat pages hold in their scripts: read as strings, never run."""

import html
import re
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))  # the clock that WeChat shows its dates by
ADVERTISER = "微信广告"  # the account of the advertisements, which the same scripts name
FIRST_YEAR = 2012  # the first public accounts
_CHOICE = r"(?:\w{1,20}+\s*+\?[^:\n;]{0,60}+:\s*+)?"  # `xml ? value('x') : '…'`: what stands behind the colon counts
_QUOTED = r"""(?:'([^'\\\n]*+(?:\\.[^'\\\n]*+)*+)'|"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)")"""
_STRING = rf"{_CHOICE}(?:JsDecode|htmlDecode)?\(?\s*{_QUOTED}"
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": ""}
_SECONDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:var |window\.)ct\s*=\s*['\"](\d{9,10})['\"]",
        r"\b(?:ori_create_time|create_timestamp)\s*[:=]\s*['\"]?(\d{9,10})\b",
        r"\bcreate_time\s*[:=][^;,\n]{0,200}?['\"](\d{9,10})['\"]",
    )
)
_DAY = re.compile(r"(20\d\d)[-年](\d{1,2})[-月](\d{1,2})")


def strings(script: str, name: str) -> list[str]:
    """Return every string that a script gives a name, plain or through JsDecode, unescaped; empty ones left out."""
    found = re.finditer(rf"(?<![\w$]){name}\s*[:=]\s*{_STRING}", script)
    values = (unescaped(match[1] or match[2] or "") for match in found)
    return [value for value in values if value.strip()]


def unescaped(literal: str) -> str:
    r"""Return the text that a JavaScript string literal stands for (ECMA-262, 12.9.4): `\x3c`, `\u6587`, `\n`."""
    text = _ESCAPE.sub(_character, literal)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves of an emoji become one


def account(script: str) -> str:
    """Return the name of the account that published the page, or an empty string."""
    names = [*strings(script, "nick_name"), *strings(script, "nickname")]
    return next((html.unescape(name).strip() for name in names if name != ADVERTISER), "")


def published(script: str, shown: str) -> str | None:
    """Return the ISO date of publication in UTC+8: from the Unix seconds in a script, else from a date in words."""
    for pattern in _SECONDS:
        for seconds in pattern.findall(script):
            moment = datetime.fromtimestamp(int(seconds), UTC).astimezone(CHINA)
            if moment.year >= FIRST_YEAR:
                return moment.date().isoformat()
    return next((day for words in (*strings(script, "create_time"), shown) if (day := _day(words))), None)


def _day(words: str) -> str | None:
    if not (found := _DAY.search(words)):
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def _character(escape: re.Match[str]) -> str:
    two, four, braces, letter = escape.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter)
    code = int(two or four or braces, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
