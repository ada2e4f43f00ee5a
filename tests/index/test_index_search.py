"""A question to hits: order, topics, articles; beside NumPy where scores are concerned."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from index.encoders.protocol import Vectors
from index.search import CHUNKS_PER_ARTICLE, Hit, Searcher
from index.topics import UnknownTopic, within
from ingest.documents import Document, Topic

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[[Sequence[Document], Vectors], Searcher]
UnitVectors = Callable[[int, int], Vectors]
NO_TERMS = "—"


@pytest.fixture
def wide(make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors) -> Searcher:
    """400 chunks of 100 articles, four each, in two topics."""
    documents = [
        make_document(f"{row % 100}#{row // 100}", f"passage {row}", "", [("List", "Odd" if row % 2 else "Even")])
        for row in range(400)
    ]
    return make_searcher(documents, unit_vectors(400, 1))


def article(hit: Hit) -> str:
    """Return what names a hit's article in `wide`."""
    return hit.chunk.document.url.partition("#")[0]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How hot should the water for tea be?", "Green tea"),
        ("泡茶的水该多热才不苦？", "Green tea"),
        ("数据并行时，梯度怎样沿着环传递？", "环形规约"),
        ("怎样避免显存里留下用不了的碎片？", "分页显存"),
    ],
)
def test_a_question_finds_what_it_asks_for(searcher: Searcher, question: str, title: str) -> None:
    """With the real encoder, a question finds its passage, in its own or in the other language."""
    assert searcher.search(question, 1)[0].chunk.document.title == title


@pytest.mark.parametrize("k", [1, 3, 20, 100])
def test_hits_are_the_best_of_each_article(wide: Searcher, unit_vectors: UnitVectors, k: int) -> None:
    """The hits are brute force's, two of an article at most, ranked from 1, best first."""
    query = unit_vectors(1, 2)[0]
    scores = wide.index.store.vectors() @ query
    taken: Counter[int] = Counter()
    expected = []
    for row in np.argsort(-scores):
        taken[row % 100] += 1
        if taken[row % 100] <= CHUNKS_PER_ARTICLE:
            expected.append(int(row))
    hits = wide.near(NO_TERMS, query, k)
    assert [hit.row for hit in hits] == expected[:k]
    assert [hit.score for hit in hits] == pytest.approx(scores[expected[:k]].tolist(), abs=1e-5)
    assert [hit.rank for hit in hits] == list(range(1, k + 1))
    assert all(hit.chunk is wide.index.chunks[hit.row] for hit in hits)


@pytest.mark.parametrize(("k", "topic"), [(250, None), (400, None), (1000, None), (120, "Odd"), (500, "Even")])
def test_as_many_hits_as_asked_for(wide: Searcher, unit_vectors: UnitVectors, k: int, topic: str | None) -> None:
    """When articles run out, more of each fill up: never fewer than `k` while so many chunks exist."""
    hits = wide.near(NO_TERMS, unit_vectors(1, 3)[0], k, topic)
    exist = 400 if topic is None else 200
    assert len({hit.row for hit in hits}) == len(hits) == min(k, exist)
    articles = Counter(article(hit) for hit in hits)
    assert min(articles.values()) >= CHUNKS_PER_ARTICLE  # nothing is filled up before each article had its share
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_long_article_does_not_crowd_others_out(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """Though hundreds of one article's chunks are nearer, others' are found."""
    near, far = unit_vectors(1, 4)[0], unit_vectors(6, 5)
    documents = [make_document(f"book#{number}", "a page") for number in range(900)]
    documents += [make_document(f"note{number}", "a note") for number in range(6)]
    searcher = make_searcher(documents, np.concatenate([np.tile(near, (900, 1)), far]))
    hits = searcher.near(NO_TERMS, near, 5)
    best = np.argsort(-(far @ near))[:3]
    assert [hit.chunk.document.url for hit in hits[2:]] == [f"https://example.org/note{number}" for number in best]
    assert {article(hit) for hit in hits[:2]} == {"https://example.org/book"}


@pytest.mark.parametrize(
    ("topic", "titles"),
    [
        ("Training", {"Ring all-reduce", "环形规约"}),
        ("communication", {"Ring all-reduce", "环形规约"}),
        ("Training / Communication", {"Ring all-reduce", "环形规约"}),
        ("Systems / Inference", {"分页显存"}),
        ("CPU / GPU", {"Fused kernels"}),
        ("systems / CPU / GPU", {"Fused kernels"}),
        (" Kitchen ", {"Green tea"}),
        ("Systems", {"Ring all-reduce", "环形规约", "Fused kernels", "分页显存"}),
        ("", {"Ring all-reduce", "环形规约", "Fused kernels", "分页显存", "Green tea"}),
    ],
)
def test_a_topic_holds_what_stands_under_it(searcher: Searcher, topic: str, titles: set[str]) -> None:
    """Within a topic, its own and its sub-topics' articles are found, all of them and no other."""
    assert {hit.chunk.document.title for hit in searcher.search("Which tea is bitter?", 20, topic)} == titles


@pytest.mark.parametrize("topic", ["Kitch", "Communication / Training", "Systems / Communication", "None", " ", "/"])
def test_an_unknown_topic_names_the_known(searcher: Searcher, topic: str) -> None:
    """A topic that is not on the list is refused with those that are, each once."""
    wanted = rf"no topic “{topic}”; choose one of: Communication, Compilers, CPU / GPU, Inference, Kitchen\.$"
    with pytest.raises(UnknownTopic, match=wanted):
        searcher.search("Which tea is bitter?", 3, topic)


def test_a_list_without_topics(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """Where the list has no headings, the remedy is to leave the topic out."""
    searcher = make_searcher([make_document("a", "text", "", [()])], unit_vectors(1, 6))
    with pytest.raises(UnknownTopic, match=r"no topic “Tea”; leave it out\.$"):
        searcher.search("Which?", 3, "Tea")


@pytest.mark.parametrize(
    ("topic", "path", "inside"),
    [
        ("A", ("A", "B"), True),
        ("B", ("A", "B"), True),
        ("a / b", ("A", "B"), True),
        ("A / C", ("A", "B", "C"), False),
        ("B / C", ("A", "B", "C"), True),
        ("A", ("AA",), False),
        ("A", (), False),
        ("通信", ("系统", "通信"), True),
    ],
)
def test_within(topic: str, path: Topic, inside: bool) -> None:  # noqa: FBT001 - a column of the table
    """A topic is on a path when its headings stand there next to each other, in any case of letters."""
    assert within(topic, path) is inside
