"""An index read from its folder after its manifest was checked: what each search needs in memory, its text on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array
from index.encoders.protocol import EncoderIdentity
from index.errors import IndexCorrupt
from index.facts import Facts
from index.lines import Lines
from index.manifest import CHECKED_BYTES, Manifest, read_manifest
from index.records import ChunkRow, Chunks, LinkRow
from index.store import VectorStore
from index.terms import TermIndex
from index.topics import TopicRows
from ingest.chunk import CHUNKER
from ingest.documents import Chunk, Document, Topic
from ingest.language import Language

VECTORS = "vectors.faiss"
SENTENCES = "sentences.npy"
TERMS = "terms"
DOCUMENTS = "documents.jsonl"
CHUNKS = "chunks.jsonl"
LINKS = "links.jsonl"
TEXT_HASHES = "hashes.npy"
HASH_BYTES = 16
HASHES = np.dtype((np.bytes_, HASH_BYTES))
KEPT_DOCUMENTS = 128  # of those last read: a question reads its hits' articles several times
KEPT_ROWS = 1024


@dataclass(frozen=True)
class Index:
    """Everything one build made; vector rows and `chunks` are aligned, so are `sentence_vectors` and all sentences.

    `text_hashes` are those of all chunks as they were encoded, then of all sentences; an index that is made in memory
    needs neither them nor `read`, the facts on its chunks as they were read from disk.
    """

    manifest: Manifest
    documents: Sequence[Document]
    chunks: Sequence[Chunk]
    links: Sequence[LinkRow]
    store: VectorStore
    terms: TermIndex
    sentence_vectors: NDArray[np.float16]
    text_hashes: NDArray[np.bytes_] | None = None
    read: Facts | None = None

    @classmethod
    def load(cls, folder: Path, encoder: EncoderIdentity | None = None, *, thorough: bool = False) -> Self:
        """Open an index; chunks, documents and links are read when they are asked for, which may raise IndexCorrupt.

        Args:
            folder: of the index.
            encoder: refuse an index that another one made.
            thorough: compare every file with its digest, however large.

        Raises:
            IndexMismatch: something else made it.
            IndexCorrupt: its files are damaged.
        """
        manifest = read_manifest(folder, inf if thorough else CHECKED_BYTES)
        if encoder is not None:
            manifest.check(encoder, CHUNKER)
        documents = Lines(folder / DOCUMENTS, Document, KEPT_DOCUMENTS)
        chunks = Chunks(Lines(folder / CHUNKS, ChunkRow, KEPT_ROWS), documents)
        index = cls(
            manifest=manifest,
            documents=documents,
            chunks=chunks,
            links=Lines(folder / LINKS, LinkRow, KEPT_ROWS),
            store=VectorStore.load(folder / VECTORS),
            terms=TermIndex.load(folder / TERMS, len(chunks)),
            sentence_vectors=load_array(folder / SENTENCES, np.float16, "r"),
            text_hashes=load_array(folder / TEXT_HASHES, HASHES, "r"),
            read=Facts.load(folder),
        )
        if not index.fits:
            raise IndexCorrupt(f"the index in {folder} does not fit together", "run `citeshelf build` again")
        return index

    @property
    def fits(self) -> bool:
        """Whether its parts are of one size."""
        chunks, sentences, hashes = len(self.chunks), len(self.sentence_vectors), self.text_hashes
        alike = chunks == len(self.store) == len(self.facts.table) and sentences == self.facts.sentences
        named = int(self.facts.table["document"].max(initial=-1)) < len(self.documents)
        return alike and named and (hashes is None or len(hashes) == chunks + sentences)

    @cached_property
    def facts(self) -> Facts:
        """What is known of each chunk without reading it."""
        return self.read or Facts.of(self.documents, self.chunks)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic with a link or a paragraph, in the list's order."""
        return tuple(path for path in self.topic_rows.paths if path)

    @cached_property
    def page_topics(self) -> tuple[Topic, ...]:
        """Every topic with a chunk that is not only the list's own prose, in the list's order."""
        return self.topic_rows.holding(self.facts.kinds == "page")

    @property
    def topic_rows(self) -> TopicRows:
        """The chunks under each topic."""
        return self.facts.topics

    @property
    def articles(self) -> NDArray[np.int32]:
        """The number of each chunk's article; equal for two documents of one page."""
        return self.facts.articles

    def written_in(self, language: Language) -> NDArray[np.bool_]:
        """Return, for each chunk, whether it is in a language."""
        return self.facts.languages[language]

    @property
    def kinds(self) -> NDArray[np.str_]:
        """Each chunk's `document.kind`."""
        return self.facts.kinds

    @property
    def sentence_counts(self) -> NDArray[np.int64]:
        """How many sentences each chunk has."""
        return self.facts.sentence_counts

    @property
    def sentence_starts(self) -> NDArray[np.int64]:
        """The row of each chunk's first sentence in `sentence_vectors`."""
        return self.facts.sentence_starts
