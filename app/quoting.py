"""Sentences that were chosen, as an answer's: verbatim, each with the number of its article."""

from collections.abc import Sequence
from dataclasses import replace

from app.answers import Answer, Citation, Sentence
from app.evidence import Evidence

Span = tuple[int, int]


def quoted(empty: Answer, picked: Sequence[Evidence]) -> Answer:
    """Return an answer of verbatim sentences.

    An article is numbered once, in reading order, and its citation quotes each passage in which one of the sentences
    stands; where they come from several texts of it, each text has a number.
    """
    texts: dict[tuple[str, str], list[Evidence]] = {}
    for one in picked:
        texts.setdefault(_text(one), []).append(one)
    numbers = {text: number for number, text in enumerate(texts, 1)}
    sentences = tuple(Sentence(one.text, (numbers[_text(one)],), "verbatim") for one in picked)
    citations = tuple(_citation(number, texts[text]) for text, number in numbers.items())
    return replace(empty, sentences=sentences, citations=citations)


def _text(one: Evidence) -> tuple[str, str]:
    return one.article, one.hit.chunk.document.text_hash


def _citation(number: int, evidence: Sequence[Evidence]) -> Citation:
    chunk = evidence[0].hit.chunk
    (start, end), *more = _passages(evidence)
    return Citation(number, chunk.document, start, end, chunk.language, tuple(more))


def _passages(evidence: Sequence[Evidence]) -> list[Span]:
    """Return where the passages of the sentences stand, in reading order: from first to last of each chunk."""
    found: dict[int, list[Span]] = {}
    for one in evidence:
        found.setdefault(one.hit.row, []).append(one.span)
    return [(min(start for start, _ in spans), max(end for _, end in spans)) for spans in found.values()]
