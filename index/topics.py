"""Which chunks stand under a topic; a filter selects them before anything is searched."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.errors import SearchIndexError
from ingest.documents import Chunk, Topic

SEPARATOR = " / "  # between the headings of a topic
MAX_NAMED = 40  # topics that are looked at for a remedy


class UnknownTopic(SearchIndexError):
    """A topic was asked for that the list does not have."""


class TopicRows:
    """The rows of the chunks under each path of headings; made once, so that a question looks at paths only."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._rows: dict[Topic, list[int]] = {}
        for row, one in enumerate(chunks):
            for path in one.document.link.topics:
                self._rows.setdefault(path, []).append(row)

    def under(self, topic: str) -> NDArray[np.int64]:
        """Return the rows under a topic and its sub-topics, each once, ascending.

        Raises:
            UnknownTopic: no chunk stands under it.
        """
        found = [rows for path, rows in self._rows.items() if within(topic, path)]
        if not found:
            raise self._unknown(topic)
        return np.unique(np.concatenate([np.asarray(rows, np.int64) for rows in found]))

    def _unknown(self, topic: str) -> UnknownTopic:
        paths = [path for path in self._rows if path][:MAX_NAMED]
        known = ", ".join(dict.fromkeys(path[-1] for path in paths))
        return UnknownTopic(f"the list has no topic “{topic}”", f"choose one of: {known}" if known else "leave it out")


def within(topic: str, path: Topic) -> bool:
    """Return whether a topic, named by a heading or by a path "A / B", is on the way to a link's path."""
    wanted, have = (SEPARATOR + one.strip().casefold() + SEPARATOR for one in (topic, SEPARATOR.join(path)))
    return wanted in have
