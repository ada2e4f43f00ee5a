"""Page to readable text; the one file that knows trafilatura."""

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import _Element

from ingest.documents import Heading
from ingest.errors import FetchFailed
from ingest.extraction import declared
from ingest.extraction.blocks import text_of, visible
from ingest.extraction.parsing import first, nodes, parsed
from ingest.language import characters_in
from ingest.status import Status

MIN_COVERAGE = 0.9  # trafilatura lost 29 % and 37 % of two of ten real pages without a word
SHORT_CHARS = 200
LONG_CHARS = 1000
# Beyond these trafilatura takes minutes, or half a gigabyte: its time grows with the square of a paragraph's elements.
MAX_ELEMENTS = 20_000
MAX_CHARS = 1_000_000
# Without these, pages get the date of some script; with them, None rather than a wrong one.
DATES: dict[str, Any] = {"extensive_search": False, "original_date": True, "deferred_url_extractor": True}
_NO_SITES = frozenset({"微信公众平台"})  # every WeChat article says so, whoever wrote it


@dataclass(frozen=True, slots=True)
class Extracted:
    """The readable part of a page; `published` is an ISO date or None, `author` and `site` may be empty."""

    title: str
    text: str
    headings: tuple[Heading, ...]
    published: str | None
    author: str = ""
    site: str = ""


def load() -> None:
    """Load what takes longest to load."""
    import trafilatura  # noqa: F401 - for its side effect


def extract(html: str, url: str, container: str | None = None) -> Extracted:
    """Extract the main text of an HTML page.

    Args:
        html: the page.
        url: its address, which trafilatura uses for metadata.
        container: an XPath to the element known to hold all the text; what trafilatura loses of it is won back.

    Raises:
        FetchFailed: `empty` or `extract_failed`.
    """
    tree = parsed(html)
    whole = first(tree, container) if container else None
    facts = _facts(tree, url)
    is_large = _is_large(tree)
    expected = _expected(tree if is_large else deepcopy(tree), container)
    text, headings = ("", ()) if is_large else _main_text(whole if whole is not None else tree)
    if _lost(text, expected[0], known=container is not None) or (container and len(headings) < len(expected[1])):
        text, headings = expected
    if not text:
        raise FetchFailed(Status.EMPTY, f"{url} holds no text")
    return Extracted(facts.title, text, headings, facts.published, facts.author, facts.site)


def _is_large(tree: _Element) -> bool:
    """Return whether a page is beyond what trafilatura reads in bounded time; what scripts say does not count."""
    elements = characters = 0
    for element in tree.iter():
        elements += 1
        characters += len(element.tail or "") + (0 if element.tag in ("script", "style") else len(element.text or ""))
    return elements > MAX_ELEMENTS or characters > MAX_CHARS


def _main_text(tree: _Element) -> tuple[str, tuple[Heading, ...]]:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(tree, include_comments=False, include_tables=True, include_formatting=True)
    return text_of(found.body) if found is not None and found.body is not None else ("", ())


def _facts(tree: _Element, url: str) -> Extracted:
    """Return what the page says of itself; nothing is guessed from running text."""
    from trafilatura import extract_metadata

    found: Any = extract_metadata(declared.description(tree), url)
    published: str | None = extract_metadata(declared.dates(tree), url, DATES).date
    return Extracted(
        title=_line(found.title) or _title(tree),
        text="",
        headings=(),
        published=published,
        author=_line(found.author or declared.author(tree)),
        site=_site(_line(found.sitename), urlsplit(url).hostname or ""),
    )


def _site(name: str, host: str) -> str:
    """Return the name of a site unless it is only its address."""
    return "" if name in _NO_SITES or name.lower().removeprefix("www.") == host.lower().removeprefix("www.") else name


def _expected(tree: _Element, container: str | None) -> tuple[str, tuple[Heading, ...]]:
    if container and (found := first(tree, container)) is not None:
        return text_of(found)
    for useless in nodes(tree, "//nav | //header[not(ancestor::article)] | //footer[not(ancestor::article)] | //aside"):
        useless.drop_tree()
    body = first(tree, "//body")
    return text_of(body) if body is not None else ("", ())


def _lost(text: str, expected: str, *, known: bool) -> bool:
    got, want = characters_in(text), characters_in(expected)
    if known:
        return got < MIN_COVERAGE * want
    return (got < SHORT_CHARS and want > LONG_CHARS) or not got


def _title(tree: _Element) -> str:
    found = next((node for path in ("//h1", "//title") if (node := first(tree, path)) is not None), None)
    return _line("".join(found.itertext())) if found is not None else ""


def _line(text: str | None) -> str:
    return re.sub(r"\s+", " ", visible(text or "")).strip()
