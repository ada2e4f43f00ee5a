"""What the encoder is given: chunks with their surroundings, sentences with their title."""

import numpy as np
import pytest

from index.texts import Texts, chunk_text, sentence_texts
from index.titled import Text
from ingest.documents import Chunk, Document, Link, Occurrence
from ingest.status import Source

TEXT = "Rings scale. 环也快。"
TOPICS = [("List",), ("List", "Training", "Rings")]


def chunk_of(title: str, topics: list[tuple[str, ...]], headings: tuple[str, ...]) -> Chunk:
    """A chunk of two sentences."""
    places = tuple(Occurrence(topic, "", "", "", "", line) for line, topic in enumerate(topics, 1))
    document = Document(Link("https://example.org/", places), "https://example.org/", title, TEXT, (), Source.LIVE)
    return Chunk(document, 0, len(TEXT), headings, ((0, 12), (13, 17)))


@pytest.mark.parametrize(
    ("title", "topics", "headings", "context"),
    [
        (
            "A note",
            [("List", "Training", "Rings")],
            (),
            "A note · Training Rings",
        ),  # the list's own heading says little
        ("A note", [("Training",)], (), "A note · Training"),  # unless it is the only one
        ("A note", [("List", "Rings"), ("List", "Rings", "Speed")], (), "A note · Rings Speed"),  # each once
        ("A note", [()], ("One", "Two", "Three"), "A note · Two · Three"),  # the two headings next to the text
        ("Rings", [("List", "Rings")], ("Rings",), "Rings"),
        ("", [()], (), ""),
    ],
)
def test_a_chunk_stands_under_its_title_topics_and_headings(
    title: str, topics: list[tuple[str, ...]], headings: tuple[str, ...], context: str
) -> None:
    """A line of what the chunk stands under goes before its text, each part once."""
    assert chunk_text(chunk_of(title, topics, headings)) == f"{context}\n{TEXT}"


@pytest.mark.parametrize("title", ["A note", "", "笔记"])
def test_sentences_stand_under_their_title_alone(title: str) -> None:
    """A chunk's sentences are slices of the text, each told apart from its title; topics and headings are left out."""
    assert sentence_texts(chunk_of(title, TOPICS, ("One",))) == [Text("Rings scale.", title), Text("环也快。", title)]


def test_texts_are_numbered_through() -> None:
    """All chunks' texts come first, then all their sentences, by number as in a row."""
    chunks = [chunk_of(title, [()], ()) for title in ("One", "Two", "Three")]
    texts = Texts(chunks, np.array([0, 2, 4]))
    expected = [Text(chunk_text(one)) for one in chunks] + [text for one in chunks for text in sentence_texts(one)]
    assert len(texts) == len(expected) == 9
    assert list(texts) == [texts[number] for number in range(9)] == expected


def test_of_no_chunks_there_are_no_texts() -> None:
    """An empty list has nothing to encode."""
    assert list(Texts([], np.zeros(0, np.int64))) == []
    assert len(Texts([], np.zeros(0, np.int64))) == 0
