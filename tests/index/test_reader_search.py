"""The reader in a search: what it reads, the order that it makes, when it stops, and what stays as it was."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path

import numpy as np
import pytest
from reader_weights import write_card, write_untrained

from index.encoders.prepared import E5_TOKENS, PREPARED
from index.encoders.protocol import Vectors
from index.errors import EncoderUnavailable, RerankerUnavailable
from index.reading.outputs import Reading
from index.reading.reader import Reader
from index.rerankers import BUNDLED, NONE, load_reranker
from index.search import Searcher
from index.search.hits import CHUNKS_PER_ARTICLE
from index.search.reading import MOST, RAISED, READ, SURE, TOGETHER, passage_of
from index.texts import chunk_text
from ingest.documents import Document

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[[Sequence[Document], Vectors], Searcher]
UnitVectors = Callable[[int, int], Vectors]
MakeReading = Callable[..., Searcher]
CACHE = Path(__file__).parents[1] / ".cache"
TOKENS = CACHE / PREPARED / E5_TOKENS
QUESTION = "how does a ring work"
WORDS = ("ring", "worker", "gradient", "slice", "neighbour", "sum", "round", "copy", "tea", "kettle", "leaf", "water")


def log_odds(readings: Sequence[Reading]) -> list[float]:
    """Return the log-odds, clipped as they count."""
    return [float(np.clip(one.log_odds, -MOST, MOST)) for one in readings]


@pytest.fixture(scope="module")
def plain(make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors) -> Searcher:
    """60 chunks of 20 articles in two topics, no reranker."""
    draw = np.random.default_rng(3)
    texts = [" ".join(draw.choice(WORDS, 12)) + "." for _ in range(60)]
    documents = [
        make_document(f"{row % 20}#{row // 20}", text, "A title", [("List", "Odd" if row % 2 else "Even")])
        for row, text in enumerate(texts)
    ]
    return make_searcher(documents, unit_vectors(60, 1))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader of two layers with random heads."""
    return write_untrained(tmp_path_factory.mktemp("reader") / "reader.onnx")


@pytest.fixture(scope="module")
def make_reading(plain: Searcher, model: Path) -> MakeReading:
    """Return a maker of the same searcher with a reader whose log-odds have this mean and deviation over the chunks."""
    passages = [passage_of(chunk) for chunk in plain.index.chunks]
    write_card(model, 0.0, (1.0,) * 4)
    logits = [one.log_odds for one in Reader.load(TOKENS, model).read(QUESTION, passages)]

    def make(mean: float = 0.0, deviation: float = 4.0) -> Searcher:
        temperature = float(np.std(logits)) / deviation
        write_card(model, mean * temperature - float(np.mean(logits)), (temperature,) * 4)
        return Searcher(plain.index, plain.encoder, Reader.load(TOKENS, model))

    return make


@pytest.fixture(scope="module")
def query(unit_vectors: UnitVectors) -> Vectors:
    """A question's vector."""
    return np.asarray(unit_vectors(1, 2)[0])


@pytest.mark.parametrize("topic", [None, "Odd"])
def test_hits_are_ordered_by_score_and_log_odds(make_reading: MakeReading, query: Vectors, topic: str | None) -> None:
    """The eight nearest come by their score plus a share of the log-odds, with the scores that they had."""
    searcher = make_reading()
    near = searcher.near(QUESTION, query, READ, topic)
    readings = searcher.reranker.read(QUESTION, [passage_of(hit.chunk) for hit in near])
    sums = [hit.score + RAISED * one for hit, one in zip(near, log_odds(readings), strict=True)]
    order = np.argsort(-np.array(sums), kind="stable")
    found = searcher.ranked(QUESTION, query, READ, topic)

    assert [hit.row for hit in found] == [near[place].row for place in order]
    assert [hit.score for hit in found] == [near[place].score for place in order]
    assert [hit.reading for hit in found] == [readings[place] for place in order]
    assert [hit.rank for hit in found] == list(range(1, READ + 1))
    assert [hit.row for hit in found] != [hit.row for hit in near]


def test_log_odds_count_up_to_a_limit(make_reading: MakeReading, query: Vectors) -> None:
    """Beyond eight, for or against, being surer changes nothing."""
    searcher = make_reading(0.0, 40.0)
    found = [hit for hit in searcher.ranked(QUESTION, query, READ) if hit.reading]
    readings = [hit.reading for hit in found if hit.reading]
    assert max(abs(one.log_odds) for one in readings) > 2 * MOST
    sums = [hit.score + RAISED * one for hit, one in zip(found, log_odds(readings), strict=True)]
    assert sums == sorted(sums, reverse=True)
    unclipped = [hit.score + RAISED * one.log_odds for hit, one in zip(found, readings, strict=True)]
    assert unclipped != sorted(unclipped, reverse=True)


@pytest.mark.parametrize(("k", "topic"), [(1, None), (5, None), (20, None), (20, "Odd"), (300, None)])
def test_what_was_not_read_follows(make_reading: MakeReading, query: Vectors, k: int, topic: str | None) -> None:
    """However many are asked for, none is there twice, and what stands behind the eighth keeps its place."""
    searcher = make_reading()
    near = searcher.near(QUESTION, query, max(k, READ), topic)
    found = searcher.ranked(QUESTION, query, k, topic)
    assert len(found) == min(k, 60)
    assert {hit.row for hit in found} <= {hit.row for hit in near}
    assert len({hit.row for hit in found}) == len(found)
    assert all(hit.reading for hit in found[:READ])
    if k <= 2 * 20:
        assert [hit.row for hit in found[READ:]] == [hit.row for hit in near[READ:k]]
        assert not any(hit.reading for hit in found[READ:])


def test_an_article_still_has_its_share_of_what_was_read(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors, make_reading: MakeReading
) -> None:
    """A long article that fills up the candidates does not get more places, however much of it answers."""
    documents = [make_document(f"book#{row}", f"ring page {row}") for row in range(30)]
    documents += [make_document(f"note{row}", f"worker note {row}") for row in range(4)]
    other = make_searcher(documents, unit_vectors(34, 4))
    searcher = Searcher(other.index, other.encoder, make_reading().reranker)
    hits = searcher.ranked(QUESTION, unit_vectors(1, 5)[0], 6)
    assert Counter(hit.row < 30 for hit in hits) == {True: CHUNKS_PER_ARTICLE, False: 4}


def test_reading_stops_when_the_first_place_is_settled(make_reading: MakeReading, query: Vectors) -> None:
    """When those that were read answer as surely as counts, nothing behind can stand before them, nor is it read."""
    searcher = make_reading(40.0, 0.1)
    found = searcher.ranked(QUESTION, query, READ)
    assert [bool(hit.reading) for hit in found] == [place < TOGETHER for place in range(READ)]
    assert [hit.row for hit in found] == [hit.row for hit in searcher.near(QUESTION, query, READ)]


@pytest.mark.parametrize("mean", [log(SURE / (1 - SURE)) - 0.5, -40.0])
def test_reading_goes_on_while_it_is_not(make_reading: MakeReading, query: Vectors, mean: float) -> None:
    """As long as no answer is sure enough all are read."""
    found = make_reading(mean, 0.1).ranked(QUESTION, query, READ)
    assert all(hit.reading for hit in found)


def test_stopping_early_never_changes_the_first(make_reading: MakeReading, unit_vectors: UnitVectors) -> None:
    """Whatever is asked, the first hit is the one that reading all would have put first."""
    searcher = make_reading(9.0, 3.0)
    stopped = 0
    for query in unit_vectors(40, 8):
        found = searcher.ranked(QUESTION, query, READ)
        near = searcher.near(QUESTION, query, READ)
        readings = searcher.reranker.read(QUESTION, [passage_of(hit.chunk) for hit in near])
        sums = [hit.score + RAISED * one for hit, one in zip(near, log_odds(readings), strict=True)]
        assert found[0].row == near[int(np.argmax(sums))].row
        stopped += not all(hit.reading for hit in found)
    assert 0 < stopped < 40


def test_no_hits_are_not_read(
    make_searcher: MakeSearcher, unit_vectors: UnitVectors, make_reading: MakeReading
) -> None:
    """An empty index has no hits, with a reader too."""
    empty = make_searcher([], unit_vectors(0, 6))
    searcher = Searcher(empty.index, empty.encoder, make_reading().reranker)
    assert searcher.ranked(QUESTION, unit_vectors(1, 7)[0], 3) == []


def test_a_chunk_is_read_with_what_it_stands_under(searcher: Searcher) -> None:
    """A chunk's passage has its text, its sentences, and before it the title and topics that the encoder sees, too."""
    for chunk in searcher.index.chunks:
        found = passage_of(chunk)
        assert [found.text[start:end] for start, end in found.sentences] == [
            chunk.sentence(number) for number in range(len(chunk.sentences))
        ]
        assert found.sentences
        assert chunk_text(chunk) == f"{found.context}\n{found.text}"
        assert chunk.document.title in found.context


def test_which_reranker_a_name_is(model: Path, tmp_path: Path) -> None:
    """`bundled` is the reader where there is one, and nothing where not; `none` is nothing; a damaged one is said."""
    assert isinstance(load_reranker(BUNDLED, CACHE, model), Reader)
    assert load_reranker(NONE, CACHE, model) is None
    assert load_reranker(BUNDLED, tmp_path / "cache", tmp_path / "reader.onnx") is None
    assert not (tmp_path / "cache").exists()  # nothing is prepared for a reader that is not there
    (tmp_path / "reader.onnx").write_bytes(b"damaged")
    with pytest.raises(RerankerUnavailable, match=r"reader's card .* is missing or damaged; .*CITESHELF_RERANKER=none"):
        load_reranker(BUNDLED, CACHE, tmp_path / "reader.onnx")


def test_the_tokenizer_is_prepared_for_the_reader(model: Path, tmp_path: Path) -> None:
    """An index of another embedder has no prepared tokenizer: it is made then, or one sentence says why not."""
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EncoderUnavailable, match=r"cannot be prepared in .*file"):
        load_reranker(BUNDLED, tmp_path / "file", model)
