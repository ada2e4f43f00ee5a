"""Walks a list's blocks: under which topic a link stands, what is said about it, and what is said about nothing."""

import re
from dataclasses import dataclass, field

from ingest.documents import Occurrence, Topic
from ingest.lists.blocks import Block
from ingest.lists.parts import LinkPart, clean
from ingest.urls import is_web_url

COLONS = (":", "：")
MAX_LABEL_CHARS = 40
MIN_PROSE_CHARS = 10
_MARK = re.compile(r"\[(?:[ xX]|\^[^\]]*)\](?=[\s:]|$)")  # of a task or a footnote


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


@dataclass(slots=True)
class _Found:
    """An occurrence of a link while what is said about it is still being read."""

    url: str
    topic: Topic
    title: str
    label: str
    line: int
    remarks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """Takes the blocks in turn; it keeps the last link, and a line that may be a label for the next one."""

    topics: list[Topic] = field(default_factory=list)
    skipped: list[SkippedLink] = field(default_factory=list)
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _found: list[_Found] = field(default_factory=list)
    _prose: list[list[Prose]] = field(default_factory=list)
    _label: Prose | None = None
    _last: _Found | None = None
    _prose_is_open: bool = False

    @property
    def occurrences(self) -> list[tuple[str, Occurrence]]:
        """Every link's URL and place, in the list's order."""
        return [
            (
                one.url,
                Occurrence(one.topic, one.title, one.label, " ".join(one.remarks), "\n".join(one.notes), one.line),
            )
            for one in self._found
        ]

    @property
    def prose(self) -> tuple[Prose, ...]:
        """The paragraphs without links, those that follow each other in one."""
        return tuple(Prose(run[0].topic, "\n".join(one.text for one in run), run[0].line) for run in self._prose)

    def take(self, block: Block) -> None:
        """Take the next block."""
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
        if self._label:
            self._add_prose(self._label)
        self._label = None

    @property
    def _topic(self) -> Topic:
        return tuple(text for _, text in self._headings)

    def _enter(self, block: Block) -> None:
        title = clean("".join(part if isinstance(part, str) else part.title or part.url for part in block.parts))
        while self._headings and self._headings[-1][0] >= block.level:
            self._headings.pop()
        if title:  # a heading may be a picture
            self._headings.append((block.level, title))
            self.topics.append(self._topic)
        self._last, self._prose_is_open = None, False

    def _take_links(self, block: Block) -> None:
        before: list[str] = []
        first = True
        for part in block.parts:
            if isinstance(part, str):
                before.append(part)
            elif is_web_url(part.url):
                self._add_link(part, block, "".join(before), first=first)
                before, first = [], False
            else:
                self.skipped.append(SkippedLink(part.url, block.line + part.row))
                before.append(part.title)
        if not block.level:
            self._remark("".join(before))
        self._prose_is_open = False

    def _add_link(self, part: LinkPart, block: Block, before: str, *, first: bool) -> None:
        text = clean(before)
        label = text.rstrip("".join(COLONS)) if text.endswith(COLONS) and len(text) <= MAX_LABEL_CHARS else ""
        if first and not text and not part.title and self._label and not block.level:
            label, self._label = self._label.text.rstrip("".join(COLONS)), None
        self.settle()
        if not label and not first:
            self._remark(before)
        self._last = _Found(part.url, self._topic, part.title, label, block.line + part.row)
        self._found.append(self._last)
        if first and not label and not block.level:
            self._remark(before)

    def _remark(self, text: str) -> None:
        if self._last and (said := _said(clean(text))):
            self._last.remarks.append(said)

    def _take_text(self, block: Block) -> None:
        text = clean("".join(part if isinstance(part, str) else part.title for part in block.parts))
        if not text:
            return
        self.settle()
        prose = Prose(self._topic, text, block.line)
        if text.endswith(COLONS) and len(text) <= MAX_LABEL_CHARS:
            self._label = prose
        else:
            self._add_prose(prose)

    def _add_prose(self, prose: Prose) -> None:
        if self._last:
            self._last.notes.append(prose.text)
        if self._prose_is_open and self._prose:
            self._prose[-1].append(prose)
        elif len(prose.text) >= MIN_PROSE_CHARS:
            self._prose.append([prose])
            self._prose_is_open = True


def _said(text: str) -> str:
    """Return what is said beside a link, without the separators around it, or nothing if there is no word in it."""
    text = _MARK.sub("", text, count=1) if text.startswith("[") else text
    text = text.lstrip("-–—|:：*·,， ")  # separators that lists put after a link
    return text if any(map(str.isalnum, text)) else ""
