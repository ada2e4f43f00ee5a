"""What a search needs to know of each chunk without reading it: arrays of a few bytes a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self, get_args

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array
from index.topics import TopicRows
from ingest.documents import Chunk, Document
from ingest.language import Language
from ingest.urls import identity_of

FACTS = "chunks.npy"
LANGUAGES: tuple[Language, ...] = get_args(Language)
KINDS = ("page", "list")
ROW = np.dtype([("document", "<i4"), ("article", "<i4"), ("sentences", "<i4"), ("language", "u1"), ("kind", "u1")])


@dataclass(frozen=True)
class Facts:
    """Facts on chunks, by row: the table of `ROW`, and where their documents stand on the list."""

    table: NDArray[Any]
    topics: TopicRows

    @classmethod
    def of(cls, documents: Sequence[Document], chunks: Sequence[Chunk]) -> Self:
        """Collect the facts on chunks that are in memory, and hold these very documents."""
        numbers = {id(document): number for number, document in enumerate(documents)}
        articles: dict[str, int] = {}
        keys = [identity_of(document.link.url) for document in documents]
        numbered = [articles.setdefault(key, len(articles)) for key in keys]
        rows = ((numbers[id(one.document)], one) for one in chunks)
        table = np.array([_row(number, numbered[number], one) for number, one in rows], ROW)
        places = (document.link.topics for document in documents)
        return cls(table, TopicRows.of(places, np.ascontiguousarray(table["document"])))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            IndexCorrupt: it is missing or damaged.
        """
        table = load_array(folder / FACTS, ROW)
        return cls(table, TopicRows.load(folder, np.ascontiguousarray(table["document"])))

    def save(self, folder: Path) -> None:
        """Write the facts into an index's folder."""
        np.save(folder / FACTS, self.table)
        self.topics.save(folder)

    @cached_property
    def articles(self) -> NDArray[np.int32]:
        """The number of each chunk's article; equal for two documents of one page."""
        return np.ascontiguousarray(self.table["article"])

    @cached_property
    def languages(self) -> dict[Language, NDArray[np.bool_]]:
        """For each language, which chunks are in it."""
        return {language: self.table["language"] == number for number, language in enumerate(LANGUAGES)}

    @cached_property
    def kinds(self) -> NDArray[np.str_]:
        """Whether each chunk is of a page or of the list's own prose."""
        return np.asarray(np.array(KINDS)[self.table["kind"]])

    @cached_property
    def sentence_counts(self) -> NDArray[np.int64]:
        """How many sentences each chunk has."""
        return self.table["sentences"].astype(np.int64)

    @cached_property
    def sentence_starts(self) -> NDArray[np.int64]:
        """The number of each chunk's first sentence among all."""
        return np.asarray(np.cumsum(self.sentence_counts) - self.sentence_counts)

    @property
    def sentences(self) -> int:
        """How many sentences all chunks have."""
        return int(self.table["sentences"].sum(dtype=np.int64))


def _row(number: int, article: int, one: Chunk) -> tuple[int, int, int, int, int]:
    language, kind = LANGUAGES.index(one.language), KINDS.index(one.document.kind)
    return number, article, len(one.sentences), language, kind
