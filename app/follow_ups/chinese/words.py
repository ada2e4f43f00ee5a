"""Words that hold a Chinese question together, its ends, and the space beside Latin letters."""

import re

from ingest.language import CJK

_OPENER = re.compile(
    r"(?:(?:那么|那(?![个款篇些种本套家位年次份里边张台条时是])|然后|所以|但是|但(?!是)|不过|可是|而且|还有|另外|接着|"
    r"好的?|嗯)[，,、\s]*)+"
)
_EDGE = re.compile(rf"(?<=[A-Za-z0-9+#])(?=[{CJK}])|(?<=[{CJK}])(?=[A-Za-z0-9])")


def opened(question: str) -> str:
    """Return a question without the words that join it to the one before."""
    found = _OPENER.match(question)
    return question[found.end() :] if found and found.end() < len(question) else question


def bare(question: str) -> str:
    """Return a question without the marks at its end."""
    return question.rstrip("?？!！.。 ")


def joined(*parts: str) -> str:
    """Return parts in a row, a space where Latin letters meet Chinese ones."""
    text = ""
    for part in filter(None, parts):
        left, right = text.rstrip(), part.lstrip()
        meet = bool(left and right and _EDGE.search(left[-1] + right[0]))
        text = f"{left} {right}" if meet else text + part
    return text


def both(names: list[str]) -> str:
    """Return names as one part of a sentence."""
    return joined(*(part for name in names for part in ("和", name))).removeprefix("和").lstrip()
