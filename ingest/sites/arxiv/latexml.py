"""The HTML that arXiv makes of a paper's LaTeX (LaTeXML's, by its class names): its text without title and abstract."""

from lxml.html import HtmlElement

from ingest.documents import Heading
from ingest.errors import FetchFailed
from ingest.extraction.blocks import text_of
from ingest.extraction.tree import found, having_class, tree_of
from ingest.status import Status

_DROPPED = ("ltx_title_document", "ltx_authors", "ltx_abstract", "ltx_dates", "ltx_ERROR", "ltx_TOC", "ltx_page_logo")


def paper_body(html: str) -> tuple[str, tuple[Heading, ...]]:
    """Return a paper's sections and their headings; a formula is given as its LaTeX.

    Raises:
        FetchFailed: `extract_failed` when the page holds no paper.
    """
    article = next(iter(found(tree_of(html), f"//article[{having_class('ltx_document')}]")), None)
    if article is None:
        raise FetchFailed(Status.EXTRACT_FAILED, "the page holds no paper")
    for element in found(article, " | ".join(f".//*[{having_class(name)}]" for name in _DROPPED)):
        element.drop_tree()
    for formula in found(article, ".//math"):
        _spell_out(formula)
    text, headings = text_of(article)
    if not text:
        raise FetchFailed(Status.EXTRACT_FAILED, "the page holds no paper")
    return text, headings


def _spell_out(formula: HtmlElement) -> None:
    """Put a formula's LaTeX in place of its MathML, which holds it twice and reads as neither."""
    for child in list(formula):
        formula.remove(child)
    formula.text = formula.get("alttext", "")
