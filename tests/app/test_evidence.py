"""Sentences that answer: their scores against a computation of our own, and what may be chosen together."""

import numpy as np
import pytest

from app.assistant import Assistant
from app.evidence import (
    CODE_PENALTY,
    LIST_PENALTY,
    MARGIN,
    MAX_PER_ARTICLE,
    MAX_SENTENCES,
    PASSAGE_SHARE,
    SAME,
    TERM_SHARE,
    Evidence,
    candidates,
    chosen,
)
from index.encoders.protocol import Vectors
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


def found(question: str, assistant: Assistant) -> tuple[Vectors, list[Evidence]]:
    """Return a question's vector and all sentences of its hits, best first."""
    searcher = assistant.searcher
    query = searcher.encoder.encode_query([question])[0]
    return query, candidates(query, searcher.near(question, query, 8), searcher)


@pytest.mark.parametrize("question", QUESTIONS)
def test_cosines_are_those_of_the_sentences_encoded_anew(question: str, shipped_assistant: Assistant) -> None:
    """A sentence's cosine is that of its own text, whatever row of the index it is read from."""
    query, ranked = found(question, shipped_assistant)
    searcher = shipped_assistant.searcher
    texts = [one.text for one in ranked[:6]]
    anew = np.array([searcher.encoder.encode_document([text])[0] for text in texts])

    assert np.allclose([one.cosine for one in ranked[:6]], anew @ query, atol=2e-3)  # stored as float16: 11 bits
    every = [one.sentence(row) for one in searcher.index.chunks for row in range(len(one.sentences))]
    nearest = np.argmax(anew @ searcher.index.sentence_vectors.astype(np.float32).T, axis=1)
    assert [every[row] for row in nearest] == texts


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_made_of_cosine_passage_terms_and_penalties(question: str, shipped_assistant: Assistant) -> None:
    """A score is cosine + share · passage + share · terms, less for the list's own lines and for code; nothing else."""
    _, ranked = found(question, shipped_assistant)

    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    for one in ranked:
        rest = one.score - one.cosine - PASSAGE_SHARE * one.hit.score - TERM_SHARE * one.cover
        listed = -LIST_PENALTY if one.hit.chunk.document.source is Source.STUB else 0.0
        assert rest == pytest.approx(listed, abs=1e-6) or rest == pytest.approx(listed - CODE_PENALTY, abs=1e-6)
        assert 0 <= one.cover <= 1
        assert len(one.text) >= 8


def test_the_share_of_terms(harbour_assistant: Assistant) -> None:
    """Cover is the share of the question's terms in title and sentence, worked out by hand."""
    _, ranked = found("How many messages does Gannet keep?", harbour_assistant)
    covers = {one.text: one.cover for one in ranked}

    # Terms: many, messages, gannet, keep. The sentence has gannet and messages ("keeps" is another word): 2 of 4.
    assert covers["When the radio link is down, Gannet keeps up to 4,000 messages in a ring buffer."] == 0.5
    # The title "The Gannet queue" counts for each of its sentences: gannet, 1 of 4.
    assert covers["A shore station acknowledges every frame within 250 milliseconds."] == 0.25
    assert (
        covers["The harbour master keeps a paper copy of every tide table in the red cabinet beside the lamp."] == 0.0
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_chosen_fits_together(question: str, shipped_assistant: Assistant) -> None:
    """At most three sentences, near the best, two an article from one passage in its order, none said twice."""
    _, ranked = found(question, shipped_assistant)
    picked = chosen(ranked, shipped_assistant.searcher)
    encoder = shipped_assistant.searcher.encoder

    assert ranked[0] in picked
    assert 1 <= len(picked) <= MAX_SENTENCES
    assert min(one.score for one in picked) >= ranked[0].score - MARGIN
    for article in {one.article for one in picked}:
        together = [one for one in picked if one.article == article]
        assert len(together) <= MAX_PER_ARTICLE
        assert len({one.hit.row for one in together}) == 1
        assert [one.sentence for one in together] == sorted(one.sentence for one in together)
    vectors = encoder.encode_document([one.text for one in picked])
    others = (vectors @ vectors.T)[~np.eye(len(picked), dtype=bool)]
    assert np.all(others < SAME + 2e-3)  # as above
    # Articles come in the order of their best sentence, each in one piece.
    best = [max(other.score for other in picked if other.article == one.article) for one in picked]
    assert best == sorted(best, reverse=True)


def test_the_next_best_that_fits_is_taken(shipped_assistant: Assistant) -> None:
    """A greedy walk over the ranking, written anew, picks the same sentences."""
    searcher = shipped_assistant.searcher
    starts, vectors = searcher.index.sentence_starts, searcher.index.sentence_vectors.astype(np.float32)
    for question in QUESTIONS:
        _, ranked = found(question, shipped_assistant)
        expected: list[Evidence] = []
        for one in ranked:
            if len(expected) == MAX_SENTENCES or one.score < ranked[0].score - MARGIN:
                break
            row = starts[one.hit.row] + one.sentence
            same_article = [other for other in expected if other.article == one.article]
            repeats = any(vectors[starts[other.hit.row] + other.sentence] @ vectors[row] >= SAME for other in expected)
            elsewhere = any(other.hit.row != one.hit.row for other in same_article)
            if not (repeats or elsewhere or len(same_article) == MAX_PER_ARTICLE):
                expected.append(one)
        assert set(chosen(ranked, searcher)) == set(expected)
