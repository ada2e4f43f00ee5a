"""What a language model wrote, as sentences with the numbers they cite; images, addresses and tags are left out."""

import re

from ingest.language import CJK
from ingest.sentences import sentence_spans

_MARK = re.compile(r"\s*[\[\uff3b【](\d{1,3}(?:\s*[,，]\s*\d{1,3})*)[\]\uff3d】]")
# A stop, what closes behind it, then marks: they belong to the sentence that ends there.
_STOP_THEN_MARKS = re.compile(rf"([.。!！?？]+[”’」』）)\"']*)((?:{_MARK.pattern})+)")
_FOREIGN = re.compile(
    r"(?s:<think>.*?(?:</think>|\Z))"  # what a reasoning model thinks aloud
    r"|!\[[^\]]*\]\([^)]*\)"
    r"|\[([^\]]*)\]\([^)]*\)"
    rf"|(?:https?://|www\.)[^\s\[\]<>()\u3000-\u303f\uff00-\uffef{CJK}]+(?<![.,;:!?])"  # full-width marks end it
    r"|</?[A-Za-z][^<>]{0,200}>"
)
_LAYOUT = re.compile(r"^\s*(?:#{1,6}|[-*+•]|\d{1,2}[.)、])\s+|\*\*", re.MULTILINE)


def cited_sentences(written: str) -> list[tuple[str, list[int]]]:
    """Split a text into sentences, each with the numbers that stand in it or right behind it."""
    text = _LAYOUT.sub("", _FOREIGN.sub(_harmless, written))
    text = _STOP_THEN_MARKS.sub(r"\2\1", text)
    sentences: list[tuple[str, list[int]]] = []
    for start, end in sentence_spans(text, 0, len(text)):
        raw = text[start:end]
        numbers = [int(number) for found in _MARK.findall(raw) for number in re.split(r"[,，]", found)]
        if said := _MARK.sub("", raw).strip():
            sentences.append((said, numbers))
        elif sentences:  # marks on a line of their own
            sentences[-1][1].extend(numbers)
    return sentences


def _harmless(found: re.Match[str]) -> str:
    """Leave a link's text; when that is a number it was meant as a mark."""
    text = found[1] or ""
    return f"[{text}]" if text.isdigit() else text
