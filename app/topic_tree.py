"""The list's headings as a tree, each with how many links stand under it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from index.reader import Index
from index.topics import SEPARATOR
from ingest.documents import Link, Topic


@dataclass(slots=True)
class Branch:
    """A heading, the identities of the links under it or its sub-headings, and those sub-headings in order."""

    path: Topic
    urls: set[str] = field(default_factory=set)
    below: "dict[str, Branch]" = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """What a filter by topic is given: "architecture / JAX"."""
        return SEPARATOR.join(self.path)

    @property
    def links(self) -> int:
        """How many links stand under it, each once."""
        return len(self.urls)


def topic_tree(index: Index) -> Branch:
    """Return the root, which has no heading and holds every link."""
    return grown(index.topics, (row.link for row in index.links))


def grown(topics: Iterable[Topic], links: Iterable[Link]) -> Branch:
    """Return the root over topics in the list's order, with links counted on all the way down to each of theirs."""
    root = Branch(())
    for path in topics:
        _way(root, path)
    for link in links:
        root.urls.add(link.url)
        for path in link.topics:
            for branch in _way(root, path):
                branch.urls.add(link.url)
    return root


def _way(root: Branch, path: Topic) -> list[Branch]:
    """Return the branches from the first heading to the last, made where they are missing."""
    found = [root]
    for depth, heading in enumerate(path, 1):
        found.append(found[-1].below.setdefault(heading, Branch(path[:depth])))
    return found[1:]
