"""Walks a tree of HTML, or of trafilatura's own tags, into plain text whose headings are known by offset."""

import re
import unicodedata
from dataclasses import dataclass, field

from lxml.etree import _Element, iterwalk

from ingest.documents import Heading
from ingest.extraction.charset import is_noncharacter

_UNEVEN = re.compile(r"\s{2,}|[^\S ]")  # not every single space: each match takes ten times its room
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LINES = frozenset({"li", "item", "tr", "row", "dt", "dd"})  # blocks that follow each other on the next line
BLOCKS = frozenset({
    "article", "aside", "blockquote", "body", "center", "details", "div", "dl", "fieldset", "figcaption", "figure",
    "footer", "form", "head", "header", "hr", "list", "main", "nav", "ol", "p", "quote", "section", "summary",
    "table", "tbody", "thead", "title", "ul",
})  # fmt: skip
CELLS = frozenset({"td", "th", "cell"})
HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "button", "select", "graphic"})


@dataclass(frozen=True, slots=True)
class _Open:
    """An element on the way down: what it does to the text, and how many blocks stood before it."""

    level: int
    is_block: bool
    is_verbatim: bool
    blocks_before: int


@dataclass
class _Text:
    blocks: list[tuple[str, str]] = field(default_factory=list)  # (separator before it, text)
    headings: dict[int, int] = field(default_factory=dict)  # a block's level
    inline: list[str] = field(default_factory=list)
    separator: str = "\n\n"

    def enter(self, element: _Element, tag: str) -> _Open:
        level = _heading_level(element, tag)
        verbatim = tag == "pre" or (tag == "code" and "\n" in "".join(map(str, element.itertext())).strip())
        is_block = bool(level) or verbatim or tag in LINES or (tag in BLOCKS and not _is_whole_cell(element))
        if is_block:
            self.end_block()
            self.separator = "\n" if tag in LINES else self.separator
        elif tag in ("br", "lb"):
            self.inline.append("\n")
        self.inline.append(element.text or "")
        return _Open(level, is_block, verbatim, len(self.blocks))

    def leave(self, tag: str, opened: _Open) -> None:
        if tag in CELLS:
            self.inline.append(" | ")
        if opened.is_block:
            self.end_block(verbatim=opened.is_verbatim)
            self.separator = "\n\n"
        if opened.level and len(self.blocks) == opened.blocks_before + 1:  # one that nothing closes swallows more
            self.headings[len(self.blocks) - 1] = opened.level

    def end_block(self, *, verbatim: bool = False) -> None:
        text = visible("".join(self.inline))
        self.inline.clear()
        text = (
            re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip("\n")
            if verbatim
            else _UNEVEN.sub(" ", text).strip(" |")
        )
        if text.strip():
            self.blocks.append((self.separator if self.blocks else "", text))
            self.separator = "\n\n"


def text_of(root: _Element) -> tuple[str, tuple[Heading, ...]]:
    """Return the text under an element and its headings.

    Paragraphs are set apart by an empty line, list items and table rows by a line break, table cells by " | ".
    """
    found = _walked(root)
    starts, end = [], 0
    for separator, block in found.blocks:
        starts.append(end + len(separator))
        end = starts[-1] + len(block)
    text = "".join(separator + block for separator, block in found.blocks)
    return text, tuple(Heading(starts[block], level, found.blocks[block][1]) for block, level in found.headings.items())


def visible(text: str) -> str:
    """Return text in NFC without control, zero-width and other invisible characters (line breaks and tabs stay)."""
    text = unicodedata.normalize("NFC", text)
    unwanted = [mark for mark in set(text) if mark not in "\n\t" and not _is_visible(mark)]
    return text.translate(dict.fromkeys(map(ord, unwanted))) if unwanted else text


def _is_visible(mark: str) -> bool:
    return unicodedata.category(mark) not in ("Cc", "Cf", "Cs") and not is_noncharacter(mark)


def _walked(root: _Element) -> _Text:
    """Walk without recursion: strangers' pages nest deeper than Python's stack."""
    found = _Text()
    path: list[_Open | None] = []  # None: hidden
    walk = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and (tag in HIDDEN or _is_hidden(element)):
            path.append(None)
            walk.skip_subtree()
        elif event == "start":
            path.append(found.enter(element, tag))
        elif event == "end" and (opened := path.pop()):
            found.leave(tag, opened)
        if event != "start" and element is not root:
            found.inline.append(element.tail or "")
    found.end_block()
    return found


def _heading_level(element: _Element, tag: str) -> int:
    if tag == "head":  # trafilatura's heading; an HTML <head> is never walked
        return HEADINGS.get(element.get("rend", ""), 2)
    return HEADINGS.get(tag, 0)


def _is_whole_cell(element: _Element) -> bool:
    """Tell a cell's only paragraph, as docutils writes them: it does not end the row."""
    cell = element.getparent()
    return cell is not None and cell.tag in CELLS and len(cell) == 1 and not (cell.text or "").strip()


def _is_hidden(element: _Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "hidden" in element.attrib or element.get("aria-hidden") == "true" or "display:none" in style
