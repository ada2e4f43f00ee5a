"""Walks a tree of HTML, or of trafilatura's own tags, into plain text whose headings are known by offset."""

import re
import unicodedata
from dataclasses import dataclass, field

from lxml.etree import _Element

from ingest.documents import Heading

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LINES = frozenset({"li", "item", "tr", "row", "dt", "dd"})  # blocks that follow each other on the next line
BLOCKS = frozenset(
    ["p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "ul", "ol", "list", "dl", "table", "tbody", "thead", "blockquote", "quote", "figure", "figcaption", "details", "summary", "center", "form", "fieldset", "body", "head", "hr", "title"]
)
CODE = frozenset({"pre", "code"})
CELLS = frozenset({"td", "th", "cell"})
HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "button", "select", "graphic"})


@dataclass
class _Text:
    blocks: list[tuple[str, str]] = field(default_factory=list)  # (separator before it, text)
    headings: list[tuple[int, int, str]] = field(default_factory=list)  # (block, level, text)
    inline: list[str] = field(default_factory=list)
    separator: str = "\n\n"

    def end_block(self, *, verbatim: bool = False) -> bool:
        text = visible("".join(self.inline))
        self.inline.clear()
        text = (
            re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip("\n")
            if verbatim
            else re.sub(r"\s+", " ", text).strip(" |")
        )
        if text.strip():
            self.blocks.append((self.separator if self.blocks else "", text))
        self.separator = "\n\n"
        return bool(text.strip())


def text_of(root: _Element) -> tuple[str, tuple[Heading, ...]]:
    """Return the text under an element and its headings.

    Paragraphs are set apart by an empty line, list items and table rows by a line break, table cells by " | ".
    """
    found = _Text()
    _walk(root, found)
    found.end_block()
    starts, text = [], ""
    for separator, block in found.blocks:
        starts.append(len(text) + len(separator))
        text += separator + block
    return text, tuple(Heading(starts[block], level, words) for block, level, words in found.headings)


def visible(text: str) -> str:
    """Return text in NFC without control, zero-width and other invisible characters (line breaks and tabs stay)."""
    kept = (
        mark
        for mark in unicodedata.normalize("NFC", text)
        if mark in "\n\t" or unicodedata.category(mark) not in ("Cc", "Cf", "Cs")
    )
    return "".join(kept)


def _walk(element: _Element, found: _Text) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in HIDDEN or _is_hidden(element):
        return
    level = _heading_level(element, tag)
    verbatim = tag in CODE and "\n" in "".join(map(str, element.itertext())).strip()
    is_block = bool(level) or verbatim or tag in BLOCKS or tag in LINES
    if is_block:
        found.end_block()
        found.separator = "\n" if tag in LINES else found.separator
    elif tag in ("br", "lb"):
        found.inline.append("\n")
    found.inline.append(element.text or "")
    for child in element:
        _walk(child, found)
        found.inline.append(child.tail or "")
    if tag in CELLS:
        found.inline.append(" | ")
    if is_block and found.end_block(verbatim=verbatim) and level:
        found.headings.append((len(found.blocks) - 1, level, found.blocks[-1][1]))


def _heading_level(element: _Element, tag: str) -> int:
    if tag == "head":  # trafilatura's heading; an HTML <head> is never walked
        return HEADINGS.get(element.get("rend", ""), 2)
    return HEADINGS.get(tag, 0)


def _is_hidden(element: _Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "hidden" in element.attrib or element.get("aria-hidden") == "true" or "display:none" in style
