"""A disk that fills while an index is written: one sentence, and the old index stays."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.build import Built, Contents, write_index
from index.encoders import Encoder
from index.errors import IndexNotWritten
from index.facts import FACTS
from index.folder import building, current, publish
from index.lines import beside
from index.manifest import NAME
from index.reader import CHUNKS, DOCUMENTS, LINKS, SENTENCES, TERMS, TEXT_HASHES, VECTORS, Index
from index.records import LinkRow
from index.search import Searcher
from index.terms import TermIndex
from index.topics import PATHS, PLACES
from ingest.documents import Document

Write = Callable[[Path], Built]
FULL = Path("/dev/full")  # Linux: every write to it finds no space
PARTS = [VECTORS, SENTENCES, TEXT_HASHES, FACTS, PATHS, PLACES, DOCUMENTS, CHUNKS, LINKS, NAME]
PARTS += [beside(Path(name)).name for name in (DOCUMENTS, CHUNKS, LINKS)]
TERM_PARTS = ["data.csc.index.npy", "indices.csc.index.npy", "indptr.csc.index.npy"]
TERM_PARTS += ["vocab.index.json", "params.index.json"]


@contextmanager
def small_files() -> Iterator[None]:
    """Let no file grow past 2,000 bytes, as a disk that fills in the middle of one.

    Around the write alone: pytest's own output may go to a file, too.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def searched(searcher: Searcher) -> Index:
    """The corpus's index, whose vectors spare the encoding."""
    return searcher.index


@pytest.fixture
def write(corpus: tuple[Document, ...], link_rows: tuple[LinkRow, ...], encoder: Encoder, searched: Index) -> Write:
    """Return a writer of the corpus's index."""
    return lambda folder: write_index(
        folder, Contents(corpus, link_rows, "a list"), encoder, searched, lambda _done, _all: None
    )


def build_onto_full_disk(data: Path, name: str, write: Write) -> None:
    """Build an index of which one file lies on a full disk."""
    with building(data) as folder:
        (folder / TERMS).mkdir()
        (folder / name).symlink_to(FULL)
        write(folder)


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize("name", [*PARTS, *(f"{TERMS}/{part}" for part in TERM_PARTS)])
def test_no_space_for_any_file(tmp_path: Path, name: str, write: Write) -> None:
    """Whichever file finds the disk full, the build fails with the reason and leaves nothing."""
    wanted = r"cannot be written to .* \(no space left on device\); free some space or choose another --data\.$"
    with pytest.raises(IndexNotWritten, match=wanted):
        build_onto_full_disk(tmp_path, name, write)
    assert list((tmp_path / "indexes").iterdir()) == []


def test_a_file_that_is_cut_short(tmp_path: Path, write: Write) -> None:
    """A disk that fills in the middle of a file leaves the old index in use."""
    with building(tmp_path) as old:
        publish(tmp_path, old)
    wanted = r"\((file too large|a file was cut short)\); free some space or choose another --data\.$"
    with pytest.raises(IndexNotWritten, match=wanted), building(tmp_path) as folder, small_files():
        write(folder)
    assert current(tmp_path) == old
    assert list((tmp_path / "indexes").iterdir()) == [old]


def test_arrays_that_are_cut_short(tmp_path: Path) -> None:
    """The term index's arrays, which NumPy writes, fail with the same sentence."""
    wanted = r"cannot be written to .* \(a file was cut short\); free some space"
    terms = TermIndex.of([f"word{number}" for number in range(2000)])
    with pytest.raises(IndexNotWritten, match=wanted), building(tmp_path) as folder, small_files():
        terms.save(folder / TERMS)
