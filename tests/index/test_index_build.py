"""Building an index: what is encoded, what is taken over, what the corpus hash says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trigrams import Trigrams

from index.build import MAX_TOKENS, Built, Contents, write_index
from index.encoders import Encoder
from index.errors import IndexCorrupt
from index.reader import VECTORS, Index
from index.search import Searcher
from index.texts import chunk_text, sentence_texts
from index.titled import Text
from ingest.documents import Document

MakeDocument = Callable[..., Document]
Build = Callable[..., tuple[Built, Index]]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Return a builder into a folder of its own each time: documents, encoder, old index."""

    def write(documents: Sequence[Document], encoder: Encoder, old: Index | None = None) -> tuple[Built, Index]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        done = write_index(folder, Contents(documents, [], "a list"), encoder, old, lambda _done, _all: None)
        return done, Index.load(folder, encoder.identity)

    return write


def texts_of(index: Index) -> list[Text]:
    """Return everything that has a vector in an index."""
    return [text for one in index.chunks for text in (Text(chunk_text(one)), *sentence_texts(one))]


def encoded_for(texts: Iterable[Text]) -> list[str]:
    """Return what an encoder is given for texts, sorted: chunks' texts, sentences bare, and each title once."""
    once = set(texts)
    return sorted([*(text.body for text in once), *{text.title for text in once if text.title}])


def test_every_text_is_encoded_once(build: Build, make_document: MakeDocument) -> None:
    """Chunks and sentences are encoded, one that occurs in several places only once."""
    encoder = Trigrams()
    both = [make_document("a", "It scales. It is fast."), make_document("b", "It scales. It is slow.")]
    built, index = build(both, encoder)
    assert sorted(encoder.encoded) == encoded_for(texts_of(index))
    # two chunks and four sentences; "It scales." was there already when the second one came
    assert (built.embedded, built.reused) == (5, 1)


def test_unchanged_texts_are_not_encoded_again(build: Build, corpus: tuple[Document, ...]) -> None:
    """A second build of the same documents encodes nothing and makes the same vectors."""
    first, old = build(corpus, Trigrams())
    encoder = Trigrams()
    second, new = build(corpus, encoder, old)
    assert encoder.encoded == []
    assert (second.embedded, second.reused) == (0, first.embedded + first.reused)
    assert np.array_equal(new.store.vectors(), old.store.vectors())
    assert np.array_equal(new.sentence_vectors, old.sentence_vectors)
    assert second.manifest.corpus == first.manifest.corpus


def test_only_new_texts_are_encoded(build: Build, make_document: MakeDocument, corpus: tuple[Document, ...]) -> None:
    """When a sentence and a document are new, they and the chunk around the sentence are encoded, nothing else."""
    _, old = build(corpus, Trigrams())
    tea = make_document("tea", f"{corpus[4].text} Drink it warm.", "Green tea", [("Kitchen",)])
    encoder = Trigrams()
    built, index = build([*corpus[:4], tea, make_document("salt", "Salt is white.")], encoder, old)
    added = set(texts_of(index)) - set(texts_of(old))
    assert {Text("Drink it warm.", "Green tea"), Text("Salt is white.", "")} < added
    assert sorted(encoder.encoded) == encoded_for(added)
    assert built.embedded == len(added) == 4


def test_another_title_is_another_light(build: Build, make_document: MakeDocument) -> None:
    """A document that is renamed has its chunk and all its sentences encoded again, and other vectors; others not."""
    texts = ("Tea is green. It is hot.", "Salt is white.")
    _, old = build([make_document("a", texts[0], "Tea"), make_document("b", texts[1], "Salt")], Trigrams())
    encoder = Trigrams()
    built, new = build([make_document("a", texts[0], "Drinks"), make_document("b", texts[1], "Salt")], encoder, old)
    assert sorted(encoder.encoded) == sorted(["Drinks · Systems\n" + texts[0], "Drinks", "Tea is green.", "It is hot."])
    assert (built.embedded, built.reused) == (3, 2)
    assert not np.isclose(new.sentence_vectors[:2], old.sentence_vectors[:2], atol=0.01).all(axis=1).any()
    assert np.array_equal(new.sentence_vectors[2:], old.sentence_vectors[2:])


def test_removed_documents_leave(build: Build, corpus: tuple[Document, ...]) -> None:
    """A document that is gone from the list is gone from chunks, vectors, terms and topics."""
    encoder = Trigrams()
    _, old = build(corpus, encoder)
    _, new = build(corpus[:4], encoder, old)
    assert Searcher(old, encoder).search("green tea", 1)[0].chunk.document == corpus[4]
    assert corpus[4] not in {hit.chunk.document for hit in Searcher(new, encoder).search("green tea", 9)}
    assert len(new.store) == len(new.chunks) == len(old.chunks) - 1
    assert new.terms.scores("tea").tolist() == [0.0] * len(new.chunks)
    assert ("Kitchen",) not in new.topics


def test_another_encoder_encodes_everything(build: Build, corpus: tuple[Document, ...]) -> None:
    """Vectors of another encoder are not taken over."""
    _, old = build(corpus, Trigrams())
    built, index = build(corpus, Trigrams("other"), old)
    assert (built.embedded, built.reused) == (len(set(texts_of(index))), 0)


def test_a_damaged_old_index_costs_only_time(build: Build, corpus: tuple[Document, ...], tmp_path: Path) -> None:
    """An old index that was damaged is refused, and a build without it makes the same index."""
    first, _ = build(corpus, Trigrams())
    (tmp_path / "0" / VECTORS).write_bytes(b"damaged")
    with pytest.raises(IndexCorrupt, match=f"{VECTORS} is missing or damaged; run `citeshelf build` again"):
        Index.load(tmp_path / "0")
    again, _ = build(corpus, Trigrams())
    assert (again.embedded, again.manifest.corpus) == (first.embedded, first.manifest.corpus)


def test_an_index_grown_step_by_step_is_one_built_at_once(
    build: Build, corpus: tuple[Document, ...], encoder: Encoder
) -> None:
    """With the bundled encoder too, taken-over and new vectors are to the last bit those of a fresh build."""
    _, part = build(corpus[:2], encoder)
    _, grown = build(corpus, encoder, part)
    _, fresh = build(corpus, encoder)
    assert np.array_equal(grown.store.vectors(), fresh.store.vectors())
    assert np.array_equal(grown.sentence_vectors, fresh.sentence_vectors)


def test_the_corpus_hash_tells_corpora_apart(
    build: Build, make_document: MakeDocument, corpus: tuple[Document, ...]
) -> None:
    """Equal documents have equal hashes; another text, title, topic, order, number or encoder changes it."""
    tea = ("tea", corpus[4].text, "Green tea", [("Kitchen",)])
    changes = [("tea", "Black tea.", *tea[2:]), (*tea[:2], "Black tea", tea[3]), (*tea[:3], [("Garden",)])]
    others = [[*corpus[:4], make_document(*change)] for change in changes] + [list(corpus[::-1]), list(corpus[:4])]
    hashes = [build(documents, Trigrams())[0].manifest.corpus for documents in [corpus, *others]]
    hashes.append(build(corpus, Trigrams("other"))[0].manifest.corpus)
    assert len(set(hashes)) == 7
    assert build([*corpus[:4], make_document(*tea)], Trigrams())[0].manifest.corpus == hashes[0]


def test_progress_counts_to_the_end(make_document: MakeDocument, tmp_path: Path) -> None:
    """Progress is told in growing steps, up to the number of texts that had to be encoded."""
    told: list[tuple[int, int]] = []
    documents = [make_document(str(number), f"Number {number} counts.") for number in range(40)]
    built = write_index(
        tmp_path, Contents(documents, [], ""), Trigrams(), None, lambda done, of: told.append((done, of))
    )
    assert told == [(32, 80), (64, 80), (80, 80)]
    assert built.embedded == 80


@pytest.mark.parametrize(("room", "most"), [(40, 20), (512, MAX_TOKENS)])
def test_chunks_leave_room_for_what_stands_above_them(
    build: Build, make_document: MakeDocument, room: int, most: int
) -> None:
    """A chunk fills at most half of what the encoder reads, and never more than the limit."""
    encoder = Trigrams()
    encoder.max_tokens = room
    built, index = build([make_document("long", "It counts seven words in this sentence. " * 200)], encoder)
    assert built.manifest.max_tokens == most
    sizes = encoder.count_tokens([chunk.text for chunk in index.chunks])
    assert most - 7 < max(sizes) <= most


def test_an_index_of_nothing(build: Build) -> None:
    """A list without text makes an index that finds nothing."""
    encoder = Trigrams()
    built, index = build([], encoder)
    assert (built.embedded, built.reused, built.manifest.chunks) == (0, 0, 0)
    assert Searcher(index, encoder).search("anything", 5) == []
    assert build([], encoder, index)[0].reused == 0


def test_a_changed_document_is_encoded_where_it_changed(build: Build, make_document: MakeDocument) -> None:
    """Of a long document only the chunk around a new sentence, and the sentence, are encoded; the others keep rows."""
    sentences = [f"Sentence number {number} has these eight words here." for number in range(30)]
    _, old = build([make_document("long", " ".join(sentences)), make_document("tea", "Tea is green.")], Trigrams())
    changed = [*sentences[:15], "Sentence number fifteen has these other words here.", *sentences[16:]]
    encoder = Trigrams()
    built, new = build([make_document("long", " ".join(changed)), make_document("tea", "Tea is green.")], encoder, old)
    assert len(new.chunks) == len(old.chunks) > 10
    assert sorted(encoder.encoded) == encoded_for(set(texts_of(new)) - set(texts_of(old)))
    assert (built.embedded, len(encoder.encoded)) == (2, 2)
    anew = Trigrams().encode_document([chunk_text(one) for one in new.chunks])
    assert new.store.vectors() == pytest.approx(anew, abs=1e-6)


def test_a_rebuild_of_nothing_new_gives_equal_files(build: Build, corpus: tuple[Document, ...]) -> None:
    """Every file but the manifest, which holds the date, is equal to the last bit."""
    first, old = build(corpus, Trigrams())
    second, _ = build(corpus, Trigrams(), old)
    assert second.embedded == 0
    assert second.manifest.files == first.manifest.files


def test_an_index_made_in_memory_gives_no_vectors(build: Build, corpus: tuple[Document, ...]) -> None:
    """An index without hashes of its texts is no help to a build, and no harm."""
    first, old = build(corpus, Trigrams())
    built, _ = build(corpus, Trigrams(), replace(old, text_hashes=None))
    assert (built.embedded, built.manifest.files) == (first.embedded, first.manifest.files)


def test_what_is_taken_over_is_found_by_hash_alone(build: Build, corpus: tuple[Document, ...]) -> None:
    """A build reads no text of the old index: without any, all vectors are found."""
    _, old = build(corpus, Trigrams())
    encoder = Trigrams()
    built, _ = build(corpus[1:], encoder, replace(old, documents=(), chunks=()))
    assert (built.embedded, encoder.encoded) == (0, [])


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=30), st.lists(st.integers(0, 12), max_size=30))
def test_any_rebuild_gives_what_a_fresh_build_gives(
    tmp_path_factory: pytest.TempPathFactory, make_document: MakeDocument, before: list[int], after: list[int]
) -> None:
    """Whatever texts were there, came, left or are repeated: all files are those of a build without an old index."""
    folders = [tmp_path_factory.mktemp(name) for name in ("before", "after", "fresh")]
    made = [
        [make_document(str(n), f"Some {n}. And {n % 3}.", title_of(n)) for n in numbers] for numbers in (before, after)
    ]
    write_index(folders[0], Contents(made[0], [], ""), Trigrams(), None, lambda _done, _all: None)
    encoder = Trigrams()
    grown = write_index(
        folders[1], Contents(made[1], [], ""), encoder, Index.load(folders[0]), lambda _done, _all: None
    )
    fresh = write_index(folders[2], Contents(made[1], [], ""), Trigrams(), None, lambda _done, _all: None)
    assert grown.manifest.files == fresh.manifest.files
    texts = [{text for n in numbers for text in texts_of_note(n)} for numbers in (before, after)]
    assert sorted(encoder.encoded) == encoded_for(texts[1] - texts[0])


def texts_of_note(number: int) -> list[Text]:
    """Return what is encoded of one of the small notes above."""
    sentences = [f"Some {number}.", f"And {number % 3}."]
    context = " · ".join(dict.fromkeys(part for part in (title_of(number), "Systems") if part))
    return [Text(f"{context}\n{' '.join(sentences)}"), *(Text(one, title_of(number)) for one in sentences)]


def title_of(number: int) -> str:
    """Return the title of one of the small notes above: none, its own, or one that it shares."""
    return ("", f"Note {number}", "Notes")[number % 3]
