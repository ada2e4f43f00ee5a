"""How much an index holds: links by state and passages by language, of the whole list and of each topic."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.health.report import Entry
from app.library.states import LinkState, state_of
from index.facts import LANGUAGES
from index.reader import Index
from ingest.documents import Topic
from ingest.language import Language

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many links are in which state, and how many passages are in which language."""

    links: Counter[LinkState]
    passages: Counter[Language]


@dataclass(frozen=True, slots=True)
class Census:
    """The tally of a list and of each of its topics, sub-topics included; the empty path is of no heading.

    Topics come as the list nests them. A link that stands under two topics counts in both, and once in the whole.
    """

    whole: Tally
    topics: tuple[tuple[Topic, Tally], ...]


def census_of(index: Index, entries: Sequence[Entry]) -> Census:
    """Count an index; `entries` are those of the report on its links.

    Raises:
        IndexCorrupt: the index's files are damaged.
    """
    states = [(one.row.link.topics, state_of(one)) for one in entries]
    everything = np.ones(len(index.chunks), np.bool_)
    whole = Tally(Counter(state for _, state in states), _languages(index, everything))
    paths = nested([*(path for paths, _ in states for path in paths), *index.topic_rows.paths])
    return Census(whole, tuple((path, _under(path, states, index)) for path in paths))


def nested(paths: Iterable[Topic]) -> list[Topic]:
    """Return paths and all that is above them, each once, each below its parent; else in the order given."""
    tree: dict[str, Any] = {}
    has_none = False
    for path in paths:
        has_none = has_none or not path
        level = tree
        for name in path:
            level = level.setdefault(name, {})
    return [*([()] if has_none else []), *_walked(tree, ())]


def _walked(tree: dict[str, Any], above: Topic) -> Iterator[Topic]:
    for name, deeper in tree.items():
        yield (*above, name)
        yield from _walked(deeper, (*above, name))


def _under(prefix: Topic, states: Sequence[tuple[tuple[Topic, ...], LinkState]], index: Index) -> Tally:
    found = Counter(state for paths, state in states if any(_is_below(path, prefix) for path in paths))
    return Tally(found, _languages(index, index.topic_rows.below(prefix)))


def _is_below(path: Topic, prefix: Topic) -> bool:
    return path[: len(prefix)] == prefix if prefix else not path


def _languages(index: Index, marks: Marks) -> Counter[Language]:
    return Counter({language: int((marks & index.written_in(language)).sum()) for language in LANGUAGES})
