"""Page to readable text; the one file that knows trafilatura."""

import re
from dataclasses import dataclass
from typing import Any

import lxml.html
from lxml.etree import ParserError, _Element
from trafilatura import bare_extraction

from ingest.documents import Heading, Status
from ingest.errors import FetchFailed
from ingest.extraction.blocks import text_of, visible

MIN_COVERAGE = 0.9  # trafilatura lost 29 % and 37 % of two of ten real pages without a word
SHORT_CHARS = 200
LONG_CHARS = 1000
# Without these, pages get the date of some script; with them, None rather than a wrong one.
DATES: dict[str, Any] = {"extensive_search": False, "original_date": True}


@dataclass(frozen=True, slots=True)
class Extracted:
    """The readable part of a page; `published` is an ISO date or None."""

    title: str
    text: str
    headings: tuple[Heading, ...]
    published: str | None


def extract(html: str, url: str, container: str | None = None) -> Extracted:
    """Extract the main text of an HTML page.

    Args:
        html: the page.
        url: its address, which trafilatura uses for metadata.
        container: an XPath to the element known to hold all the text; what trafilatura loses of it is won back.

    Raises:
        FetchFailed: `empty` or `extract_failed`.
    """
    tree = _parsed(html)
    whole = _first(tree, container) if container else None
    found: Any = bare_extraction(
        whole if whole is not None else tree,
        url=url,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        with_metadata=True,
        date_extraction_params=DATES,
    )
    text, headings = text_of(found.body) if found is not None and found.body is not None else ("", ())
    expected = _expected(_parsed(html), container)
    if _lost(text, expected[0], known=container is not None) or (container and len(headings) < len(expected[1])):
        text, headings = expected
    if not text:
        raise FetchFailed(Status.EMPTY, f"{url} holds no text")
    title = visible((found.title if found is not None else None) or _title(tree)).strip()
    return Extracted(title, text, headings, found.date if found is not None else None)


def _parsed(html: str) -> _Element:
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)  # else depth 256 cuts text off
    try:
        tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\0", "")), parser=parser)
    except (ParserError, ValueError) as error:
        raise FetchFailed(Status.EMPTY, "the page holds no text") from error
    return tree


def _expected(tree: _Element, container: str | None) -> tuple[str, tuple[Heading, ...]]:
    if container and (found := _first(tree, container)) is not None:
        return text_of(found)
    for useless in _all(tree, "//nav | //header[not(ancestor::article)] | //footer[not(ancestor::article)] | //aside"):
        useless.drop_tree()
    body = _first(tree, "//body")
    return text_of(body) if body is not None else ("", ())


def _lost(text: str, expected: str, *, known: bool) -> bool:
    got, want = _characters(text), _characters(expected)
    if known:
        return got < MIN_COVERAGE * want
    return (got < SHORT_CHARS and want > LONG_CHARS) or not got


def _characters(text: str) -> int:
    return len("".join(text.split()))


def _first(tree: _Element, path: str) -> Any:
    return next(iter(_all(tree, path)), None)


def _all(tree: _Element, path: str) -> list[Any]:
    found: Any = tree.xpath(path)
    return list(found)


def _title(tree: _Element) -> str:
    found = _first(tree, "//h1") if _first(tree, "//h1") is not None else _first(tree, "//title")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
