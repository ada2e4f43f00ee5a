"""The list as it can be asked about: its links under their topics, and what names each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.catalogue.names import address_words, is_named, names
from index.reader import Index
from index.records import LinkRow
from index.topics import SEPARATOR, within
from ingest.documents import Topic
from ingest.urls import identity_of


@dataclass(frozen=True)
class Shelf:
    """Links of a list, each once, in its order; `titles` are those of their pages, by the links' identities."""

    rows: Sequence[LinkRow]
    titles: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, index: Index) -> "Shelf":
        """Read an index's links and the titles of its pages; that reads every document once."""
        titles: dict[str, tuple[str, ...]] = {}
        for one in index.documents:
            if one.kind == "page":
                key = identity_of(one.link.url)
                titles[key] = (*titles.get(key, ()), one.title)
        return cls(tuple(index.links), titles)

    def only(self, topic: str) -> "Shelf":
        """Return the links under a topic, named as for a search."""
        return Shelf([row for row in self.rows if any(within(topic, path) for path in row.link.topics)], self.titles)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Every heading with a link below it, outer ones too, in the list's order."""
        paths = (path for row in self.rows for path in row.link.topics)
        return tuple(dict.fromkeys(path[:depth] for path in paths for depth in range(1, len(path) + 1)))

    def under(self, paths: Sequence[Topic]) -> list[LinkRow]:
        """Return the links under any of some headings, their sub-headings included."""
        return [row for row in self.rows if any(_is_under(row, path) for path in paths)]

    def headings(self, wanted: frozenset[str]) -> tuple[Topic, ...]:
        """Return the headings, or paths of them, that are nothing but a name."""
        return tuple(path for path in self.topics if _is_path(wanted, path))

    def headings_with(self, wanted: frozenset[str]) -> tuple[Topic, ...]:
        """Return the headings in which a name stands."""
        return tuple(path for path in self.topics if names(wanted, path[-1]))

    def naming(self, wanted: frozenset[str], *, in_address: bool = True) -> list[LinkRow]:
        """Return the links whose title, label, remark or page's title, or address, holds a name."""
        return [
            row for row in self.rows if any(names(wanted, text) for text in self._texts(row, in_address=in_address))
        ]

    def _texts(self, row: LinkRow, *, in_address: bool) -> list[str]:
        places = [text for one in row.link.occurrences for text in (one.title, one.label, one.remark) if text]
        address = [address_words(row.link.url)] if in_address else []
        return [*places, *self.titles.get(identity_of(row.link.url), ()), *address]


def _is_path(wanted: frozenset[str], path: Topic) -> bool:
    return any(is_named(wanted, SEPARATOR.join(path[start:])) for start in range(len(path)))


def _is_under(row: LinkRow, path: Topic) -> bool:
    return any(topic[: len(path)] == path for topic in row.link.topics)
