"""A paper's HTML as arXiv makes it, and its abstract found again in the text of its PDF."""

import pytest

from ingest.errors import FetchFailed
from ingest.extraction.passage import end_of
from ingest.sites.arxiv.latexml import paper_body
from ingest.status import Status

ABSTRACT = "We count the lamps of forty harbours, and $x_1$ more; lamps on piers burn for nine hours."


def article(body: str) -> str:
    """Return a page with a paper."""
    return f"<!DOCTYPE html><html><body><nav>Menu</nav><article class='x ltx_document'>{body}</article></body></html>"


def test_what_is_left_out() -> None:
    """Title, authors, abstract, contents and errors of the conversion are not the paper's body."""
    left_out = "".join(
        f"<div class='ltx_{name}'>left out</div>"
        for name in ("title ltx_title_document", "authors", "abstract", "dates", "TOC", "ERROR undefined")
    )
    text, headings = paper_body(article(f"{left_out}<section><h2>1 灯</h2><p>It burns.</p></section>"))

    assert text == "1 灯\n\nIt burns."
    assert [(one.start, one.level, one.text) for one in headings] == [(0, 2, "1 灯")]


def test_formulas() -> None:
    """A formula is its LaTeX, once, with the words around it; one without LaTeX leaves no letters behind."""
    formula = "<math alttext='a^{2}'><semantics><mi>a</mi><annotation>a^{2}</annotation></semantics></math>"
    text, _ = paper_body(article(f"<p>Let {formula}, then <math><mi>b</mi></math> follows.</p>"))

    assert text == "Let a^{2}, then follows."


@pytest.mark.parametrize("html", ["", "<p>busy</p>", article(""), article("<div class='ltx_abstract'>We count.</div>")])
def test_no_paper(html: str) -> None:
    """A page without a paper's text is none, so that the PDF is tried."""
    with pytest.raises(FetchFailed, match="holds no paper") as caught:
        paper_body(html)
    assert caught.value.status is Status.EXTRACT_FAILED


@pytest.mark.parametrize(
    "printed",
    [
        ABSTRACT,
        ABSTRACT.replace(" ", "\n"),
        "we count the lamps of forty har-\nbours, and x 1 more; lamps on\npiers burn for nine hours.",
    ],
)
def test_an_abstract_is_found_again(printed: str) -> None:
    """An abstract is the same with other spaces, line ends and hyphens, up to its last full stop."""
    text = f"The Lamps\nAnn Bo\nAbstract {printed} 1 Introduction We count."

    assert text[end_of(ABSTRACT, text) :] == " 1 Introduction We count."


def test_a_formula_in_the_middle() -> None:
    """Between its ends a long abstract may be set otherwise: formulas are in PDFs what they look like."""
    begin, end = (
        "The lamps of forty northern harbours burn all night long and ",
        " so that every boat comes home long before the fog",
    )
    text = f"{begin}∑ n²/2{end}. More."

    assert text[end_of(f"{begin}$\\sum n^2/2$ or so, say the keepers,{end}.", text) :] == " More."


@pytest.mark.parametrize(
    ("abstract", "text"),
    [("", "Any text."), ("We count.", "They sleep."), ("!?", "!?"), (ABSTRACT, ABSTRACT[:50]), (ABSTRACT, "")],
)
def test_an_abstract_that_is_not_there(abstract: str, text: str) -> None:
    """What is not in the text is not found, whole or in part."""
    assert end_of(abstract, text) is None


def test_an_end_far_from_its_beginning() -> None:
    """The same words far behind are not the abstract's end."""
    begin, end = (
        "The lamps of forty northern harbours burn all night long and more",
        "every boat comes home before the fog hides the pier again",
    )
    text = f"{begin} {'They sleep. ' * 60}{end}."

    assert end_of(f"{begin} {end}.", text) is None
