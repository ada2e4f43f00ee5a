"""Chunks: exact slices of whole sentences, of one language, under their headings, within the encoder's limit."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders import Encoder
from ingest.chunk import chunk
from ingest.documents import Chunk, Document, Heading, Link
from ingest.language import language_of
from ingest.status import Source

HEADING = st.sampled_from(["# Engines", "## 图引擎", "### Deep", "## B", "# Other"])
SENTENCE = st.sampled_from(
    [
        "Graphs are large.",
        "It trains on 64 machines (see Fig. 2).",
        "图引擎支持十亿个节点。",
        "为什么快？",
        "🚀!",
        "---",
    ]
) | st.sampled_from(["Item\nitem two", "word " * 40, "很长的一句话没有句号" * 8, "https://e.example/" + "a" * 90])
BLOCK = HEADING | st.lists(SENTENCE, min_size=1, max_size=5).map(" ".join)


def words(texts: Sequence[str]) -> list[int]:
    """Count a token for every word and for every Chinese character: easy to follow by hand."""
    return [sum(1 if part.isascii() else len(part) for part in text.split()) for text in texts]


def document(*blocks: str) -> Document:
    """Return a document of paragraphs; one that begins with # is a heading."""
    text, headings = "", []
    for block in blocks:
        text += "\n\n" if text else ""
        marks, _, title = block.partition(" ")
        if marks and set(marks) == {"#"}:
            headings.append(Heading(len(text), len(marks), title))
        text += title if set(marks) == {"#"} else block
    link = Link("https://e.example/a", ())
    return Document(link, link.url, "Title", text, tuple(headings), Source.LIVE)


def texts_of(chunks: Sequence[Chunk]) -> list[str]:
    """Return the text of each chunk."""
    return [one.text for one in chunks]


def test_paragraphs_are_packed() -> None:
    """Paragraphs share a chunk while they fit; one that does not fit into what is left begins the next."""
    found = chunk(document("one two three.", "four five.", "six seven eight nine. Ten."), words, 6)

    assert texts_of(found) == ["one two three.\n\nfour five.", "six seven eight nine. Ten."]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    """A paragraph larger than a chunk is cut where sentences end, and fills what is left of the chunk before."""
    found = chunk(document("A b.", "C d e. F g. H i j."), words, 5)

    assert texts_of(found) == ["A b.\n\nC d e.", "F g. H i j."]


def test_a_long_sentence_is_halved() -> None:
    """A sentence larger than a chunk is cut at a space near its middle, or within a word that has none."""
    assert texts_of(chunk(document("one two three four five six seven"), words, 4)) == [
        "one two three four",
        "five six seven",
    ]
    # 8 characters, at most 3: halved to 4 + 4, each halved to 2 + 2; a chunk has no room for two of those.
    assert texts_of(chunk(document("图图图图引引引引"), words, 3)) == ["图图", "图图", "引引", "引引"]


def test_headings() -> None:
    """A chunk names the headings it stands under, innermost last; headings are no chunk's text and end one."""
    found = chunk(
        document("Before.", "# One", "Text a.", "### Deep", "Text b.", "## Two", "Text c.", "# New", "D."), words, 50
    )

    assert [(one.text, one.headings) for one in found] == [
        ("Before.", ()),
        ("Text a.", ("One",)),
        ("Text b.", ("One", "Deep")),
        ("Text c.", ("One", "Two")),
        ("D.", ("New",)),
    ]


def test_one_language() -> None:
    """Where the language changes from one paragraph to the next, a chunk ends."""
    found = chunk(document("English text.", "More of it.", "中文的一段。", "还有一段。", "And back."), words, 50)

    assert [(one.text, one.language) for one in found] == [
        ("English text.\n\nMore of it.", "en"),
        ("中文的一段。\n\n还有一段。", "zh"),
        ("And back.", "en"),
    ]


def test_one_language_with_names_and_commands() -> None:
    """Chinese full of names and commands is Chinese, beside prose and beside English that names one Chinese thing."""
    found = chunk(
        document(
            "中文的一段。",
            "运行 pip install dm-haiku jax jaxlib。",  # 2 characters, 6 words
            "The paper is known in China as 图 to all who read it.",  # 1 character, 12 words
        ),
        words,
        50,
    )

    assert [(one.text, one.language) for one in found] == [
        ("中文的一段。\n\n运行 pip install dm-haiku jax jaxlib。", "zh"),
        ("The paper is known in China as 图 to all who read it.", "en"),
    ]


@pytest.mark.parametrize("text", ["", "   \n\n  ", "***\n\n---", "# Only a heading"])
def test_nothing_to_say(text: str) -> None:
    """A document without a letter or digit outside its headings has no chunk."""
    assert chunk(document(text), words, 10) == ()


def check(made: Document, chunks: Sequence[Chunk]) -> None:
    """Check what holds for any document, whatever counts the tokens."""
    spans = [span for one in chunks for span in one.sentences]
    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert [(one.start, one.end) for one in chunks] == [(one.sentences[0][0], one.sentences[-1][1]) for one in chunks]
    assert all(one.text == made.text[one.start : one.end] for one in chunks)
    assert all(one.sentence(index) in one.text for one in chunks for index in range(len(one.sentences)))
    covered = {place for one in chunks for place in range(one.start, one.end)}
    covered |= {place for one in made.headings for place in range(one.start, one.start + len(one.text))}
    assert all(place in covered for place, mark in enumerate(made.text) if mark.isalnum())
    for one in chunks:
        gaps = zip(one.sentences, one.sentences[1:], strict=False)
        assert all(not any(map(str.isalnum, made.text[left[1] : right[0]])) for left, right in gaps)
        paragraphs = {(made.text.rfind("\n\n", 0, end), made.text.find("\n\n", start)) for start, end in one.sentences}
        last = len(made.text)
        whole = [made.text[max(start, 0) : end if end >= 0 else last] for start, end in paragraphs]
        assert len({language_of(paragraph) for paragraph in whole}) == 1


@given(st.lists(BLOCK, max_size=8), st.integers(4, 60))
@settings(derandomize=True, max_examples=200)
def test_any_document(blocks: list[str], most: int) -> None:
    """Chunks are slices in order, cover every word outside headings, mix no languages and keep to the limit."""
    made = document(*blocks)
    chunks = chunk(made, words, most)

    check(made, chunks)
    assert all(sum(words([one.sentence(at) for at in range(len(one.sentences))])) <= most for one in chunks)


@given(blocks=st.lists(BLOCK, min_size=1, max_size=6))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_any_document_with_the_real_tokens(encoder: Encoder, blocks: list[str]) -> None:
    """The bundled encoder counts what it was asked for, and for a whole chunk a few tokens more at its borders."""
    made = document(*blocks)
    chunks = chunk(made, encoder.count_tokens, 24)

    check(made, chunks)
    for one in chunks:
        sizes = encoder.count_tokens([one.sentence(at) for at in range(len(one.sentences))])
        assert sum(sizes) <= 24
        assert encoder.count_tokens([one.text])[0] <= 30  # an index asks for half of what its encoder reads
