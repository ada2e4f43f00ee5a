"""What our own readers of HTML ask of a tree, whatever the HTML."""

from lxml.html import HtmlElement, document_fromstring

from ingest.errors import FetchFailed
from ingest.extraction.parsing import nodes, parsed


def tree_of(html: str) -> HtmlElement:
    """Return the root of a page, of an empty one where there is nothing."""
    try:
        root = parsed(html)
    except FetchFailed:
        root = document_fromstring("<html><body></body></html>")
    assert isinstance(root, HtmlElement)  # noqa: S101 - what lxml's HTML parser makes
    return root


def having_class(name: str) -> str:
    """Return the XPath condition for one of an element's classes."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def found(root: HtmlElement, path: str) -> list[HtmlElement]:
    """Return the elements that an XPath names."""
    return [one for one in nodes(root, path) if isinstance(one, HtmlElement)]
