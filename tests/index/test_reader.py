"""An index in memory: the parts fit, and what does not fit is refused."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import Built
from index.encoders import Encoder
from index.errors import IndexCorrupt, IndexMismatch
from index.manifest import NAME, digests, write_manifest
from index.reader import CHUNKS, SENTENCES, VECTORS, Index
from index.records import LinkRow
from index.search import Searcher
from index.store import VectorStore
from index.texts import chunk_text, sentence_texts
from ingest.documents import Document

OnDisk = tuple[Path, Built]


@pytest.fixture
def copy(built: OnDisk, tmp_path: Path) -> Path:
    """A copy of the corpus's index, to be changed."""
    return Path(shutil.copytree(built[0], tmp_path / "copy"))


def test_an_index_holds_what_was_written(
    searcher: Searcher, built: OnDisk, corpus: tuple[Document, ...], link_rows: tuple[LinkRow, ...]
) -> None:
    """Documents, links and manifest are the same, and every chunk is a slice of one of the documents."""
    index = searcher.index
    assert (index.documents, index.links, index.manifest) == (corpus, link_rows, built[1].manifest)
    assert {chunk.document.url for chunk in index.chunks} == {document.url for document in corpus}
    assert all(chunk.document in corpus and chunk.text for chunk in index.chunks)
    assert index.manifest.chunks == len(index.chunks)


def test_rows_are_aligned_with_the_texts_that_were_encoded(searcher: Searcher, encoder: Encoder) -> None:
    """Row by row, vectors are those of the chunks' texts; those of sentences too, in half precision."""
    index = searcher.index
    assert np.array_equal(index.store.vectors(), encoder.encode_document([chunk_text(one) for one in index.chunks]))
    for chunk, start in zip(index.chunks, index.sentence_starts, strict=True):
        expected = encoder.encode_document(sentence_texts(chunk)).astype(np.float16)
        assert np.array_equal(index.sentence_vectors[start : start + len(expected)], expected)


def test_what_is_known_of_chunks(searcher: Searcher) -> None:
    """Topics come once in the list's order; languages and articles stand beside the chunks."""
    index = searcher.index
    assert index.topics == (
        ("Systems", "Training", "Communication"),
        ("Systems", "Compilers"),
        ("Systems", "CPU / GPU"),
        ("Systems", "Inference"),
        ("Kitchen",),
    )
    known = dict(zip(index.articles, index.languages, strict=True))
    pages = {"ring": "en", "ring-zh": "zh", "kernels": "en", "pages": "zh", "tea": "en"}
    assert known == {f"example.org/{page}": language for page, language in pages.items()}


def test_an_index_of_another_encoder_is_refused(built: OnDisk, encoder: Encoder) -> None:
    """An index is not read for an encoder that did not make it, unless none is named."""
    other = replace(encoder.identity, name="other")
    with pytest.raises(IndexMismatch, match=f"was built with the encoder {encoder.identity.name}, this is other"):
        Index.load(built[0], other)
    assert Index.load(built[0]).manifest == built[1].manifest


def test_an_index_of_another_encoder_cannot_be_searched(searcher: Searcher, encoder: Encoder) -> None:
    """A searcher refuses an encoder that did not make its index."""
    manifest = replace(searcher.index.manifest, encoder=replace(encoder.identity, query_prefix=""))
    with pytest.raises(IndexMismatch, match=f"this is {encoder.identity.name}; run `citeshelf build` again"):
        Searcher(replace(searcher.index, manifest=manifest), encoder)


@pytest.mark.parametrize("name", [CHUNKS, SENTENCES, VECTORS])
def test_parts_that_do_not_fit_together_are_refused(copy: Path, built: OnDisk, name: str) -> None:
    """An index with a chunk or a vector too few is refused though every file is as its manifest says."""
    if name == CHUNKS:
        lines = (copy / CHUNKS).read_bytes().splitlines(keepends=True)
        (copy / CHUNKS).write_bytes(b"".join(lines[:-1]))
    elif name == SENTENCES:
        np.save(copy / SENTENCES, np.load(copy / SENTENCES)[:-1])
    else:
        VectorStore.of(VectorStore.load(copy / VECTORS).vectors()[:-1]).save(copy / VECTORS)
    (copy / NAME).unlink()
    write_manifest(copy, replace(built[1].manifest, files=digests(copy)))
    with pytest.raises(IndexCorrupt, match=r"does not fit together; run `citeshelf build` again\.$"):
        Index.load(copy)
