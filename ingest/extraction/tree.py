"""HTML to a tree that keeps all of it, whatever the HTML."""

import re

import lxml.html
from lxml.etree import ParserError, _Element


def tree_of(html: str) -> lxml.html.HtmlElement:
    """Return the root of a page; comments are left out, and no nesting is too deep."""
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    without_declaration = re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\0", ""))
    try:
        return lxml.html.document_fromstring(without_declaration, parser=parser)
    except (ParserError, ValueError):  # there is nothing in it
        return lxml.html.document_fromstring("<html><body></body></html>")


def having_class(name: str) -> str:
    """Return the XPath condition for one of an element's classes."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def found(root: _Element, path: str) -> list[lxml.html.HtmlElement]:
    """Return the elements under another one that an XPath names."""
    result = root.xpath(path)
    return [one for one in result if isinstance(one, lxml.html.HtmlElement)] if isinstance(result, list) else []
