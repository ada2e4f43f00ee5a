"""An answer as text: marks, paragraphs, sources, and strangers' text that stays text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.answers import Answer, Citation, Sentence, Timings
from app.assistant import Assistant
from app.render import escaped, marked, plain_text, terminal_text
from ingest.documents import Document, Link, Occurrence
from ingest.language import Language
from ingest.status import Source

TEXT = "Boats leave at dawn. They come back at dusk."


def document(title: str, source: Source) -> Document:
    """Return a document under one topic."""
    place = Occurrence(("Harbour", "Boats"), title, "", "", "", 1)
    return Document(
        Link("https://harbour.example/boats", (place,)), "https://harbour.example/boats", title, TEXT, (), source
    )


def answer(*sentences: Sentence, language: Language = "en", source: Source = Source.NOTE) -> Answer:
    """Return an answer of these sentences from one article."""
    citations = (
        Citation(1, document("Boats", source), 0, 20, "en"),
        Citation(2, document("Oars", source), 21, 44, "en"),
    )
    return Answer("When?", language, "extractive", sentences, citations, (), Timings(1, 2))


def test_sentences_of_one_article_make_a_paragraph() -> None:
    """Sentences with the same citations stand together; a new article begins a new paragraph."""
    found = answer(
        Sentence("Boats leave at dawn.", (1,), "verbatim"),
        Sentence("They come back at dusk.", (1,), "verbatim"),
        Sentence("Oars are of ash.", (2,), "verbatim"),
    )

    assert plain_text(found) == "Boats leave at dawn. [1] They come back at dusk. [1]\n\nOars are of ash. [2]"


def test_chinese_sentences_follow_each_other_without_a_space() -> None:
    """Between Chinese sentences no space is put."""
    found = answer(
        Sentence("船在黎明出海。", (1,), "verbatim"), Sentence("黄昏回来。", (1,), "verbatim"), language="zh"
    )

    assert plain_text(found) == "船在黎明出海。 [1]黄昏回来。 [1]"


def test_marks_of_a_sentence() -> None:
    """A sentence ends with all its numbers, and with nothing when it has none."""
    assert marked(Sentence("Both.", (1, 3), "weak")) == "Both. [1][3]"
    assert marked(Sentence("Neither.", (), "unsupported")) == "Neither."


@pytest.mark.parametrize(
    ("language", "source", "lines"),
    [
        ("en", Source.LIVE, ["Sources:", "[1] Boats (page)"]),
        ("en", Source.WAYBACK, ["Sources:", "[1] Boats (Wayback copy)"]),
        ("zh", Source.ARCHIVE, ["来源:", "[1] Boats (存档网页，英文)"]),
        ("zh", Source.STUB, ["来源:", "[1] Boats (清单条目，英文)"]),
    ],
)
def test_sources_name_their_state(language: Language, source: Source, lines: list[str]) -> None:
    """Below the answer each source stands with its number, its title, its state and its address."""
    shown = terminal_text(answer(Sentence("Boats leave at dawn.", (1,), "verbatim"), language=language, source=source))

    assert shown.splitlines()[2:4] == lines
    assert shown.splitlines()[4].startswith("    https://harbour.example/boats")


@pytest.mark.parametrize(
    ("question", "first", "nearest", "topics"),
    [
        ("Who scored in the cup final?", "Not in these sources.", "The nearest articles: ", "Topics on the list: "),
        ("谁在决赛里进了球？", "这些资料里没有答案。", "最接近的文章：", "清单里的主题："),
    ],
)
def test_a_refusal_says_what_is_near(
    question: str, first: str, nearest: str, topics: str, harbour_assistant: Assistant
) -> None:
    """A refusal names up to three near articles and topics, each once, in the question's language."""
    refused = harbour_assistant.ask(question)
    lines = plain_text(refused).splitlines()

    assert lines[0] == first
    assert lines[1].startswith(nearest)
    assert lines[2].startswith(topics)
    names = re.split("; |；", lines[2].removeprefix(topics).strip())
    assert 1 <= len(names) <= 3
    assert len(set(names)) == len(names)
    assert set(names) <= {"Storage", "Queues", "Boats"}
    assert terminal_text(refused) == plain_text(refused)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "![lamp](https://evil.example/a.png)",
        "[here](javascript:alert(1)) and <https://evil.example>",
        "**bold** _soft_ `code` ~~gone~~ a*b*c",
        "# heading",
        "1. one",
        "- item",
        "> quote",
        "| a | b |",
        "&lt;b&gt; &amp; &#60;",
        "https://evil.example www.evil.example keeper@evil.example",
        "a\\b \\* c",
        "***",
    ],
)
def test_markdown_of_strangers_is_shown_as_it_stands(text: str) -> None:
    """Escaped text, read by a Markdown reader with all its extensions, is one paragraph of that very text."""
    assert shown(text) == text


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x9FFF), min_size=1, max_size=40))
def test_any_text_is_shown_as_it_stands(text: str) -> None:
    """Whatever the marks of a text are, escaping loses none of them and none of them means anything."""
    text = " ".join(text.split())
    if text:
        assert shown(text) == text


def shown(text: str) -> str:
    """Return what a reader sees of escaped text, which must be one paragraph of nothing but text."""
    opening, inline, closing = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(escaped(text))
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    assert {token.type for token in inline.children or []} <= {"text", "text_special", "softbreak"}
    return "".join(token.content for token in inline.children or [])
