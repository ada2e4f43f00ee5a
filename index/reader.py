"""An index in memory, read from its folder after its manifest was checked."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import EncoderIdentity
from index.errors import IndexCorrupt
from index.manifest import Manifest, read_manifest
from index.records import ChunkRow, LinkRow, linked, read_rows
from index.store import VectorStore
from index.terms import TermIndex
from index.topics import TopicRows
from ingest.chunk import CHUNKER
from ingest.documents import Chunk, Document, Topic
from ingest.language import Language
from ingest.urls import identity_of

VECTORS = "vectors.faiss"
SENTENCES = "sentences.npy"
TERMS = "terms"
DOCUMENTS = "documents.jsonl"
CHUNKS = "chunks.jsonl"
LINKS = "links.jsonl"


@dataclass(frozen=True)
class Index:
    """Everything one build made; vector rows and `chunks` are aligned, so are `sentence_vectors` and all sentences."""

    manifest: Manifest
    documents: tuple[Document, ...]
    chunks: tuple[Chunk, ...]
    links: tuple[LinkRow, ...]
    store: VectorStore
    terms: TermIndex
    sentence_vectors: NDArray[np.float16]

    @classmethod
    def load(cls, folder: Path, encoder: EncoderIdentity | None = None) -> Self:
        """Read an index; with `encoder`, refuse one that another encoder made.

        Raises:
            IndexMismatch: something else made it.
            IndexCorrupt: its files are damaged.
        """
        manifest = read_manifest(folder)
        if encoder is not None:
            manifest.check(encoder, CHUNKER)
        documents = read_rows(folder / DOCUMENTS, Document)
        chunks = linked(read_rows(folder / CHUNKS, ChunkRow), documents)
        store = VectorStore.load(folder / VECTORS)
        sentences = np.load(folder / SENTENCES, mmap_mode="r")
        if len(store) != len(chunks) or len(sentences) != sum(len(one.sentences) for one in chunks):
            raise IndexCorrupt(f"the index in {folder} does not fit together", "run `citeshelf build` again")
        terms = TermIndex.load(folder / TERMS, len(chunks))
        return cls(manifest, documents, chunks, read_rows(folder / LINKS, LinkRow), store, terms, sentences)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic with a link or a paragraph, in the list's order."""
        found = (topic for document in self.documents for topic in document.link.topics if topic)
        return tuple(dict.fromkeys(found))

    @cached_property
    def topic_rows(self) -> TopicRows:
        """The chunks under each topic."""
        return TopicRows(self.chunks)

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """Each chunk's language."""
        return tuple(one.language for one in self.chunks)

    @cached_property
    def sentence_starts(self) -> tuple[int, ...]:
        """The row of each chunk's first sentence in `sentence_vectors`."""
        return tuple(accumulate((len(one.sentences) for one in self.chunks), initial=0))[:-1]

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """The key of each chunk's article; equal for two documents of one page."""
        return tuple(identity_of(one.document.link.url) for one in self.chunks)
