"""Topics filter before the search: hits beside a NumPy brute force over any tree of headings, and their number."""

from collections.abc import Callable, Sequence

import brute_force
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders.protocol import Vectors
from index.search import Searcher
from index.search.searcher import CANDIDATES
from index.topics import TopicRows, UnknownTopic
from ingest.documents import Document, Topic

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[[Sequence[Document], Vectors], Searcher]
UnitVectors = Callable[[int, int], Vectors]
HEADINGS = st.sampled_from(["Systems", "Training", "CPU / GPU", "通信"])
PATHS = st.lists(HEADINGS, max_size=3).map(tuple)
WORDS = ("ring", "tree", "mesh", "gpu")


def under(topic: Topic, path: Topic) -> bool:
    """Whether a topic's headings stand next to each other in a path: the rule, heading by heading."""
    return any(path[start : start + len(topic)] == topic for start in range(len(path) - len(topic) + 1))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.lists(PATHS, min_size=1, max_size=2), min_size=1, max_size=40), PATHS, st.integers(1, 50), st.data())
def test_hits_in_a_topic_are_brute_forces(
    make_searcher: MakeSearcher,
    make_document: MakeDocument,
    unit_vectors: UnitVectors,
    places: list[list[Topic]],
    topic: Topic,
    k: int,
    data: st.DataObject,
) -> None:
    """Whatever stands where, a topic's hits are those of a search in an index that holds nothing else."""
    articles = data.draw(st.lists(st.integers(0, 9), min_size=len(places), max_size=len(places)))
    documents = [
        make_document(f"{article}#{row}", f"a {WORDS[row % 4]} of {WORDS[row % 3]}s", "", paths)
        for row, (article, paths) in enumerate(zip(articles, places, strict=True))
    ]
    searcher = make_searcher(documents, unit_vectors(len(documents), 1))
    query = unit_vectors(1, 2)[0]
    rows = [row for row, paths in enumerate(places) if not topic or any(under(topic, path) for path in paths)]
    if not rows:
        with pytest.raises(UnknownTopic):
            searcher.near("a ring or a tree", query, k, " / ".join(topic))
        return
    hits = searcher.near("a ring or a tree", query, k, " / ".join(topic))
    assert [hit.row for hit in hits] == brute_force.ranked(searcher.index, "a ring or a tree", query, k, rows=rows)
    assert len(hits) == min(k, len(rows))


@pytest.mark.parametrize("k", [1, 5, 29, 30, 40])
def test_a_small_topic_far_from_the_question_is_found_whole(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors, k: int
) -> None:
    """Thirty chunks of one article come back, to the last, though two thousand others are nearer and share the term."""
    query = unit_vectors(1, 3)[0]
    near = np.tile(query, (2000, 1)) + 0.3 * unit_vectors(2000, 4)
    vectors = np.concatenate([near, -query + 0.3 * unit_vectors(30, 5)]).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    documents = [make_document(f"near{row}", "quokka", "", [("Near",)]) for row in range(2000)]
    documents += [make_document(f"far#{row}", "plain", "", [("Far", "Away")]) for row in range(30)]
    searcher = make_searcher(documents, vectors)
    hits = searcher.near("quokka", query, k, "Far")
    assert [hit.row for hit in hits] == brute_force.ranked(searcher.index, "quokka", query, k, rows=range(2000, 2030))
    assert len(hits) == min(k, 30)


def test_terms_are_restricted_before_the_best_are_taken(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """Chunks outside the topic score nothing, those inside what they score without one, so that terms can decide."""
    documents = [make_document(f"out{row}", "quokka quokka", "", [("Out",)]) for row in range(CANDIDATES + 50)]
    documents.append(make_document("in", "a quokka and much else besides", "", [("In",)]))
    searcher = make_searcher(documents, unit_vectors(len(documents), 6))
    rows = searcher.index.topic_rows.under("In")
    inside = searcher.index.terms.scores("quokka", rows)
    assert np.flatnonzero(inside).tolist() == rows.tolist() == [CANDIDATES + 50]
    assert inside[rows] == searcher.index.terms.scores("quokka")[rows]
    (hit,) = searcher.near("quokka", unit_vectors(1, 7)[0], 3, "In")
    expected = brute_force.scores(searcher.index, "quokka", unit_vectors(1, 7)[0], "en")
    assert (hit.row, hit.score) == (rows[0], pytest.approx(expected[rows[0]], abs=1e-4))


@pytest.mark.parametrize(
    ("topic", "rows"),
    [
        ("Systems", [0, 1, 2]),  # a path's beginning holds its sub-topics
        ("systems / training", [0, 1]),
        ("Training", [0, 1, 3]),  # a heading's name, wherever it stands
        ("Training / Communication", [1, 3]),
        ("Kitchen", [3]),
    ],
)
def test_rows_under_a_topic(make_document: MakeDocument, topic: str, rows: list[int]) -> None:
    """A chunk that stands under a topic twice is there once; rows come in order."""
    places = [
        [("Systems", "Training")],
        [("Systems", "Training", "Communication"), ("Systems", "Training")],
        [("Systems",)],
        [("Kitchen",), ("Kitchen", "Training", "Communication")],
    ]
    documents = [make_document(str(row), "text", "", paths) for row, paths in enumerate(places)]
    found = TopicRows.of([one.link.topics for one in documents], np.arange(len(documents), dtype=np.int32)).under(topic)
    assert found.tolist() == rows
