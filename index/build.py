"""Chunks to an index on disk: vectors of unchanged text are taken over, others encoded, the manifest comes last."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from index.encoders.protocol import Encoder
from index.facts import Facts
from index.lines import write_lines
from index.manifest import FORMAT, Manifest, corpus_hash, digests, write_manifest
from index.reader import CHUNKS, DOCUMENTS, LINKS, SENTENCES, TERMS, TEXT_HASHES, VECTORS, Index
from index.records import ChunkRow, LinkRow, chunk_rows
from index.reuse import Filling, Known, Progress, text_hashes
from index.store import VectorStore
from index.terms import Glossary, TermIndex, shipped
from index.texts import Texts
from ingest.chunk import CHUNKER, chunk
from ingest.documents import Document

MAX_TOKENS = 220  # of a chunk's own text; title and headings are added for encoding


def now() -> str:
    """Return the time in ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: how many of its chunks and sentences were encoded, how many had their vector already."""

    manifest: Manifest
    embedded: int
    reused: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into an index: all that is searched, what became of each link, the list's name, and its glossary.

    `built` is the time that the index is known by, in ISO 8601.
    """

    documents: Sequence[Document]
    links: Sequence[LinkRow]
    list_name: str
    glossary: Glossary = field(default_factory=shipped)
    built: str = field(default_factory=now)


def write_index(folder: Path, contents: Contents, encoder: Encoder, old: Index | None, progress: Progress) -> Built:
    """Write a complete index into an empty folder.

    Args:
        folder: where to write it.
        contents: what of.
        encoder: encodes chunks and sentences.
        old: an index whose vectors are taken over where the text and the encoder are the same.
        progress: told how many of how many texts are encoded.
    """
    most = min(MAX_TOKENS, encoder.max_tokens // 2)
    documents = contents.documents
    chunks = [one for document in documents for one in chunk(document, encoder.count_tokens, most)]
    facts = Facts.of(documents, chunks)
    texts = Texts(chunks, facts.sentence_starts)
    hashes = text_hashes(texts)
    filling = Filling(texts, len(chunks), hashes, encoder)
    new = filling.run(Known(old, encoder), progress)

    VectorStore.of(filling.filled.chunks).save(folder / VECTORS)
    np.save(folder / SENTENCES, filling.filled.sentences)
    np.save(folder / TEXT_HASHES, hashes)
    TermIndex.of(texts.of_chunks, contents.glossary).save(folder / TERMS)
    facts.save(folder)
    write_lines(folder / DOCUMENTS, documents, Document)
    write_lines(folder / CHUNKS, chunk_rows(chunks, facts.table["document"].tolist()), ChunkRow)
    write_lines(folder / LINKS, contents.links, LinkRow)
    manifest = Manifest(
        format=FORMAT,
        encoder=encoder.identity,
        chunker=CHUNKER,
        max_tokens=most,
        list_name=contents.list_name,
        corpus=corpus_hash(encoder.identity, CHUNKER, chain(texts.of_chunks, map(str, contents.glossary.entries))),
        built=contents.built,
        chunks=len(chunks),
        files=digests(folder),
    )
    write_manifest(folder, manifest)
    return Built(manifest, embedded=new, reused=len(texts) - new)
