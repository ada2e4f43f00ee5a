"""An index in memory: the parts fit, and what does not fit is refused."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from trigrams import Trigrams

from index.build import Built, Contents, write_index
from index.encoders import Encoder
from index.errors import IndexCorrupt, IndexMismatch
from index.facts import FACTS
from index.lines import Lines, write_lines
from index.manifest import NAME, digests, write_manifest
from index.reader import CHUNKS, DOCUMENTS, SENTENCES, TEXT_HASHES, VECTORS, Index
from index.records import ChunkRow, LinkRow
from index.search import Searcher
from index.store import VectorStore
from index.texts import chunk_text
from index.topics import within
from ingest.documents import Document

OnDisk = tuple[Path, Built]
MakeDocument = Callable[..., Document]


@pytest.fixture
def copy(built: OnDisk, tmp_path: Path) -> Path:
    """A copy of the corpus's index, to be changed."""
    return Path(shutil.copytree(built[0], tmp_path / "copy"))


def test_an_index_holds_what_was_written(
    searcher: Searcher, built: OnDisk, corpus: tuple[Document, ...], link_rows: tuple[LinkRow, ...]
) -> None:
    """Documents, links and manifest are the same, and every chunk is a slice of one of the documents."""
    index = searcher.index
    assert (tuple(index.documents), tuple(index.links)) == (corpus, link_rows)
    assert index.manifest == built[1].manifest
    assert {chunk.document.url for chunk in index.chunks} == {document.url for document in corpus}
    assert all(chunk.document in corpus and chunk.text for chunk in index.chunks)
    assert index.manifest.chunks == len(index.chunks)


def test_rows_are_aligned_with_the_texts_that_were_encoded(searcher: Searcher, encoder: Encoder) -> None:
    """Row by row, vectors are those of the chunks' texts; those of sentences, with their titles, in half precision."""
    index = searcher.index
    chunks = encoder.encode_document([chunk_text(one) for one in index.chunks])
    assert index.store.vectors() == pytest.approx(chunks, abs=1e-6)
    counts = [len(chunk.sentences) for chunk in index.chunks]
    assert index.sentence_counts.tolist() == counts
    for chunk, start, count in zip(index.chunks, index.sentence_starts, counts, strict=True):
        own = encoder.encode_document([chunk.sentence(number) for number in range(count)])
        both = own + 0.5 * encoder.encode_document([chunk.document.title])
        expected = both / np.linalg.norm(both, axis=1, keepdims=True)
        assert index.sentence_vectors[start : start + count] == pytest.approx(expected, abs=1e-3)


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
    assert index.articles.tolist() == [0, 1, 2, 3, 4]
    assert index.written_in("en").tolist() == [True, False, True, False, True]
    assert index.written_in("zh").tolist() == [False, True, False, True, False]
    pages = ["ring", "ring-zh", "kernels", "pages", "tea"]
    assert [chunk.document.url for chunk in index.chunks] == [f"https://example.org/{page}" for page in pages]


def test_facts_of_chunks_are_those_of_their_texts(copy: Path) -> None:
    """Languages, kinds, articles and topics that were read from disk are those that the chunks give by themselves."""
    index = Index.load(copy)
    again = replace(index, chunks=index.chunks[:], documents=index.documents[:], read=None)  # in memory
    for language in ("en", "zh"):
        expected = [chunk.language == language for chunk in index.chunks]
        assert index.written_in(language).tolist() == again.written_in(language).tolist() == expected
    assert index.sentence_starts.tolist() == again.sentence_starts.tolist()
    assert [str(one) for one in index.kinds] == [chunk.document.kind for chunk in index.chunks]
    for wanted in ("Systems", "Training", "CPU / GPU", "Kitchen"):
        under = [
            row for row, one in enumerate(index.chunks) if any(within(wanted, p) for p in one.document.link.topics)
        ]
        assert index.topic_rows.under(wanted).tolist() == again.topic_rows.under(wanted).tolist() == under


def test_two_documents_of_one_page_are_one_article(make_document: MakeDocument, tmp_path: Path) -> None:
    """What names an article is its page; a topic that has nothing but the list's own prose is none of pages."""
    page, other = (make_document("a", text, "", [("Pages",)]) for text in ("One.", "Another one."))
    line = replace(make_document("b", "A line.", "", [("Prose",), ("Pages",)]), kind="list")
    write_index(tmp_path, Contents([page, line, other], [], ""), Trigrams(), None, lambda _done, _all: None)
    index = Index.load(tmp_path)
    assert index.articles.tolist() == [0, 1, 0]
    assert index.kinds.tolist() == ["page", "list", "page"]
    assert (index.topics, index.page_topics) == ((("Pages",), ("Prose",)), (("Pages",),))


def test_text_is_read_when_it_is_asked_for(copy: Path, corpus: tuple[Document, ...]) -> None:
    """Opening reads no document; one that was damaged since is refused when it is read, and no other."""
    index = Index.load(copy)
    with (copy / DOCUMENTS).open("r+b") as file:  # in place, as a failing disk does it
        file.seek(file.read().index(b"compiler"))
        file.write(b"C")
    with pytest.raises(IndexCorrupt, match=r"documents\.jsonl is damaged; run `citeshelf build` again\.$"):
        _ = index.chunks[2]
    assert [index.chunks[row].document for row in (0, 1, 3, 4)] == [*corpus[:2], *corpus[3:]]


def test_an_index_that_was_removed_answers_on(copy: Path, corpus: tuple[Document, ...]) -> None:
    """Whoever has opened an index can read it to the end, though newer builds have removed its folder."""
    index = Index.load(copy)
    shutil.rmtree(copy)
    assert tuple(index.documents) == corpus
    assert {one.document for one in index.chunks} == set(corpus)


def test_of_a_large_index_the_length_is_compared(copy: Path, monkeypatch: pytest.MonkeyPatch, built: OnDisk) -> None:
    """Beyond the bytes that are digested, a cut file is found at once, a changed one when all is asked for."""
    monkeypatch.setattr("index.reader.CHECKED_BYTES", 0)
    path = copy / SENTENCES
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 4]))
    assert Index.load(copy).manifest == built[1].manifest
    with pytest.raises(IndexCorrupt, match=rf"{SENTENCES} is missing or damaged"):
        Index.load(copy, thorough=True)
    path.write_bytes(whole[:-1])
    with pytest.raises(IndexCorrupt, match=rf"{SENTENCES} is missing or damaged"):
        Index.load(copy)


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


@pytest.mark.parametrize("name", [CHUNKS, FACTS, SENTENCES, TEXT_HASHES, VECTORS])
def test_parts_that_do_not_fit_together_are_refused(copy: Path, built: OnDisk, name: str) -> None:
    """An index with a row too few anywhere is refused though every file is as its manifest says."""
    if name == CHUNKS:
        write_lines(copy / CHUNKS, Lines(copy / CHUNKS, ChunkRow, 1)[:-1], ChunkRow)
    elif name != VECTORS:
        np.save(copy / name, np.load(copy / name)[:-1])
    else:
        VectorStore.of(VectorStore.load(copy / VECTORS).vectors()[:-1]).save(copy / VECTORS)
    (copy / NAME).unlink()
    write_manifest(copy, replace(built[1].manifest, files=digests(copy)))
    with pytest.raises(IndexCorrupt, match=r"does not fit together; run `citeshelf build` again\.$"):
        Index.load(copy)
