"""A question to hits: order, topics, articles, languages; beside NumPy where scores are concerned."""

from collections import Counter
from collections.abc import Callable

import brute_force
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders.protocol import Vectors
from index.search import Hit, Searcher
from index.search.hits import CHUNKS_PER_ARTICLE
from index.search.searcher import CANDIDATES
from index.terms.glossary import Entry, Glossary
from index.topics import UnknownTopic, within
from ingest.documents import Document, Topic

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[..., Searcher]
UnitVectors = Callable[[int, int], Vectors]
NO_TERMS = "—"
FEW_WORDS = Glossary((Entry(("ring",), ("环",)), Entry(("gradient",), ("梯度",)), Entry(("tree",), ("树",))))
WORDS = {"en": ("a ring", "a tree", "gradients on a ring", "plain"), "zh": ("环形", "一棵树", "环上的梯度", "普通")}


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


def about(query: Vectors, cosine: float, other: Vectors) -> Vectors:
    """Return a unit vector that has a cosine with a query, and leans to another vector."""
    aside = other - (other @ query) * query
    return np.asarray(cosine * query + (1 - cosine**2) ** 0.5 * aside / np.linalg.norm(aside), np.float32)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How hot should the water for tea be?", "Green tea"),
        ("泡茶的水该多热才不苦？", "Green tea"),
        ("数据并行时，梯度怎样沿着环传递？", "环形规约"),
        ("怎样避免显存里留下用不了的碎片？", "分页显存"),
        ("How does dividing GPU memory into fixed pages avoid fragments?", "分页显存"),
        ("编译器怎样把逐元素的操作合成一个内核？", "Fused kernels"),
    ],
)
def test_a_question_finds_what_it_asks_for(searcher: Searcher, question: str, title: str) -> None:
    """With the real encoder, a question finds its passage, in its own or in the other language."""
    assert searcher.search(question, 1)[0].chunk.document.title == title


@pytest.mark.parametrize("k", [1, 3, 20, 100])
def test_hits_are_the_best_of_each_article(wide: Searcher, unit_vectors: UnitVectors, k: int) -> None:
    """In one language and without terms a score is the cosine: the best, two of an article at most, ranked from 1."""
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
    assert [hit.score for hit in hits] == pytest.approx(scores[expected[:k]].tolist(), abs=1e-3)  # sentences are halves
    assert [hit.rank for hit in hits] == list(range(1, k + 1))
    assert all(hit.chunk is wide.index.chunks[hit.row] for hit in hits)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["en", "zh"]), st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=40),
    st.sampled_from([("a ring or a tree", "en"), ("梯度怎样沿着环传递", "zh"), (NO_TERMS, "en")]),
    st.integers(1, 50),
    st.integers(0, 99),
)
def test_hits_in_two_languages_are_brute_forces(
    make_searcher: MakeSearcher,
    make_document: MakeDocument,
    unit_vectors: UnitVectors,
    drawn: list[tuple[str, int, int]],
    asked: tuple[str, str],
    k: int,
    seed: int,
) -> None:
    """Whatever is written in which language, said twice or shares terms: order and number are those of the rule."""
    subjects, own = unit_vectors(6, seed), unit_vectors(len(drawn), seed + 100)
    vectors = subjects[[(art + kind) % 6 for _, art, kind in drawn]] + 0.6 * own  # many are as near as twins
    vectors = np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
    documents = [
        make_document(f"{art}#{row}", WORDS[language][kind]) for row, (language, art, kind) in enumerate(drawn)
    ]
    searcher = make_searcher(documents, vectors, glossary=FEW_WORDS)
    query = unit_vectors(1, seed + 200)[0]
    hits = searcher.near(asked[0], query, k)
    assert [hit.row for hit in hits] == brute_force.ranked(searcher.index, asked[0], query, k, asked[1])
    assert len(hits) == min(k, len(drawn))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(("k", "topic"), [(250, None), (400, None), (1000, None), (120, "Odd"), (500, "Even")])
def test_as_many_hits_as_asked_for(wide: Searcher, unit_vectors: UnitVectors, k: int, topic: str | None) -> None:
    """When articles run out, more of each fill up: never fewer than `k` while so many chunks exist."""
    hits = wide.near(NO_TERMS, unit_vectors(1, 3)[0], k, topic)
    exist = 400 if topic is None else 200
    assert len({hit.row for hit in hits}) == len(hits) == min(k, exist)
    articles = Counter(article(hit) for hit in hits)
    assert min(articles.values()) >= CHUNKS_PER_ARTICLE  # nothing is filled up before each article had its share
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("k", [3, 5, 8])
def test_a_long_article_does_not_crowd_others_out(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors, k: int
) -> None:
    """Though hundreds of one article's chunks are nearer, and others are few, others are found."""
    near, far = unit_vectors(1, 4)[0], unit_vectors(6, 5)
    documents = [make_document(f"book#{number}", "a page") for number in range(900)]
    documents += [make_document(f"note{number}", "a note") for number in range(6)]
    searcher = make_searcher(documents, np.concatenate([np.tile(near, (900, 1)), far]))
    hits = searcher.near(NO_TERMS, near, k)
    best = np.argsort(-(far @ near))[: k - 2]
    assert [hit.chunk.document.url for hit in hits[2:]] == [f"https://example.org/note{number}" for number in best]
    assert {article(hit) for hit in hits[:2]} == {"https://example.org/book"}


def test_the_other_languages_passage_is_among_the_first(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """What stands out among the other language's is first, though all 200 in the asker's are nearer by cosine."""
    query, aside = np.eye(16, dtype=np.float32)[0], unit_vectors(401, 9)
    aside[:200, 8:] = aside[200:, :8] = 0  # none is a twin
    steps = np.linspace(-0.02, 0.02, 200)
    vectors = [about(query, 0.8 + step, one) for step, one in zip(steps, aside[:200], strict=True)]
    vectors += [about(query, 0.5 + step, one) for step, one in zip(steps, aside[200:400], strict=True)]
    vectors.append(about(query, 0.7, aside[400]))
    documents = [make_document(f"en{row}", "plain words") for row in range(200)]
    documents += [make_document(f"zh{row}", "普通的话") for row in range(201)]
    searcher = make_searcher(documents, np.array(vectors))
    assert searcher.near("an English question", query, 3)[0].row == 400
    found = {hit.row < 200 for hit in searcher.near("an English question", query, 10)}
    assert found == {True, False}  # of the rest, some of each language: none is nearer than its own background


@pytest.mark.parametrize("k", [1, 2, 5])
def test_a_twin_in_the_askers_language_comes_first(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors, k: int
) -> None:
    """Of two that say the same the asker can read the first, even where only one is asked for and it scores less."""
    query, other = unit_vectors(2, 10)
    vectors = np.array([about(query, 0.95, other), about(query, 0.9, other), *unit_vectors(6, 11)])
    texts = ["环形规约。", "Ring reduction.", *("Something else.",) * 6]
    searcher = make_searcher([make_document(str(row), text) for row, text in enumerate(texts)], vectors)
    assert searcher.near("rings", query, k)[0].row == 1
    assert searcher.near("环形", query, k)[0].row == 0
    assert [hit.row for hit in searcher.near("rings", query, 2)] == [1, 0]
    first, second = searcher.near("rings", query, 2)
    assert first.score >= second.score


def test_clusters_give_the_hits_that_all_vectors_give(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """Kept in clusters, nine hits in ten are the same with the same scores, all of them within a topic."""
    own = unit_vectors(2400, 12)
    vectors = unit_vectors(40, 13)[np.arange(2400) % 40] + 0.5 * own
    vectors = np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
    topics = [[("Few",)] if row % 24 == 0 else [("Many",)] for row in range(2400)]
    documents = [make_document(str(row), "普通" if row % 3 else "plain", "", topic) for row, topic in enumerate(topics)]
    flat, clustered = make_searcher(documents, vectors), make_searcher(documents, vectors, flat_most=100)
    assert (flat.index.store.flat, clustered.index.store.flat) == (True, False)
    same = 0
    for query in unit_vectors(20, 14):
        expected, found = (one.near(NO_TERMS, query, 20) for one in (flat, clustered))
        scores = {hit.row: hit.score for hit in expected}
        both = [hit for hit in found if hit.row in scores]
        assert [hit.score for hit in both] == pytest.approx([scores[hit.row] for hit in both], abs=1e-5)
        assert len(found) == 20
        same += len(both)
        assert [hit.row for hit in clustered.near(NO_TERMS, query, 20, "Few")] == [
            hit.row for hit in flat.near(NO_TERMS, query, 20, "Few")
        ]
    assert same >= 0.9 * 20 * 20


@pytest.mark.parametrize("k", [1, CANDIDATES, 260, 500])
def test_all_of_a_topic_comes_back(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors, k: int
) -> None:
    """A topic with more chunks than candidates, in both languages and of one article, comes back to the last."""
    topics = [[("Wanted",)] if row < 260 else [("Other",)] for row in range(600)]
    documents = [
        make_document(f"{row % 2}#{row}", "普通" if row % 5 else "plain", "", topic) for row, topic in enumerate(topics)
    ]
    hits = make_searcher(documents, unit_vectors(600, 15)).near("plain", unit_vectors(1, 16)[0], k, "Wanted")
    rows = {hit.row for hit in hits}
    assert len(rows) == len(hits) == min(k, 260)
    assert max(rows) < 260


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
