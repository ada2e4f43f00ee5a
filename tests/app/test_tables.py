"""A comparison's table as text: its shape holds whatever strangers' titles, quotes and questions are made of."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from turns import turn_of

from app.answers import Answer, Citation, Sentence, Table, Timings
from app.chat.messages import message_markdown
from app.render import plain_text, terminal_text
from ingest.documents import Document, Link, Occurrence
from ingest.language import Language
from ingest.status import Source

HOSTILE = (
    "a | b",
    "one\ntwo\r\nthree\u2028four",
    "| --- | --- |",
    "\\| \\\\| \\",
    "<img src=x onerror=alert(1)>",
    "![x](http://example.org/x.png)",
    "[1](javascript:alert(1))",
    "`code | more`",
    "**bold** ~~gone~~ # heading",
    "https://example.org www.example.org",
    "&lt;b&gt;",
    "$x|y$",
)
Text = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=30)


def compared(things: list[str], aspects: list[str], said: list[str], language: Language = "en") -> Answer:
    """Return a comparison: sentences fill the cells row by row, each from a document of its own, as far as they go."""
    numbers = iter(range(len(said)))
    cells = tuple(tuple(next(numbers, None) for _ in aspects) for _ in things)
    citations = tuple(Citation(number, document(text), 0, len(text), "en") for number, text in enumerate(said, 1))
    sentences = tuple(Sentence(text, (number,), "verbatim") for number, text in enumerate(said, 1))
    table = Table(tuple(things), tuple(aspects), cells)
    return Answer("?", language, "comparison", sentences, citations, (), Timings(1, 2), table=table)


def document(text: str) -> Document:
    """Return a document that says this and is called so, too."""
    link = Link("https://harbour.example/", (Occurrence(("Harbour",), text, "", "", "", 1),))
    return Document(link, link.url, text, text, (), Source.NOTE)


def test_a_table_is_markdown_for_scripts_and_blocks_for_the_terminal() -> None:
    """Rows are things and columns aspects; a cell without a quote says so."""
    answer = compared(["Boat", "Raft"], ["maker", "keel"], ["Ann built the boat", "It is of oak", "Bob tied the raft"])

    assert plain_text(answer).splitlines() == [
        "|  | maker | keel |",
        "| --- | --- | --- |",
        "| **Boat** | Ann built the boat [1] | It is of oak [2] |",
        "| **Raft** | Bob tied the raft [3] | not stated in the sources |",
    ]
    assert terminal_text(answer).split("\n\n")[:2] == [
        "Boat\n  maker: Ann built the boat [1]\n  keel: It is of oak [2]",
        "Raft\n  maker: Bob tied the raft [3]\n  keel: not stated in the sources",
    ]


def test_a_chinese_table_says_in_chinese_what_is_missing() -> None:
    """Both faces use the question's language."""
    answer = compared(["小船", "木筏"], ["龙骨"], ["小船的龙骨是橡木"], "zh")

    assert "| **木筏** | 资料中未提及 |" in plain_text(answer)
    assert "木筏\n  龙骨：资料中未提及" in terminal_text(answer)
    assert "资料中未提及" in message_markdown(turn_of(answer), 1)


def test_a_table_in_the_chat_has_marks_that_lead_to_cards_and_keeps_the_notice() -> None:
    """Numbers are links to the turn's cards, sources stand below, a model's failure above."""
    answer = replace(compared(["Boat", "Raft"], ["maker"], ["Ann built it"]), notice="it *failed*")

    notice, table, sources, searched = message_markdown(turn_of(answer), 7).split("\n\n")

    mark = '<sup><a class="cs-mark" id="mark-7-1" href="#source-7-1" title="Ann built it">[1]</a></sup>'
    assert notice == '<span class="cs-own">it \\*failed\\*</span>'
    assert f'| **Boat** | <span class="cs-verbatim">Ann built it</span>{mark} |' in table
    assert '| **Raft** | <span class="cs-own">not stated in the sources</span> |' in table
    assert searched.startswith('<details class="cs-searched">')
    assert sources.startswith("<details>")


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    st.lists(Text, min_size=2, max_size=3),
    st.lists(Text, min_size=1, max_size=3),
    st.lists(Text, min_size=1, max_size=9),
)
def test_nothing_breaks_a_table(things: list[str], aspects: list[str], said: list[str]) -> None:
    """A Markdown reader sees one table of the right shape, in each cell the very text with a number that resolves."""
    said = said[: len(things) * len(aspects)]
    answer = compared(things, aspects, said)

    grid = cells_of(plain_text(answer))

    quoted = [f"{flat(text)} [{number}]".strip() for number, text in enumerate(said, 1)]
    quoted += ["not stated in the sources"] * (len(things) * len(aspects) - len(said))
    rows = [quoted[start : start + len(aspects)] for start in range(0, len(quoted), len(aspects))]
    assert grid[0] == ["", *map(flat, aspects)]
    assert grid[1:] == [[flat(thing), *row] for thing, row in zip(things, rows, strict=True)]
    numbers = {one.number for one in answer.citations}
    assert all(set(one.citations) <= numbers for one in answer.sentences)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_breaks_a_table_in_the_chat(text: str) -> None:
    """In the chat the only markup is our own: the marks, and the list of sources."""
    answer = compared([text, text], [text], [text])

    table = message_markdown(turn_of(answer), 1).split("\n\n")[0]
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(table)

    assert [one.type for one in tokens].count("table_open") == 1
    assert tokens[-1].type == "table_close"
    inner = [child for one in tokens for child in one.children or []]
    html = [one.content for one in inner if one.type == "html_inline"]
    ours = ["<span>", "</span>", "<sup>", "<a>", "</a>", "</sup>", "<span>", "</span>"]
    assert [re.sub(r"^<(\w+) .*>$", r"<\1>", one, flags=re.DOTALL) for one in html] == ours
    assert {one.type for one in inner} <= {"text", "text_special", "strong_open", "strong_close", "html_inline"}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_breaks_a_block(text: str) -> None:
    """On the terminal a thing has one line for itself and one for each aspect."""
    blocks = terminal_text(compared([text, text], [text], [text])).split("\n\n")

    assert all(len(block.splitlines()) == 2 for block in blocks[:2])


def cells_of(markdown: str) -> list[list[str]]:
    """Return what a reader sees of a text that must be one table and nothing else."""
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(markdown)
    assert (tokens[0].type, tokens[-1].type) == ("table_open", "table_close")
    grid: list[list[str]] = []
    for one in tokens:
        if one.type == "tr_open":
            grid.append([])
        elif one.type == "inline":
            grid[-1].append(seen(one))
    return grid


def seen(cell: Token) -> str:
    """Return a cell's text, which must hold no markup but the thing's weight."""
    children = cell.children or []
    assert {child.type for child in children} <= {"text", "text_special", "strong_open", "strong_close"}
    return "".join(child.content for child in children).strip()


def flat(text: str) -> str:
    """Return a text in one line."""
    return " ".join(text.split())
