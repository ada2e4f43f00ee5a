"""The links inside one run of inline Markdown, as parts in reading order."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from ingest.urls import bare_url_length


@dataclass(frozen=True, slots=True)
class LinkPart:
    """A link: its destination, its title ("" when that is only the URL), and its line within the block (from 0)."""

    url: str
    title: str
    row: int


Part = LinkPart | str
"""Either a link or plain text between links."""

BREAKS = frozenset({"softbreak", "hardbreak"})
_BARE_URL = re.compile("https?://", re.IGNORECASE)


def parts_of(tokens: Sequence[Token]) -> Iterator[Part]:
    """Yield links and the text between them; inline code is text, images count as their alternative text."""
    waiting = list(reversed(_numbered(tokens)))
    while waiting:
        token = waiting.pop()
        if token.type == "link_open":
            yield from _markdown_link(token, waiting)
        elif token.type == "html_inline":
            yield from _html_link(token, waiting)
        else:
            yield _text(token)


def html_parts(html: str, row: int = 0) -> Iterator[Part]:
    """Yield links and text of HTML that begins in a row of its block; comments, scripts and code are passed over."""
    reader = _AnchorReader(row)
    reader.feed(html)
    reader.close()
    yield from reader.parts


def clean(text: str) -> str:
    """Return text in NFC, without control and invisible format characters, with single spaces."""
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    kept = (mark for mark in spaced if unicodedata.category(mark) not in ("Cc", "Cf") or mark == "\u200d")
    return " ".join("".join(kept).split())


def _numbered(tokens: Sequence[Token]) -> Sequence[Token]:
    """Note on each token its line within the block: markdown-it knows only where a block begins."""
    row = 0
    for token in tokens:
        token.meta["row"] = row
        row += token.content.count("\n") + (token.type in BREAKS)
    return tokens


def _markdown_link(opening: Token, waiting: list[Token]) -> Iterator[Part]:
    title = ""
    while waiting and (token := waiting.pop()).type != "link_close":
        title += _text(token)
    if opening.markup == "linkify":
        yield from _bare_links(title, opening.meta["row"])
    else:
        yield _link(str(opening.attrs.get("href", "")), title, opening.meta["row"])


def _bare_links(written: str, row: int) -> Iterator[Part]:
    """Cut what was taken for one bare URL where it ends; behind Chinese punctuation another one may begin."""
    while found := _BARE_URL.search(written):
        yield written[: found.start()]
        written = written[found.start() :]
        length = max(bare_url_length(written), found.end() - found.start())
        yield LinkPart(normalizeLink(written[:length]), "", row)
        written = written[length:]
    yield written


def _html_link(opening: Token, waiting: list[Token]) -> Iterator[Part]:
    if not re.match(r"<a\s", opening.content, re.IGNORECASE):
        return
    html = opening.content
    while waiting and not re.match(r"</a\s*>", html_tail := waiting[-1].content, re.IGNORECASE):
        token = waiting.pop()
        html += html_tail if token.type == "html_inline" else _text(token)
    yield from html_parts(html, opening.meta["row"])


def _link(url: str, title: str, row: int) -> LinkPart:
    title = clean(title)
    return LinkPart(url, "" if title.rstrip("/") == url.rstrip("/") else title, row)


def _text(token: Token) -> str:
    if token.type in BREAKS:
        return "\n"
    return token.content if token.type in ("text", "code_inline", "image", "text_special") else ""


class _AnchorReader(HTMLParser):
    """Collects anchors and text; what stands in code or script is not a link."""

    _OPAQUE = frozenset({"code", "pre", "script", "style"})

    def __init__(self, row: int) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._first_row = row
        self._href: str | None = None
        self._row = row
        self._title = ""
        self._opaque = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in self._OPAQUE:
            self._opaque += 1
        elif tag == "a" and values.get("href") and not self._opaque:
            self._end_link()
            self._href, self._title, self._row = values["href"], "", self._first_row + self.getpos()[0] - 1
        elif tag == "img" and self._href is not None:
            self._title += values.get("alt") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self._OPAQUE:
            self._opaque = max(0, self._opaque - 1)
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self._title += data
        elif not self._opaque:
            self.parts.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002, FBT001, FBT002 - as in the base
        """Read `<![…]>` as a comment, as browsers do; the base class raises on most of them."""
        return self.parse_bogus_comment(i)

    def close(self) -> None:
        super().close()
        self._end_link()

    def _end_link(self) -> None:
        if self._href is not None:
            self.parts.append(_link(self._href.strip(), self._title, self._row))
        self._href = None
