"""Finds a passage again in a text that sets it with other spaces, hyphens and formulas."""

END_CHARS = 40  # letters and digits at either end that must agree; formulas stand in between
MAX_STRETCH = 1.5  # times its own length that a passage may take in the text


def end_of(passage: str, text: str) -> int | None:
    """Return the offset in a text at which a passage ends, or None when it is not there."""
    wanted, _ = _bare(passage)
    letters, offsets = _bare(text)
    start = letters.find(wanted[:END_CHARS]) if wanted else -1
    if start < 0:
        return None
    last = wanted[-END_CHARS:]
    end = letters.find(last, start, start + int(MAX_STRETCH * len(wanted)) + 1)
    if end < 0:
        return None
    at = offsets[end + len(last) - 1] + 1
    return at + (text[at : at + 1] in (".", "。"))


def _bare(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text, and where each of them stands in it."""
    found = [(mark, offset) for offset, whole in enumerate(text) for mark in whole.casefold() if mark.isalnum()]
    return "".join(mark for mark, _ in found), [offset for _, offset in found]
