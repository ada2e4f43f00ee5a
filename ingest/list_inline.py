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
    """A link: its destination as a string, and its title ("" when the title is only the URL)."""

    url: str
    title: str


Part = LinkPart | str
"""Either a link or plain text between links."""


def parts_of(tokens: Sequence[Token]) -> Iterator[Part]:
    """Yield links and the text between them; inline code is text, images count as their alternative text."""
    waiting = list(reversed(tokens))
    while waiting:
        token = waiting.pop()
        if token.type == "link_open":
            yield from _markdown_link(token, waiting)
        elif token.type == "html_inline":
            yield from _html_link(token, waiting)
        else:
            yield _text(token)


def html_parts(html: str) -> Iterator[Part]:
    """Yield links and text of a block of HTML; comments, scripts and code are passed over."""
    reader = _AnchorReader()
    reader.feed(html)
    reader.close()
    yield from reader.parts


def clean(text: str) -> str:
    """Return text in NFC, without invisible format characters, with single spaces."""
    visible = (
        mark for mark in unicodedata.normalize("NFC", text) if unicodedata.category(mark) != "Cf" or mark == "\u200d"
    )
    return re.sub(r"\s+", " ", "".join(visible)).strip()


def _markdown_link(opening: Token, waiting: list[Token]) -> Iterator[Part]:
    title = ""
    while waiting and (token := waiting.pop()).type != "link_close":
        title += _text(token)
    url = str(opening.attrs.get("href", ""))
    if opening.markup != "linkify":
        yield _link(url, title)
        return
    length = bare_url_length(title)
    yield LinkPart(normalizeLink(title[:length]), "")
    yield title[length:]


def _html_link(opening: Token, waiting: list[Token]) -> Iterator[Part]:
    if not re.match(r"<a\s", opening.content, re.IGNORECASE):
        return
    html = opening.content
    while waiting and not re.match(r"</a\s*>", html_tail := waiting[-1].content, re.IGNORECASE):
        token = waiting.pop()
        html += html_tail if token.type == "html_inline" else _text(token)
    yield from html_parts(html + "</a>")


def _link(url: str, title: str) -> LinkPart:
    title = clean(title)
    return LinkPart(url, "" if title.rstrip("/") == url.rstrip("/") else title)


def _text(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "code_inline", "image", "text_special") else ""


class _AnchorReader(HTMLParser):
    """Collects anchors and text; what stands in code or script is not a link."""

    _OPAQUE = frozenset({"code", "pre", "script", "style"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._href: str | None = None
        self._title = ""
        self._opaque = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in self._OPAQUE:
            self._opaque += 1
        elif tag == "a" and values.get("href") and not self._opaque:
            self._href, self._title = values["href"], ""
        elif tag == "img" and self._href is not None:
            self._title += values.get("alt") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self._OPAQUE:
            self._opaque = max(0, self._opaque - 1)
        elif tag == "a" and self._href is not None:
            self.parts.append(_link(self._href.strip(), self._title))
            self._href = None

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self._title += data
        elif not self._opaque:
            self.parts.append(data)
