"""Chunks to an index on disk: vectors of unchanged text are taken over, others encoded, the manifest comes last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from index.encoders.protocol import Encoder, Vectors
from index.manifest import FORMAT, Manifest, corpus_hash, digests, write_manifest
from index.reader import CHUNKS, DOCUMENTS, LINKS, SENTENCES, TERMS, VECTORS, Index
from index.records import ChunkRow, LinkRow, chunk_rows, write_rows
from index.store import VectorStore
from index.terms import TermIndex
from index.texts import chunk_text, sentence_texts
from ingest.chunk import CHUNKER, chunk
from ingest.documents import Chunk, Document

MAX_TOKENS = 220  # of a chunk's own text; title and headings are added for encoding
ENCODED_AT_ONCE = 32  # texts between two reports of progress
Progress = Callable[[int, int], None]


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
    texts, sentences = _texts(chunks)
    vectors, new = _vectors([*texts, *sentences], _known(old, encoder), encoder, progress)

    VectorStore.of(vectors[: len(texts)]).save(folder / VECTORS)
    np.save(folder / SENTENCES, vectors[len(texts) :].astype(np.float16))
    TermIndex.of(texts).save(folder / TERMS)
    write_rows(folder / DOCUMENTS, documents, Document)
    write_rows(folder / CHUNKS, chunk_rows(chunks, documents), ChunkRow)
    write_rows(folder / LINKS, links, LinkRow)
    manifest = Manifest(
        format=FORMAT,
        encoder=encoder.identity,
        chunker=CHUNKER,
        max_tokens=most,
        list_name=list_name,
        corpus=corpus_hash(encoder.identity, CHUNKER, texts),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        chunks=len(chunks),
        files=digests(folder),
    )
    write_manifest(folder, manifest)
    return Built(manifest, embedded=new, reused=len(vectors) - new)


def _known(old: Index | None, encoder: Encoder) -> dict[str, Vectors]:
    if old is None or old.manifest.encoder != encoder.identity:
        return {}
    texts, sentences = _texts(old.chunks)
    vectors = chain(old.store.vectors(), old.sentence_vectors)  # mapped files: nothing is read yet
    return dict(zip([*texts, *sentences], vectors, strict=True))


def _texts(chunks: Sequence[Chunk]) -> tuple[list[str], list[str]]:
    """Return what is encoded: each chunk, then each sentence of them."""
    return [chunk_text(one) for one in chunks], [text for one in chunks for text in sentence_texts(one)]


def _vectors(texts: list[str], known: dict[str, Vectors], encoder: Encoder, progress: Progress) -> tuple[Vectors, int]:
    """Return the vectors of all texts, and how many of them had to be encoded; equal texts are encoded once."""
    found = dict(known)
    new = list(dict.fromkeys(text for text in texts if text not in known))
    new.sort(key=len)
    for start in range(0, len(new), ENCODED_AT_ONCE):
        some = new[start : start + ENCODED_AT_ONCE]
        found.update(zip(some, encoder.encode_document(some), strict=True))
        progress(start + len(some), len(new))
    size = (len(texts), encoder.identity.dimension)
    return np.array([found[text] for text in texts], np.float32).reshape(size), len(new)
