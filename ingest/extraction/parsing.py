"""A stranger's HTML as a tree that holds all of its text, however it nests."""

import re
from typing import Any

import lxml.html
from lxml.etree import HTMLParser, ParserError, TreeBuilder, _Element, fromstring

from ingest.errors import FetchFailed
from ingest.extraction.charset import cleaned
from ingest.status import Status

MAX_DEPTH = 250  # of a tree that had to be made shallow
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")  # lxml takes no text that names another charset


def parsed(html: str) -> _Element:
    """Return the root of a page; comments are left out.

    libxml2 stops at 256 elements within each other, or 2048 with `huge_tree`, and drops what follows without an
    error: such a page is read again, with whatever nests too deep put beside each other.

    Raises:
        FetchFailed: `empty`, when there is nothing at all.
    """
    text = _XML_DECLARATION.sub("", cleaned(html))
    tree, is_whole = _parsed(text)
    return tree if is_whole else _parsed(_shallow(text))[0]


def first(tree: _Element, path: str) -> Any:
    """Return the first node that an XPath finds, or None."""
    return next(iter(nodes(tree, path)), None)


def nodes(tree: _Element, path: str) -> list[Any]:
    """Return all nodes that an XPath finds."""
    found: Any = tree.xpath(path)
    return list(found)


def _parsed(html: str) -> tuple[_Element, bool]:
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(html, parser=parser)
    except (ParserError, ValueError) as error:
        raise FetchFailed(Status.EMPTY, "the page holds no text") from error
    return tree, not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def _shallow(html: str) -> str:
    tree: _Element = fromstring(html, HTMLParser(target=_Shallow(), huge_tree=True))
    return str(lxml.html.tostring(tree, encoding="unicode"))


class _Shallow:
    """A parser's target that opens no element within more than MAX_DEPTH others; a line break stands for them."""

    def __init__(self) -> None:
        self._tree = TreeBuilder()
        self._depth = 0
        self._is_code = False
        self._has_text = False  # since the last line break

    def start(self, tag: Any, attrib: Any) -> None:
        self._depth += 1
        if self._depth <= MAX_DEPTH:
            self._tree.start(tag, attrib)
            return
        self._is_code = tag in ("script", "style")
        if self._has_text:
            self._tree.start("br", {})
            self._tree.end("br")
            self._has_text = False

    def end(self, tag: Any) -> None:
        self._is_code = False
        if self._depth <= MAX_DEPTH:
            self._tree.end(tag)
        self._depth -= 1

    def data(self, data: Any) -> None:
        if not self._is_code:
            self._tree.data(data)
            self._has_text = True

    def comment(self, text: Any) -> None:
        """Leave it out."""

    def close(self) -> _Element:
        return self._tree.close()
