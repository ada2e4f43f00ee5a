"""Citations that are copied: Markdown that shows strangers' text as it stands, BibTeX that compiles."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_turns import HOSTILE, card
from markdown_it import MarkdownIt

from app.citation_formats import bibtex, markdown_citation, plain_markdown

MARKDOWN = MarkdownIt("gfm-like", {"html": True, "linkify": True})
Text = st.text(st.sampled_from("ab1 .:/@<>[](){}*_`~!|#+-=$&\\\"'中\n") | st.characters(exclude_categories=("C",)))


def test_a_markdown_citation() -> None:
    """Title, link to the quote, dates, quote."""
    assert markdown_citation(card()) == (
        "[Keels](<https://harbour.example/keels#:~:text=Keels>), 2020-05-01, accessed 2026-11-20: “Keels are of oak.”"
    )


def test_a_bibtex_entry() -> None:
    """A title in braces keeps its case; month and access date are told; a site stands in for the author."""
    assert bibtex(replace(card(title="Keels & co: 100% {oak}_1"), site="Harbour Weekly")) == (
        "@misc{keels2020-1f240f,\n"
        "  title = {{Keels \\& co: 100\\% \\{oak\\}\\_1}},\n"
        "  author = {{Harbour Weekly}},\n"
        "  year = {2020},\n"
        "  month = may,\n"
        "  url = {https://harbour.example/keels},\n"
        "  note = {Accessed 2026-11-20},\n"
        "}"
    )


@pytest.mark.parametrize("published", [None, "2020", "2020-13-01", "soon"])
def test_dates_that_are_not_whole(published: str | None) -> None:
    """What is no month is none; a year alone is told."""
    entry = bibtex(replace(card(), published=published))

    assert "month" not in entry
    assert ("year = {2020}" in entry) is (published or "").startswith("2020")


@settings(max_examples=300, derandomize=True, deadline=None)
@example("see a.com, www.b.org or c.d@e.net")
@given(Text)
def test_text_in_markdown_is_nothing_but_text(text: str) -> None:
    """Wherever a line begins, it is one paragraph that reads as the text does, without tags, links or emphasis."""
    tokens = MARKDOWN.parse(plain_markdown(text))

    assert [one.type for one in tokens] in (["paragraph_open", "inline", "paragraph_close"], [])
    inner = [child for one in tokens for child in one.children or []]
    assert {one.type for one in inner} <= {"text", "text_special"}
    assert "".join(one.content for one in inner) == " ".join(text.split())


@settings(max_examples=200, derandomize=True, deadline=None)
@given(Text, Text)
def test_a_bibtex_entry_stays_closed(title: str, address: str) -> None:
    """Braces balance whatever a title and an address are, nothing in the title is a command, and lines are ours."""
    entry = bibtex(card(title=title, url=f"https://harbour.example/{address}"))
    plain = re.sub(r"\\(?:textbackslash\{\}|textasciitilde\{\}|textasciicircum\{\}|[{}$&#_%])", "", entry)

    depth = 0
    for mark in plain:
        depth += (mark == "{") - (mark == "}")
        assert depth >= 0
    assert depth == 0
    assert "\\" not in plain
    assert all(re.match(r"@misc\{[a-z0-9-]+,$|  \w+ = .*,$|\}$", line) for line in entry.split("\n"))


def test_an_address_that_is_none_of_the_webs_is_no_link() -> None:
    """A script's address is not linked."""
    made = markdown_citation(card(url="javascript:alert(1)", title=HOSTILE))

    tokens = MARKDOWN.parse(made)
    assert {child.type for one in tokens for child in one.children or []} <= {"text", "text_special"}
