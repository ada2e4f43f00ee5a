"""The links inside one run of inline Markdown, as parts in reading order."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from ingest.lists.html import OPAQUE, html_runs
from ingest.lists.parts import Part, made_link
from ingest.urls import MAX_LENGTH, bare_url_length

BREAKS = frozenset({"softbreak", "hardbreak"})
_BARE_URL = re.compile(rf"(https?://)[^\s<]{{0,{MAX_LENGTH}}}", re.IGNORECASE)
_TAG = re.compile(r"<([a-z]+)[\s>]", re.IGNORECASE)
_HREF = re.compile(r"\shref\s*=", re.IGNORECASE)
_WWW = re.compile(rf"(?<![\w@/.:-])(www\.)[^\s<]{{3,{MAX_LENGTH}}}", re.IGNORECASE | re.ASCII)


def parts_of(tokens: Sequence[Token]) -> Iterator[Part]:
    """Yield links and the text between them; inline code is text, images count as their alternative text."""
    waiting = list(reversed(_numbered(tokens)))
    while waiting:
        token = waiting.pop()
        if token.type == "link_open":
            yield from _markdown_link(token, waiting)
        elif token.type == "html_inline":
            yield from _html(token, waiting)
        elif token.type == "text":
            yield from _bare_links(token.content, token.meta["row"], _WWW, "http://")
        else:
            yield _text(token)


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
        yield made_link(str(opening.attrs.get("href", "")), title, opening.meta["row"])


def _bare_links(written: str, row: int, pattern: re.Pattern[str] = _BARE_URL, scheme: str = "") -> Iterator[Part]:
    """Yield bare URLs, each cut where it ends, and the text between; behind Chinese punctuation another may begin."""
    done = 0
    while found := pattern.search(written, done):
        url = scheme + found[0]
        end = found.start() + max(bare_url_length(url), len(scheme + found[1])) - len(scheme)
        yield written[done : found.start()]
        yield made_link(normalizeLink(scheme + written[found.start() : end]), "", row)
        done = end
    yield written[done:]


def _html(opening: Token, waiting: list[Token]) -> Iterator[Part]:
    """Read an anchor up to its end, or to the next link where it has none, and code as text; other tags say nothing."""
    name = _TAG.match(opening.content)
    if name and name[1].lower() == "a" and _HREF.search(opening.content):
        html = opening.content + "".join(_until(r"</a\s*>", waiting, stop="link_open"))
        yield from (part for run in html_runs(html, opening.meta["row"]) for part in run.parts)
    elif name and name[1].lower() in OPAQUE:
        yield "".join(_until(rf"</{name[1]}\s*>", waiting))


def _until(closing: str, waiting: list[Token], stop: str = "") -> Iterator[str]:
    while waiting and waiting[-1].type != stop and not re.match(closing, waiting[-1].content, re.IGNORECASE):
        token = waiting.pop()
        yield token.content if token.type == "html_inline" else _text(token)


def _text(token: Token) -> str:
    if token.type in BREAKS:
        return "\n"
    if token.type == "image":
        return "".join(map(_text, token.children or []))
    return token.content if token.type in ("text", "code_inline", "text_special") else ""
