"""The blocks of a Markdown list: headings, paragraphs, list items, table rows and HTML, each as a run of parts.

CommonMark with GitHub's tables and bare URLs (markdown-it-py), our own rule for where a bare URL ends, and the headings
and links of HTML.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.lists.html import html_runs
from ingest.lists.inline import parts_of
from ingest.lists.parts import LinkPart, Part

MAX_NESTING = 100  # of blocks within blocks; markdown-it's 20 is nine lists deep, and drops what lies deeper


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level > 0) or a run of parts between block boundaries, with its first line (1-based)."""

    level: int
    parts: tuple[Part, ...]
    line: int


class _Markdown(MarkdownIt):
    """Takes every destination for a link, as CommonMark does: a list's report names those that are none."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - as in the base
        return True


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown text in reading order; code is passed over."""
    level = 0
    tokens = _tokens(text)
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "thead_open":
            yield from _header(tokens, line)
        elif token.type == "tr_open":
            yield _row(tokens, "tr_close", line)
        elif token.type == "inline":
            yield Block(level, tuple(parts_of(token.children or [])), line)
            level = 0
        elif token.type == "html_block":
            yield from (Block(run.level, tuple(run.parts), line) for run in html_runs(token.content))


def _tokens(text: str) -> Iterator[Token]:
    markdown = _Markdown("gfm-like", {"html": True, "maxNesting": MAX_NESTING})
    if markdown.linkify:
        markdown.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # else README.md becomes a link
    try:
        return iter(markdown.parse(text))
    except RuntimeError:  # its rule for bare URLs fails behind brackets that never close; it has a second one
        markdown.inline.ruler.disable("linkify")
        return iter(markdown.parse(text))


def _header(tokens: Iterator[Token], line: int) -> Iterator[Block]:
    """Yield a table's header if it holds a link; else it names columns, and says nothing."""
    header = _row(tokens, "thead_close", line)
    if any(isinstance(part, LinkPart) for part in header.parts):
        yield header


def _row(tokens: Iterator[Token], closing: str, line: int) -> Block:
    cells = (token for token in takewhile(lambda token: token.type != closing, tokens) if token.type == "inline")
    return Block(0, tuple(part for cell in cells for part in (*parts_of(cell.children or []), " ")), line)
