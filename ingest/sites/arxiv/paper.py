"""What arXiv says of a paper: in its API's Atom feed, or in the meta tags of the paper's page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from ingest.errors import FetchFailed
from ingest.extraction.blocks import visible
from ingest.extraction.tree import found, tree_of
from ingest.status import Status

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
MAX_AUTHORS = 20  # an experiment in physics has thousands
_DAY = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's title, authors, abstract, and the ISO date of its first version (None when not said)."""

    title: str
    authors: str
    abstract: str
    published: str | None


def paper_in_feed(body: bytes) -> Paper:
    """Return the one paper of an Atom feed; errors arrive as a feed too, with an entry called “Error”.

    Raises:
        FetchFailed: `gone` when arXiv has no such paper, `extract_failed` for anything that is no feed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False)
    try:
        feed = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchFailed(Status.EXTRACT_FAILED, "arXiv's API answered something that is no feed") from error
    if feed.tag != f"{{{ATOM['atom']}}}feed":
        raise FetchFailed(Status.EXTRACT_FAILED, "arXiv's API answered something that is no feed")
    title, abstract = _texts(feed, "atom:title"), _texts(feed, "atom:summary")
    if not title or not abstract or title[0] == "Error":
        raise FetchFailed(Status.GONE, "arXiv's API knows no such paper")
    published = "".join(_texts(feed, "atom:published")[:1])
    return _paper(title[0], _texts(feed, "atom:author/atom:name"), abstract[0], published)


def paper_on_page(html: str) -> Paper:
    """Return the paper of an abstract's page, from the tags that it shows to citation indexes.

    Raises:
        FetchFailed: `extract_failed` when it shows none.
    """
    tree = tree_of(html)

    def said(name: str) -> list[str]:
        tags = found(tree, f"//meta[@name='citation_{name}']")
        return [text for tag in tags if (text := _flat(tag.get("content", "")))]

    title, abstract = said("title"), said("abstract")
    if not title or not abstract:
        raise FetchFailed(Status.EXTRACT_FAILED, "the paper's page shows no title and abstract")
    return _paper(title[0], said("author"), abstract[0], "".join(said("date")[:1]))


def _texts(feed: _Element, path: str) -> list[str]:
    entry = feed.find("atom:entry", ATOM)
    elements = [] if entry is None else entry.findall(path, ATOM)
    return [text for one in elements if (text := _flat("".join(map(str, one.itertext()))))]


def _flat(text: str) -> str:
    """Undo the line breaks that arXiv puts into titles and abstracts."""
    return re.sub(r"\s+", " ", visible(text)).strip()


def _paper(title: str, authors: Sequence[str], abstract: str, published: str) -> Paper:
    named = ", ".join(authors[:MAX_AUTHORS])
    more = f" and {len(authors) - MAX_AUTHORS} others" if len(authors) > MAX_AUTHORS else ""
    day = _DAY.match(published)
    return Paper(title, named + more, abstract, "-".join(day.groups()) if day else None)
