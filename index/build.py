"""Chunks to an index on disk: vectors of unchanged text are taken over, others encoded, the manifest comes last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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
from index.terms import TermIndex
from index.texts import Texts
from ingest.chunk import CHUNKER, chunk
from ingest.documents import Document

MAX_TOKENS = 220  # of a chunk's own text; title and headings are added for encoding


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: how many of its chunks and sentences were encoded, how many had their vector already."""

    manifest: Manifest
    embedded: int
    reused: int


def write_index(
    folder: Path,
    documents: Sequence[Document],
    links: Sequence[LinkRow],
    list_name: str,
    encoder: Encoder,
    old: Index | None,
    progress: Progress,
) -> Built:
    """Write a complete index into an empty folder.

    Args:
        folder: where to write it.
        documents: everything to be searched.
        links: what became of each link, kept for the link report.
        list_name: what the list is called.
        encoder: encodes chunks and sentences.
        old: an index whose vectors are taken over where the text and the encoder are the same.
        progress: told how many of how many texts are encoded.
    """
    most = min(MAX_TOKENS, encoder.max_tokens // 2)
    chunks = [one for document in documents for one in chunk(document, encoder.count_tokens, most)]
    facts = Facts.of(documents, chunks)
    texts = Texts(chunks, facts.sentence_starts)
    hashes = text_hashes(texts)
    filling = Filling(texts, len(chunks), hashes, encoder)
    new = filling.run(Known(old, encoder), progress)

    VectorStore.of(filling.filled.chunks).save(folder / VECTORS)
    np.save(folder / SENTENCES, filling.filled.sentences)
    np.save(folder / TEXT_HASHES, hashes)
    TermIndex.of(texts.of_chunks).save(folder / TERMS)
    facts.save(folder)
    write_lines(folder / DOCUMENTS, documents, Document)
    write_lines(folder / CHUNKS, chunk_rows(chunks, facts.table["document"].tolist()), ChunkRow)
    write_lines(folder / LINKS, links, LinkRow)
    manifest = Manifest(
        format=FORMAT,
        encoder=encoder.identity,
        chunker=CHUNKER,
        max_tokens=most,
        list_name=list_name,
        corpus=corpus_hash(encoder.identity, CHUNKER, texts.of_chunks),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        chunks=len(chunks),
        files=digests(folder),
    )
    write_manifest(folder, manifest)
    return Built(manifest, embedded=new, reused=len(texts) - new)
