"""Sentences in the light of their title: beside the sum written anew, and no chunk taken for a sentence."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trigrams import Trigrams

from index.encoders import Encoder
from index.encoders.protocol import Vectors
from index.texts import chunk_text, sentence_texts
from index.titled import MARK, MOST_TITLES, SHARE, TitledEncoder, titled
from ingest.documents import Chunk, Document, Link, Occurrence
from ingest.status import Source

PAIRS = [
    ("Ring all-reduce", "It scales."),
    ("", "A sentence without a title."),
    ("Green tea", "It scales."),
    ("环形规约", "梯度沿着环传递。"),
    ("Ring all-reduce", "It is fast."),
]
TEXTS = st.text(st.sampled_from(["a", "b", " ", "\n", MARK]), min_size=1, max_size=6)


def summed(encoder: Encoder, title: str, sentence: str) -> Vectors:
    """Sum both vectors in float64, scaled to length one."""
    (own,) = encoder.encode_document([sentence]).astype(np.float64)
    if title:
        own = own + SHARE * encoder.encode_document([title])[0]
    return np.asarray(own / np.sqrt((own * own).sum()))


def test_a_sentences_vector_is_that_of_both(encoder: Encoder) -> None:
    """With the real encoder: the sentence's and half the title's, scaled; a chunk's text has its own alone."""
    found = TitledEncoder(encoder).encode([*(titled(*pair) for pair in PAIRS), "A chunk\nwith its text."])
    assert found.dtype == np.float32
    for vector, pair in zip(found, [*PAIRS, ("", "A chunk\nwith its text.")], strict=True):
        assert vector == pytest.approx(summed(encoder, *pair), abs=1e-5)
    assert float(found[0] @ found[2]) < 0.95  # one sentence under two titles says two things
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-6)


def test_titles_are_encoded_once() -> None:
    """Title by title, however many sentences and calls; chunks need none."""
    plain = Trigrams()
    encoder = TitledEncoder(plain)
    encoder.encode([titled(*pair) for pair in PAIRS])
    assert sorted(plain.encoded) == sorted([*{title for title, _ in PAIRS if title}, *(text for _, text in PAIRS)])
    plain.encoded.clear()
    encoder.encode([titled("Green tea", "Another."), titled("Salt", "White."), "A chunk"])
    assert sorted(plain.encoded) == ["A chunk", "Another.", "Salt", "White."]


def test_titles_beyond_number_are_forgotten() -> None:
    """A list of very many titles keeps no more than a bounded number, and its vectors are the same."""
    plain = Trigrams()
    encoder = TitledEncoder(plain)
    first = encoder.encode([titled("First", "Text.")])
    for start in range(0, MOST_TITLES, 5000):
        encoder.encode([titled(f"Title {number}", "Text.") for number in range(start, start + 5000)])
    plain.encoded.clear()
    assert np.array_equal(encoder.encode([titled("First", "Text.")]), first)
    assert np.array_equal(encoder.encode([titled("First", "Text.")]), first)
    assert plain.encoded == ["Text.", "First", "Text."]  # once again, then kept


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TEXTS, TEXTS)
def test_whatever_marks_a_text_has_it_is_told_apart(title: str, sentence: str) -> None:
    """Whatever characters titles and sentences have: the text of a sentence is read as these two, and is no chunk's."""
    plain = Trigrams()
    TitledEncoder(plain).encode(sentence_texts(chunk_of(title, sentence)))
    assert plain.encoded == [sentence, title.replace(MARK, " ")]
    plain.encoded.clear()
    text = chunk_text(chunk_of(title, sentence))
    TitledEncoder(plain).encode([text])
    assert plain.encoded == [text]


def chunk_of(title: str, text: str, topics: Sequence[str] = ()) -> Chunk:
    """A chunk of one sentence."""
    link = Link("https://example.org/", (Occurrence(tuple(topics), "", "", "", "", 1),))
    return Chunk(Document(link, link.url, title, text, (), Source.LIVE), 0, len(text), (), ((0, len(text)),))


def test_where_nothing_stands_above_a_text_it_is_no_sentence() -> None:
    """Title, topics and text may each come first, and none makes a chunk's text look like a sentence's."""
    for title, topics in (("", ()), (MARK, ()), ("", (MARK,)), (f"{MARK}x{MARK}y", (f"{MARK}z",))):
        text = chunk_text(chunk_of(title, f"{MARK}a{MARK}b", topics))
        assert text != titled("a", "b")
        plain = Trigrams()
        TitledEncoder(plain).encode([text])
        assert plain.encoded == [text]
