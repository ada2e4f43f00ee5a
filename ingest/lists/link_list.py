"""Reads a curated Markdown list: topics are its headings, links come with title, line and what is said about them."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import Link, Occurrence, Topic
from ingest.errors import ListUnreadable
from ingest.lists.blocks import blocks_of
from ingest.lists.text import list_text, readable
from ingest.lists.walk import Prose, SkippedLink, Walk
from ingest.urls import identity_of


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
    parsed = parse_list(list_text(path), path.name)
    if not parsed.links:
        raise ListUnreadable(f"the list {path} holds no web link", "give a Markdown file with http or https links")
    return parsed


def parse_list(text: str, name: str) -> LinkList:
    """Parse a list's Markdown; the same page in two places is one link with two occurrences."""
    walk = Walk()
    for block in blocks_of(readable(text)):
        walk.take(block)
    walk.settle()
    topics = tuple(dict.fromkeys(walk.topics))
    return LinkList(name, _merged(walk.occurrences), topics, walk.prose, tuple(walk.skipped))


def _merged(found: list[tuple[str, Occurrence]]) -> tuple[Link, ...]:
    """Return a link a page, with the URL that stands first."""
    urls: dict[str, str] = {}
    occurrences: dict[str, list[Occurrence]] = defaultdict(list)
    for url, occurrence in found:
        key = identity_of(url)
        urls.setdefault(key, url)
        occurrences[key].append(occurrence)
    return tuple(Link(url, tuple(occurrences[key])) for key, url in urls.items())
