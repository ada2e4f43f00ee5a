"""Which chunks stand under a topic; a filter selects them before anything is searched."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from index.arrays import load_array
from index.errors import SearchIndexError, damaged
from ingest.documents import Topic

PATHS = "topics.json"
PLACES = "topics.npy"
SEPARATOR = " / "  # between the headings of a topic
MAX_NAMED = 40  # topics that are looked at for a remedy


class UnknownTopic(SearchIndexError):
    """A topic was asked for that the list does not have."""


class TopicRows:
    """The chunks under each path of headings: a few numbers a document, so that a question looks at paths only."""

    def __init__(self, paths: Sequence[Topic], places: NDArray[np.int32], documents: NDArray[np.int32]) -> None:
        """Hold the paths in the list's order.

        Args:
            paths: each once.
            places: [any, 2], a document's number and that of a path it stands under.
            documents: the number of each chunk's document.
        """
        self.paths = tuple(paths)
        self._places = places
        self._documents = documents

    @classmethod
    def of(cls, topics: Iterable[Sequence[Topic]], documents: NDArray[np.int32]) -> Self:
        """Number the paths; `topics` are each document's, `documents` the number of each chunk's."""
        numbers: dict[Topic, int] = {}
        places = [
            (document, numbers.setdefault(path, len(numbers)))
            for document, paths in enumerate(topics)
            for path in paths
        ]
        return cls(tuple(numbers), np.array(places, np.int32).reshape(-1, 2), documents)

    @classmethod
    def load(cls, folder: Path, documents: NDArray[np.int32]) -> Self:
        """Read what `save` wrote.

        Raises:
            IndexCorrupt: it is missing or damaged.
        """
        try:
            paths = TypeAdapter(tuple[Topic, ...]).validate_json((folder / PATHS).read_bytes())
        except (OSError, ValidationError) as error:
            raise damaged(folder / PATHS) from error
        return cls(paths, load_array(folder / PLACES, np.int32), documents)

    def save(self, folder: Path) -> None:
        """Write paths and places; the chunks' documents stand elsewhere."""
        (folder / PATHS).write_bytes(TypeAdapter(tuple[Topic, ...]).dump_json(self.paths))
        np.save(folder / PLACES, self._places)

    def holding(self, rows: NDArray[np.bool_]) -> tuple[Topic, ...]:
        """Return the topics under which any of the marked chunks stands, in the list's order."""
        standing = np.isin(self._places[:, 0], self._documents[rows])
        return tuple(self.paths[number] for number in np.unique(self._places[standing, 1]) if self.paths[number])

    def under(self, topic: str) -> NDArray[np.int64]:
        """Return the rows under a topic and its sub-topics, each once, ascending.

        Raises:
            UnknownTopic: no chunk stands under it.
        """
        rows = np.flatnonzero(self._standing_at([within(topic, path) for path in self.paths]))
        if not len(rows):
            raise self._unknown(topic)
        return rows

    def below(self, prefix: Topic) -> NDArray[np.bool_]:
        """Return, for each chunk, whether it stands under these headings or deeper; of none, under no heading."""
        depth = len(prefix)
        return self._standing_at([path[:depth] == prefix if depth else not path for path in self.paths])

    def _standing_at(self, wanted: Sequence[bool]) -> NDArray[np.bool_]:
        """Return, for each chunk, whether its document stands at any of the wanted paths."""
        standing = self._places[np.array(wanted, np.bool_)[self._places[:, 1]], 0]
        marks = np.zeros(self._places[:, 0].max(initial=self._documents.max(initial=-1)) + 1, np.bool_)
        marks[standing] = True
        return np.asarray(marks[self._documents])

    def _unknown(self, topic: str) -> UnknownTopic:
        paths = [path for path in self.paths if path][:MAX_NAMED]
        known = ", ".join(dict.fromkeys(path[-1] for path in paths))
        return UnknownTopic(f"the list has no topic “{topic}”", f"choose one of: {known}" if known else "leave it out")


def within(topic: str, path: Topic) -> bool:
    """Return whether a topic, named by a heading or by a path "A / B", is on the way to a link's path."""
    wanted, have = (SEPARATOR + one.strip().casefold() + SEPARATOR for one in (topic, SEPARATOR.join(path)))
    return wanted in have
