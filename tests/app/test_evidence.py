"""Sentences that answer: their scores against a computation of our own, and what may be chosen together."""

from collections.abc import Sequence
from dataclasses import replace
from math import log

import numpy as np
import pytest

from app.assistant import Assistant
from app.evidence import (
    CODE_PENALTY,
    ELSEWHERE,
    FOUND,
    HITS,
    LEAST,
    LIST_PENALTY,
    MARGIN,
    MAX_SENTENCES,
    MIN_CHARS,
    OWN_LANGUAGE,
    SAME,
    Evidence,
    candidates,
    chosen,
)
from index.encoders.protocol import Vectors
from index.reading.outputs import Reading
from index.search import Hit
from index.search.reading import MOST, RAISED
from ingest.documents import Chunk
from ingest.language import Language, language_asked
from ingest.status import Source

QUESTIONS = [
    "Who develops Optuna?",
    "Which reinforcement learning algorithms does RLzoo offer?",
    "What is the difference between Haiku and RLax?",
    "How do I install Streamlit?",
    "有哪些图神经网络框架？",
    "Angel 是用什么语言写的？",
    "CPU 和 GPU 之间靠什么相连？",
    "TensorRT 优化后 BERT 在 T4 上推理要多少毫秒？",
]
HALF = 2e-3  # what sentence vectors lose in half precision, in a cosine


def found(question: str, assistant: Assistant) -> tuple[Vectors, list[Hit], list[Evidence]]:
    """Return a question's vector, its hits, and all of their sentences, best first."""
    searcher = assistant.searcher
    query = searcher.encoder.encode_query([question])[0]
    hits = searcher.near(question, query, HITS)
    return query, hits, candidates(query, hits, searcher, language_asked(question))


def listed(hit: Hit) -> float:
    """Return what a line of the list is worth less than a sentence of a text."""
    return LIST_PENALTY if hit.chunk.document.source is Source.STUB else 0.0


def lit(texts: Sequence[str], titles: Sequence[str], assistant: Assistant) -> Vectors:
    """Return each text's vector and half of its title's, as one of length 1, encoded anew."""
    encode = assistant.searcher.encoder.encode_document
    both = np.array([encode([text])[0] + encode([title])[0] / 2 for text, title in zip(texts, titles, strict=True)])
    return np.asarray(both / np.linalg.norm(both, axis=1, keepdims=True))


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_those_of_the_sentences_encoded_anew(question: str, shipped_assistant: Assistant) -> None:
    """A sentence falls behind its passage's score by what its cosine falls behind the nearest one's, and by penalties.

    Whatever row of the index its vector is read from, it is that of its own text and title.
    """
    query, hits, ranked = found(question, shipped_assistant)
    for hit in hits[:3]:
        texts = [hit.chunk.sentence(number) for number in range(len(hit.chunk.sentences))]
        cosines = lit(texts, [hit.chunk.document.title] * len(texts), shipped_assistant) @ query
        scores = {one.sentence: one.score for one in ranked if one.hit.row == hit.row}
        assert scores
        for number, score in scores.items():
            less = hit.score + cosines[number] - cosines.max() - listed(hit) - score
            code = CODE_PENALTY if set("{}=;<>") & set(texts[number]) else 0.0
            assert less == pytest.approx(code, abs=2 * HALF), texts[number]


def test_code_is_said_after_sentences(harbour_assistant: Assistant) -> None:
    """A line of code is worth less than a sentence that is as near, whatever language it is written in."""
    searcher = harbour_assistant.searcher
    lines = ("store = Tidewater(48);", "import tidewater.sensors", "$ pip install tidewater", "Tidewater 是存储。")
    document = next(one for one in searcher.index.documents if one.source is Source.ARCHIVE)
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    spans = tuple((start, start + len(line)) for start, line in zip(starts, lines, strict=True))
    hit = Hit(Chunk(replace(document, text=text), 0, len(text), (), spans), 0, 1, 0.5)
    query = np.zeros(searcher.encoder.identity.dimension, np.float32)  # as near to all of them
    ranked = candidates(query, [hit], searcher, "en")

    assert [one.text for one in ranked] == [lines[3], *lines[:3]]
    assert [one.score for one in ranked] == pytest.approx([0.5] + 3 * [0.5 - CODE_PENALTY])


@pytest.mark.parametrize("question", QUESTIONS)
def test_all_sentences_of_the_hits_compete(question: str, shipped_assistant: Assistant) -> None:
    """Each sentence of a few characters at least is ranked once, best first, and none above its passage."""
    _, hits, ranked = found(question, shipped_assistant)

    every = [(hit, number) for hit in hits for number in range(len(hit.chunk.sentences))]
    long = {(hit.row, number) for hit, number in every if len(hit.chunk.sentence(number)) >= MIN_CHARS}
    assert len(ranked) == len(long)
    assert {(one.hit.row, one.sentence) for one in ranked} == long
    assert [one.merit for one in ranked] == sorted((one.merit for one in ranked), reverse=True)
    assert all(one.score <= one.hit.score - listed(one.hit) for one in ranked)
    best = max(one.score for one in ranked)
    assert best == pytest.approx(max(hit.score - listed(hit) for hit in hits))  # its nearest is no code


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_chosen_fits_together(question: str, shipped_assistant: Assistant) -> None:
    """At most four sentences, near the best, those of an article in its order, none said twice."""
    _, _, ranked = found(question, shipped_assistant)
    picked = chosen(ranked, shipped_assistant.searcher)

    assert ranked[0] in picked
    assert 1 <= len(picked) <= MAX_SENTENCES
    for one in picked:
        assert one.merit >= ranked[0].merit - (MARGIN if one.article == ranked[0].article else ELSEWHERE)
    for article in {one.article for one in picked}:
        together = [one for one in picked if one.article == article]
        assert len({(one.hit.chunk.document.text_hash, one.hit.chunk.language) for one in together}) == 1
        rows = [one.hit.row for one in together]
        assert together == sorted(together, key=lambda one: (rows.index(one.hit.row), one.span))
    titles = [one.hit.chunk.document.title for one in picked]
    vectors = lit([one.text for one in picked], titles, shipped_assistant)
    others = (vectors @ vectors.T)[~np.eye(len(picked), dtype=bool)]
    assert np.all(others < SAME + HALF)
    # Articles come in the order of their best sentence, each in one piece.
    best = [max(other.merit for other in picked if other.article == one.article) for one in picked]
    assert best == sorted(best, reverse=True)


def test_the_next_best_that_fits_is_taken(shipped_assistant: Assistant) -> None:
    """A greedy walk over the ranking, written anew, picks the same sentences."""
    searcher = shipped_assistant.searcher
    starts, vectors = searcher.index.sentence_starts, searcher.index.sentence_vectors.astype(np.float32)
    for question in QUESTIONS:
        _, _, ranked = found(question, shipped_assistant)
        expected: list[Evidence] = []
        for one in ranked:
            if len(expected) == MAX_SENTENCES or one.merit < ranked[0].merit - MARGIN:
                break
            row = starts[one.hit.row] + one.sentence
            repeats = any(vectors[starts[other.hit.row] + other.sentence] @ vectors[row] >= SAME for other in expected)
            siblings = [other.hit.chunk for other in expected if other.article == one.article]
            others = {(chunk.document, chunk.language) for chunk in siblings}
            behind = one.article != ranked[0].article and one.merit < ranked[0].merit - ELSEWHERE
            if not (repeats or behind or others - {(one.hit.chunk.document, one.hit.chunk.language)}):
                expected.append(one)
        assert set(chosen(ranked, searcher)) == set(expected)


def test_what_was_read_counts(shipped_assistant: Assistant) -> None:
    """A hit gains by its log-odds up to a limit, a sentence loses by how little of the answer stands in it."""
    searcher, question = shipped_assistant.searcher, QUESTIONS[0]
    query, (hit, *_), plain = found(question, shipped_assistant)
    before = {one.sentence: one for one in plain if one.hit.row == hit.row}
    count = len(hit.chunk.sentences)
    assert len(before) >= 3
    shares = (0.6, 0.3, *(0.1 / (count - 2) for _ in range(count - 2)))
    for log_odds in (-40.0, -1.5, 0.0, 3.0, 40.0):
        read = replace(hit, reading=Reading(log_odds, 0.5, shares))
        for one in candidates(query, [read], searcher, "en"):
            wanted = RAISED * max(-MOST, min(MOST, log_odds)) + FOUND * log(shares[one.sentence] / 0.6 + LEAST)
            assert one.merit - before[one.sentence].merit == pytest.approx(wanted)
            assert one.score == before[one.sentence].score  # how near the sources come is not the reader's to say
    nowhere = replace(hit, reading=Reading(0.0, 0.5, (0.0,) * count))
    assert {one.sentence: one.merit for one in candidates(query, [nowhere], searcher, "en")} == {
        number: one.merit for number, one in before.items()
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_language_that_was_asked_in(language: Language, harbour_assistant: Assistant) -> None:
    """Of two that are as good the sentence in the question's language comes first, and stays behind a better one."""
    searcher = harbour_assistant.searcher
    query = np.zeros(searcher.encoder.identity.dimension, np.float32)  # as near to all of them
    chunks = {one.language: one for one in searcher.index.chunks if one.document.source is not Source.STUB}
    other = next(one for one in chunks if one != language)
    for ahead, first in ((0.0, language), (OWN_LANGUAGE / 2, language), (2 * OWN_LANGUAGE, other)):
        hits = [Hit(chunks[other], 0, 1, 0.5 + ahead), Hit(chunks[language], 1, 2, 0.5)]
        assert candidates(query, hits, searcher, language)[0].hit.chunk.language == first
