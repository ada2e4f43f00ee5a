"""Sentences in the light of their title: beside the sum written anew, and no text taken for another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trigrams import Trigrams

from index.encoders import Encoder
from index.encoders.protocol import Vectors
from index.reuse import text_hashes
from index.titled import MOST_TITLES, SHARE, Text, TitledEncoder

PAIRS = [
    ("Ring all-reduce", "It scales."),
    ("", "A sentence without a title."),
    ("Green tea", "It scales."),
    ("环形规约", "梯度沿着环传递。"),
    ("Ring all-reduce", "It is fast."),
]
WORDS = st.sampled_from(["", "a", "'", "None", "' a", " a", "a' a"])
TEXTS = st.builds(Text, WORDS, st.none() | WORDS)


def summed(encoder: Encoder, title: str, sentence: str) -> Vectors:
    """Sum both vectors in float64, scaled to length one."""
    (own,) = encoder.encode_document([sentence]).astype(np.float64)
    if title:
        own = own + SHARE * encoder.encode_document([title])[0]
    return np.asarray(own / np.sqrt((own * own).sum()))


def test_a_sentences_vector_is_that_of_both(encoder: Encoder) -> None:
    """With the real encoder: the sentence's and half the title's, scaled; a chunk's text has its own alone."""
    found = TitledEncoder(encoder).encode(
        [*(Text(sentence, title) for title, sentence in PAIRS), Text("A chunk\nwith its text.")]
    )
    assert found.dtype == np.float32
    for vector, pair in zip(found, [*PAIRS, ("", "A chunk\nwith its text.")], strict=True):
        assert vector == pytest.approx(summed(encoder, *pair), abs=1e-5)
    assert float(found[0] @ found[2]) < 0.95  # one sentence under two titles says two things
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-6)


def test_titles_are_encoded_once() -> None:
    """Title by title, however many sentences and calls; chunks need none."""
    plain = Trigrams()
    encoder = TitledEncoder(plain)
    encoder.encode([Text(sentence, title) for title, sentence in PAIRS])
    assert sorted(plain.encoded) == sorted([*{title for title, _ in PAIRS if title}, *(text for _, text in PAIRS)])
    plain.encoded.clear()
    encoder.encode([Text("Another.", "Green tea"), Text("White.", "Salt"), Text("A chunk")])
    assert sorted(plain.encoded) == ["A chunk", "Another.", "Salt", "White."]


def test_titles_beyond_number_are_forgotten() -> None:
    """A list of very many titles keeps no more than a bounded number, and its vectors are the same."""
    plain = Trigrams()
    encoder = TitledEncoder(plain)
    first = encoder.encode([Text("Text.", "First")])
    for start in range(0, MOST_TITLES, 5000):
        encoder.encode([Text("Text.", f"Title {number}") for number in range(start, start + 5000)])
    plain.encoded.clear()
    assert np.array_equal(encoder.encode([Text("Text.", "First")]), first)
    assert np.array_equal(encoder.encode([Text("Text.", "First")]), first)
    assert plain.encoded == ["Text.", "First", "Text."]  # once again, then kept


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TEXTS, TEXTS)
def test_different_texts_have_different_hashes(one: Text, other: Text) -> None:
    """A chunk's text is no sentence's, and a title's end no sentence's beginning: equal hashes are of equal texts."""
    hashes = text_hashes([one, other])
    assert (hashes[0] == hashes[1]) == (one == other)
