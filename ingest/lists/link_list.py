"""Reads a curated Markdown list: topics are its headings, links come with title, line and what is said about them."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.documents import Link, Occurrence, Topic
from ingest.errors import ListUnreadable
from ingest.lists.blocks import Block, blocks_of
from ingest.lists.inline import LinkPart, clean
from ingest.urls import identity_of, is_web_url

COLONS = (":", "：")
MAX_LABEL_CHARS = 40
MIN_PROSE_CHARS = 10
MAX_LIST_BYTES = 20_000_000
_FRONT_MATTER = re.compile(r"\A---\n(?=[\w-]+\s*:).*?\n---(?:\n|\Z)", re.DOTALL)  # not a list between two rules


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs of the list that hold no link: their topic, text, and first line (1-based)."""

    topic: Topic
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class SkippedLink:
    """A destination on the list that is no web page: an anchor, a relative path, a mail address, a typing error."""

    url: str
    line: int


@dataclass(frozen=True, slots=True)
class LinkList:
    """A parsed list; `links` are in order of first appearance, `topics` hold headings without links too."""

    name: str
    links: tuple[Link, ...]
    topics: tuple[Topic, ...]
    prose: tuple[Prose, ...]
    skipped: tuple[SkippedLink, ...]


def read_list(path: Path) -> LinkList:
    """Read a list from a file.

    Raises:
        ListUnreadable: the file is missing, too large, or holds no link.
    """
    try:
        if path.stat().st_size > MAX_LIST_BYTES:
            raise ListUnreadable(f"the list {path} is larger than 20 MB", "split it into several lists")
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise ListUnreadable(f"the list {path} cannot be read ({error.strerror})", "check the path") from error
    parsed = parse_list(text, path.name)
    if not parsed.links:
        raise ListUnreadable(f"the list {path} holds no web link", "give a Markdown file with http or https links")
    return parsed


def parse_list(text: str, name: str) -> LinkList:
    """Parse a list's Markdown; the same page in two places is one link with two occurrences."""
    reader = _Reader()
    for block in blocks_of(readable(text)):
        reader.take(block)
    reader.settle()
    return LinkList(
        name, _merged(reader.found), tuple(dict.fromkeys(reader.topics)), tuple(reader.prose), tuple(reader.skipped)
    )


def readable(text: str) -> str:
    """Return a list's text as the parser is to see it: line feeds only, and empty lines in place of front matter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FRONT_MATTER.sub(lambda found: "\n" * found.group().count("\n"), text)


@dataclass
class _Reader:
    """Walks the blocks, keeping the topic, the last link, and a line that may be a label for the next link."""

    topic_stack: list[tuple[int, str]] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    found: list[tuple[str, Occurrence]] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    skipped: list[SkippedLink] = field(default_factory=list)
    label: Prose | None = None
    last: int | None = None
    open_prose: bool = False

    @property
    def topic(self) -> Topic:
        return tuple(text for _, text in self.topic_stack)

    def take(self, block: Block) -> None:
        links = [part for part in block.parts if isinstance(part, LinkPart)]
        if block.level:
            self.settle()
            self._enter(block)
        if any(is_web_url(link.url) for link in links):
            self._take_links(block)
            return
        self.skipped += [SkippedLink(link.url, block.line + link.row) for link in links]
        if not block.level:
            self._take_text(block)

    def settle(self) -> None:
        """Turn a waiting label into prose: no untitled link followed it."""
        if self.label:
            self._add_prose(self.label)
        self.label = None

    def _enter(self, block: Block) -> None:
        title = clean("".join(part if isinstance(part, str) else part.title or part.url for part in block.parts))
        while self.topic_stack and self.topic_stack[-1][0] >= block.level:
            self.topic_stack.pop()
        if title:  # a heading may be a picture
            self.topic_stack.append((block.level, title))
            self.topics.append(self.topic)
        self.last, self.open_prose = None, False

    def _take_links(self, block: Block) -> None:
        before = ""
        first = True
        for part in block.parts:
            if isinstance(part, str):
                before += part
            elif is_web_url(part.url):
                self._add_link(part, block, before, first=first)
                before, first = "", False
            else:
                self.skipped.append(SkippedLink(part.url, block.line + part.row))
                before += part.title
        if self.last is not None and not block.level:
            self._remark(before)
        self.open_prose = False

    def _add_link(self, part: LinkPart, block: Block, before: str, *, first: bool) -> None:
        text = clean(before)
        label = text.rstrip("".join(COLONS)) if text.endswith(COLONS) and len(text) <= MAX_LABEL_CHARS else ""
        if first and not text and not part.title and self.label and not block.level:
            label, self.label = self.label.text.rstrip("".join(COLONS)), None
        self.settle()
        if not label and not first:
            self._remark(before)
        remark = _said(text) if first and not label and not block.level else ""
        self.found.append((part.url, Occurrence(self.topic, part.title, label, remark, "", block.line + part.row)))
        self.last = len(self.found) - 1

    def _remark(self, text: str) -> None:
        text = _said(clean(text))
        if self.last is not None and text:
            url, occurrence = self.found[self.last]
            self.found[self.last] = (url, replace(occurrence, remark=f"{occurrence.remark} {text}".strip()))

    def _take_text(self, block: Block) -> None:
        text = clean("".join(part if isinstance(part, str) else part.title for part in block.parts))
        if not text:
            return
        self.settle()
        prose = Prose(self.topic, text, block.line)
        if text.endswith(COLONS) and len(text) <= MAX_LABEL_CHARS:
            self.label = prose
        else:
            self._add_prose(prose)

    def _add_prose(self, prose: Prose) -> None:
        if self.last is not None:
            url, occurrence = self.found[self.last]
            self.found[self.last] = (url, replace(occurrence, notes=f"{occurrence.notes}\n{prose.text}".strip()))
        if self.open_prose and self.prose:
            before = self.prose[-1]
            self.prose[-1] = replace(before, text=f"{before.text}\n{prose.text}")
        elif len(prose.text) >= MIN_PROSE_CHARS:
            self.prose.append(prose)
            self.open_prose = True


def _said(text: str) -> str:
    """Return what is said beside a link, without the separators around it, or nothing if there is no word in it."""
    text = text.lstrip("-–—|:：*·,， ")  # separators that lists put after a link
    return text if any(map(str.isalnum, text)) else ""


def _merged(found: list[tuple[str, Occurrence]]) -> tuple[Link, ...]:
    links: dict[str, Link] = {}
    for url, occurrence in found:
        key = identity_of(url)
        known = links.get(key)
        links[key] = Link(known.url if known else url, (*(known.occurrences if known else ()), occurrence))
    return tuple(links.values())
