"""Words that hold an English question together, and its ends."""

import re

from app.follow_ups.vocabulary import pieces, says_nothing

AUXILIARY = (
    "do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|"
    "don't|doesn't|didn't|isn't|aren't|wasn't|weren't|hasn't|haven't|can't|couldn't|won't|wouldn't|shouldn't"
)
WH = "who|whom|whose|what|which|when|where|why|how"
PREPOSITION = "on|in|for|with|without|under|at|by|from|since|until|about|of|to|through|using"
_OPENER = re.compile(r"(?:(?:and|but|so|or|then|also|ok|okay|now)\b[,\s]+)+", re.IGNORECASE)


def opened(question: str) -> str:
    """Return a question without the words that join it to the one before."""
    found = _OPENER.match(question)
    return question[found.end() :] if found and found.end() < len(question) else question


def bare(question: str) -> str:
    """Return a question without the marks at its end."""
    return question.rstrip("?？!！.。 ")


def small(question: str) -> str:
    """Return a question that may follow a comma: its first word is small where it is no name."""
    first = next(iter(pieces(question)), "")
    return question[:1].lower() + question[1:] if first != "I" and says_nothing(first) else question


def capital(question: str) -> str:
    """Return a question that begins with a capital where its first word is no name."""
    return question[:1].upper() + question[1:] if says_nothing(next(iter(pieces(question)), "")) else question
