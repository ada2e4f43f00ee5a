"""A store of many vectors, in clusters: exact scores, exact filters, files that are mapped."""

import mmap
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.build import Contents, write_index
from index.encoders import Encoder
from index.encoders.protocol import Vectors
from index.errors import IndexCorrupt, IndexNotWritten
from index.folder import writing_to
from index.manifest import read_manifest
from index.reader import VECTORS, Index
from index.search import Searcher
from index.store import VectorStore
from index.stores.nearest import nearest
from ingest.documents import Document

UnitVectors = Callable[[int, int], Vectors]
ROWS = 3000
WHOLE = f"{VECTORS}.npy"


@pytest.fixture(scope="module")
def many(unit_vectors: UnitVectors) -> Vectors:
    """Vectors around 60 centres, as passages lie around subjects."""
    centres, own = unit_vectors(60, 21), unit_vectors(ROWS, 22)
    vectors = centres[np.arange(ROWS) % 60] + 0.5 * own
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def clustered(many: Vectors, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, VectorStore]:
    """They as a store on file, and that store loaded; not to be changed."""
    path = tmp_path_factory.mktemp("clustered") / VECTORS
    VectorStore.of(many, flat_most=0).save(path)
    return path, VectorStore.load(path)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file grow past so many bytes, as a disk that fills in the middle of one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def best_rows(vectors: Vectors, query: Vectors, k: int, rows: Vectors | None = None) -> list[int]:
    """Rank rows by float64 inner products."""
    scores = vectors.astype(np.float64) @ query.astype(np.float64)
    among = np.arange(len(vectors)) if rows is None else rows
    return [int(row) for row in among[np.argsort(-scores[among], kind="stable")[:k]]]


def test_flat_up_to_a_number_and_clustered_past_it(many: Vectors) -> None:
    """The number of vectors decides which kind of store there is."""
    assert VectorStore.of(many[:100]).flat
    assert VectorStore.of(many[:100], flat_most=100).flat
    assert not VectorStore.of(many[:101], flat_most=100).flat


def test_clusters_find_nearly_all_with_exact_scores(
    many: Vectors, clustered: tuple[Path, VectorStore], unit_vectors: UnitVectors
) -> None:
    """Of the ten nearest at least .97 are found, best first, each with NumPy's score."""
    found_of = []
    for query in unit_vectors(100, 23) * 0.6 + many[::30] * 0.8:
        hits = clustered[1].search(query, 10)
        rows = [row for row, _ in hits]
        assert len(set(rows)) == 10
        scores = [score for _, score in hits]
        assert scores == pytest.approx((many[rows] @ query).tolist(), abs=1e-5)
        assert scores == sorted(scores, reverse=True)
        found_of.append(len(set(rows) & set(best_rows(many, query, 10))) / 10)
    assert np.mean(found_of) >= 0.97


def test_not_all_is_looked_at(many: Vectors, clustered: tuple[Path, VectorStore], unit_vectors: UnitVectors) -> None:
    """With questions from nowhere near, some of the nearest lie in clusters that are passed over: it is a short cut."""
    queries = unit_vectors(50, 24)
    shares = [
        len({row for row, _ in clustered[1].search(query, 100)} & set(best_rows(many, query, 100))) / 100
        for query in queries
    ]
    assert 0.5 < np.mean(shares) < 1


@pytest.mark.parametrize("share", [0.0005, 0.01, 0.3, 1.0])
@pytest.mark.parametrize("k", [1, 10, 150])
def test_a_filtered_search_is_exact(
    many: Vectors, clustered: tuple[Path, VectorStore], unit_vectors: UnitVectors, share: float, k: int
) -> None:
    """Among given rows, few or all, just the nearest come back, in order."""
    rows = np.flatnonzero(np.random.default_rng(25).random(ROWS) < share)
    for query in unit_vectors(20, 26):
        hits = clustered[1].search(query, k, rows)
        assert [row for row, _ in hits] == best_rows(many, query, k, rows)
        assert [score for _, score in hits] == pytest.approx(
            (many[[row for row, _ in hits]] @ query).tolist(), abs=1e-5
        )


@pytest.mark.parametrize("k", [300, 2999, 3000, 9000])
def test_as_many_come_back_as_exist(clustered: tuple[Path, VectorStore], unit_vectors: UnitVectors, k: int) -> None:
    """However many are asked for, so many different rows come, up to all: also past the clusters looked at."""
    query = unit_vectors(1, 27)[0]
    assert len({row for row, _ in clustered[1].search(query, k)}) == min(k, ROWS)
    assert len({row for row, _ in clustered[1].search(query, k, range(0, ROWS, 2))}) == min(k, ROWS // 2)


def test_rows_whose_codes_are_the_same_are_told_apart(unit_vectors: UnitVectors) -> None:
    """A filter is exact where vectors differ by less than a code shows, among more than are scored again at first."""
    first = unit_vectors(1, 28)
    vectors = np.repeat(first, 20_000, axis=0) + 1e-4 * unit_vectors(20_000, 29)
    vectors[0] = -first
    store = VectorStore.of(vectors.astype(np.float32), flat_most=0)
    for query in 0.8 * first + 0.6 * unit_vectors(3, 30):
        index = store._kept._index
        codes, _ = nearest(index, query, 500, None, index.nlist)  # type: ignore[union-attr]
        hits = store.search(query, 10, range(20_000))
        wanted = np.sort(store.vectors() @ query)[::-1][:10]
        assert [score for _, score in hits] == pytest.approx(wanted.tolist(), abs=2e-7)
        assert not {row for row, _ in hits} <= set(codes.tolist())


def test_equal_vectors_are_found_as_often_as_asked(unit_vectors: UnitVectors) -> None:
    """All vectors in one place, all but one cluster empty: still k come."""
    store = VectorStore.of(np.repeat(unit_vectors(1, 31), 2000, axis=0), flat_most=0)
    assert len({row for row, _ in store.search(unit_vectors(1, 32)[0], 500)}) == 500


def test_vectors_of_rows_in_clusters(many: Vectors, clustered: tuple[Path, VectorStore]) -> None:
    """Vectors come whole, in the order of the rows asked for; no rows, no vectors."""
    rows = [2999, 0, 7, 7]
    assert np.array_equal(clustered[1].rows(rows), many[rows])
    assert clustered[1].rows([]).shape == (0, many.shape[1])


def test_files_are_mapped_and_whole(many: Vectors, clustered: tuple[Path, VectorStore]) -> None:
    """Loaded, every vector is the same to the last bit, and stays in its file until it is looked at."""
    vectors = clustered[1].vectors()
    assert len(clustered[1]) == ROWS
    assert np.array_equal(vectors, many)
    assert isinstance(vectors.base, mmap.mmap)
    assert not vectors.flags.writeable


def test_the_same_vectors_make_the_same_files(clustered: tuple[Path, VectorStore], tmp_path: Path) -> None:
    """A store made anew from a loaded one's vectors has the same bytes; so has a loaded one that is saved."""
    VectorStore.of(clustered[1].vectors(), flat_most=0).save(tmp_path / VECTORS)
    (tmp_path / "copy").mkdir()
    clustered[1].save(tmp_path / "copy" / VECTORS)
    for name in (VECTORS, WHOLE):
        wanted = clustered[0].with_name(name).read_bytes()
        assert (tmp_path / name).read_bytes() == wanted
        assert (tmp_path / "copy" / name).read_bytes() == wanted


def test_a_store_is_saved_over_the_one_it_came_from(many: Vectors, tmp_path: Path) -> None:
    """Fewer of a loaded store's vectors, saved in its place, do not pull its files from under it."""
    path = tmp_path / VECTORS
    VectorStore.of(many, flat_most=0).save(path)
    old = VectorStore.load(path)
    VectorStore.of(old.vectors()[:-1], flat_most=0).save(path)
    assert len(VectorStore.load(path)) == ROWS - 1
    assert np.array_equal(old.vectors(), many)
    assert old.search(many[5], 1)[0][0] == 5
    same = VectorStore.load(path)
    same.save(path)  # in its own place
    assert np.array_equal(VectorStore.load(path).vectors(), same.vectors())


@pytest.mark.parametrize("name", [VECTORS, WHOLE])
@pytest.mark.parametrize("kept", [None, 0, 6, 200, -1])
def test_a_damaged_file_of_clusters_is_refused(
    clustered: tuple[Path, VectorStore], tmp_path: Path, name: str, kept: int | None
) -> None:
    """Whichever file is missing or cut short, the store is refused with the remedy."""
    clustered[1].save(tmp_path / VECTORS)
    path = tmp_path / name
    whole = path.read_bytes()
    path.unlink()
    if kept is not None:
        path.write_bytes(whole[:kept])
    with pytest.raises(IndexCorrupt, match=r"vectors\.faiss is damaged; run `citeshelf build` again\.$"):
        VectorStore.load(tmp_path / VECTORS)


@pytest.mark.parametrize(
    "other", [np.zeros((ROWS - 1, 16), np.float32), np.zeros((ROWS, 16)), np.zeros(ROWS * 16, np.float32)]
)
def test_files_that_do_not_belong_together_are_refused(
    clustered: tuple[Path, VectorStore], tmp_path: Path, other: Vectors
) -> None:
    """Vectors of another number or kind than the clusters were made from are refused."""
    clustered[1].save(tmp_path / VECTORS)
    np.save(tmp_path / WHOLE, other)
    with pytest.raises(IndexCorrupt, match=r"vectors\.faiss is damaged"):
        VectorStore.load(tmp_path / VECTORS)


@pytest.mark.parametrize("size", [2000, 100_000])
def test_no_space_for_clusters(many: Vectors, tmp_path: Path, size: int) -> None:
    """A disk that fills in the middle of either file is told in one sentence."""
    store = VectorStore.of(many, flat_most=0)
    wanted = r"\((file too large|a file was cut short)\); free some space or choose another --data\.$"
    with pytest.raises(IndexNotWritten, match=wanted), writing_to(tmp_path), files_up_to(size):
        store.save(tmp_path / VECTORS)
    assert (tmp_path / WHOLE).exists() == (size > 2000)


def test_an_index_of_clusters_is_built_searched_and_built_again(
    corpus: tuple[Document, ...], encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole index past the number is found in, checked by its manifest, and makes the next without encoding."""
    monkeypatch.setattr("index.store.FLAT_MOST", 3)
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    write_index(tmp_path / "first", Contents(corpus, (), "a list"), encoder, None, lambda _done, _all: None)
    first = Index.load(tmp_path / "first", encoder.identity)
    assert not first.store.flat
    assert WHOLE in read_manifest(tmp_path / "first").files
    hits = Searcher(first, encoder).search("Why does my green tea taste bitter?", 2, "Kitchen")
    assert [hit.chunk.document.title for hit in hits] == ["Green tea"]
    built = write_index(tmp_path / "second", Contents(corpus, (), "a list"), encoder, first, lambda _done, _all: None)
    assert built.embedded == 0
    for name in (VECTORS, WHOLE):
        assert (tmp_path / "second" / name).read_bytes() == (tmp_path / "first" / name).read_bytes()
