"""What a page says of itself: small trees of its declarations, in which nothing is taken for one by mistake."""

from copy import deepcopy
from typing import Any

import lxml.html
from lxml.etree import SubElement, _Element

from ingest.extraction.parsing import nodes

MAX_OF_A_KIND = 20
MAX_SCRIPT_CHARS = 200_000
MAX_LINE_CHARS = 100
"""A paragraph with more text than this, or a full stop, is running text; what it dates is something else."""
_FULL_STOPS = (".", "。", "!", "！", "?", "？", ":", "：")
_DATES = ("date", "publi", "time", "created", "issued")
_LATER = ("modif", "updat", "revis", "expir", "lastmod")
_JSON_LD = "//script[@type='application/ld+json']"
_BESIDE = (
    "ancestor::nav or ancestor::aside or ancestor::footer or ancestor::li or "
    "ancestor::*[contains(@class, 'comment') or contains(@id, 'comment')]"
)
_BYLINES = f"//*[@rel='author' or @itemprop='author'][not({_BESIDE})]"
_TIMES = f"//time[not({_BESIDE} or ancestor::a)]"


def description(tree: _Element) -> _Element:
    """Return what tells title, author and site: the head's declarations, JSON-LD, headings, bylines."""
    kinds = ("//title[not(ancestor::svg)]", "//meta", "//h1 | //h2", _BYLINES)
    return _page([*(node for kind in kinds for node in nodes(tree, kind)[:MAX_OF_A_KIND]), *_scripts(tree)])


def dates(tree: _Element) -> _Element:
    """Return what tells the day of publication: declared dates, JSON-LD, and the first time that stands by itself."""
    declared = [meta for meta in nodes(tree, "//meta") if _is_of_publication(meta)][:MAX_OF_A_KIND]
    alone = (time for time in nodes(tree, _TIMES) if _stands_alone(time))
    return _page([*declared, *_scripts(tree), *([found] if (found := next(alone, None)) is not None else [])])


def author(tree: _Element) -> str:
    """Return the author that the head names; trafilatura leaves out names of one word, as Chinese ones are."""
    names = nodes(tree, "//meta[@name='author' or @property='article:author']/@content")
    return next((name.strip() for name in names if 0 < len(name.strip()) <= 60 and "://" not in name), "")


def _page(found: list[Any]) -> _Element:
    page = lxml.html.document_fromstring("<html><head></head><body></body></html>")
    head, body = page[0], page[1]
    for node in found:
        copy = deepcopy(node)
        copy.tail = None
        (head if node.tag in ("title", "meta", "script") else SubElement(body, "p")).append(copy)
    return page


def _scripts(tree: _Element) -> list[Any]:
    return [one for one in nodes(tree, _JSON_LD)[:MAX_OF_A_KIND] if len(one.text or "") <= MAX_SCRIPT_CHARS]


def _is_of_publication(meta: Any) -> bool:
    name = " ".join(meta.get(key, "") for key in ("name", "property", "itemprop", "http-equiv")).lower()
    return any(part in name for part in _DATES) and not any(part in name for part in _LATER)


def _stands_alone(time: Any) -> bool:
    block = next((one for one in time.iterancestors() if one.tag in ("p", "div", "header", "section", "td")), time)
    line = " ".join("".join(block.itertext()).split())
    return len(line) <= MAX_LINE_CHARS and not line.endswith(_FULL_STOPS)
