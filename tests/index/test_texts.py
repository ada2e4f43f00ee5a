"""What the encoder is given: chunks with their surroundings, sentences bare."""

import pytest

from index.texts import chunk_text, sentence_texts
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


def test_sentences_are_bare() -> None:
    """A chunk's sentences are slices of the text, without title or headings."""
    assert sentence_texts(chunk_of("A note", TOPICS, ("One",))) == ["Rings scale.", "环也快。"]
