"""Sentences that lean on others: a pronoun on what was named, a row on its header, a colon on what it announces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.evidence import MAX_SENTENCES, Evidence

STEPS = 2  # sentences back to what a pronoun stands for
_ITSELF = "article|blog|book|chapter|document|page|paper|post|report|section|survey|tutorial"
_PRONOUN = re.compile(
    rf"\W*(?:(?:it|its|they|their|them|(?:this|these|those|such|both)(?! (?:{_ITSELF}))|he|she|his|her"
    r"|the (?:former|latter|two|same))\b"
    r"|(?:它|其(?!他|它|余|中|实|次)|[该这此](?!外|里|[本篇]?文|[篇本份](?:文章|论文|书|报告))|那(?!么|里)|他|她|前者|后者|[两二]者))",
    re.IGNORECASE,
)
_COLON = (":", "：")
_CELL = " | "


def complete(picked: Sequence[Evidence]) -> list[Evidence]:
    """Return sentences with those of their passages that they cannot be read without, in the passages' order.

    What would make too many sentences is left out.
    """
    kept = {(one.hit.row, one.sentence): one for one in picked}
    for one in picked:
        wanted = {(one.hit.row, number): replace(one, sentence=number) for number in _leans_on(one)}
        if len(kept | wanted) <= MAX_SENTENCES:
            kept = wanted | kept
    rows = [one.hit.row for one in picked]
    return sorted(kept.values(), key=lambda one: (rows.index(one.hit.row), one.span))


def _leans_on(one: Evidence) -> list[int]:
    """Return the numbers of the sentences in its passage that a sentence is not understood without."""
    sentences = [one.hit.chunk.sentence(number) for number in range(len(one.hit.chunk.sentences))]
    if one.text.endswith(_COLON):
        return list(_announced(one))[: MAX_SENTENCES - 1]
    if (above := _heading_line(one)) is not None:
        return [above]
    found: list[int] = []
    number = one.sentence
    while number and len(found) < STEPS and _PRONOUN.match(sentences[number]):
        number -= 1
        found.append(number)
    return found


def _announced(one: Evidence) -> Iterator[int]:
    """Yield the lines that a colon announces: those of its own block below it, else all of the next block."""
    text, spans = one.hit.chunk.document.text, one.hit.chunk.sentences
    later = range(one.sentence + 1, len(spans))
    first = next(iter(later), None)
    if first is not None:
        end = text.find("\n\n", spans[first][0])
        yield from (number for number in later if end < 0 or spans[number][1] <= end)


def _heading_line(one: Evidence) -> int | None:
    """Return the line that a row or an item stands under: a table's first, or one with a colon above a list."""
    text, spans = one.hit.chunk.document.text, one.hit.chunk.sentences
    start, end = _block(text, one.span)
    inside = [number for number, span in enumerate(spans) if start <= span[0] and span[1] <= end]
    if "\n" not in text[start:end] or not inside:
        return None
    if _CELL in one.text:
        return inside[0] if inside[0] < one.sentence and _CELL in one.hit.chunk.sentence(inside[0]) else None
    above = inside[0] if one.hit.chunk.sentence(inside[0]).endswith(_COLON) else inside[0] - 1
    is_above = 0 <= above < one.sentence and one.hit.chunk.sentence(above).endswith(_COLON)
    return above if is_above else None


def _block(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return where the block of lines begins and ends in which a sentence stands."""
    end = text.find("\n\n", span[1])
    return text.rfind("\n\n", 0, span[0]) + 2 if "\n\n" in text[: span[0]] else 0, len(text) if end < 0 else end
