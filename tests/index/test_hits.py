"""A few chunks an article, and twins in two languages: beside the rules, for any order of chunks."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders.protocol import Vectors
from index.search.hits import CHUNKS_PER_ARTICLE, Scored, spread, twins_turned

UnitVectors = Callable[[int, int], Vectors]
SAY = np.eye(4, dtype=np.float32)


def scored(scores: list[float]) -> list[Scored]:
    """Return rows from 10 on with these scores."""
    return [Scored(10 + place, score) for place, score in enumerate(scores)]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=25), st.integers(0, 30))
def test_each_article_has_its_share(drawn: list[tuple[int, int]], k: int) -> None:
    """As many as asked for come, in their order; of an article more than two only when each other has its two."""
    articles = [article for article, _ in drawn]
    found = scored(sorted((float(score) for _, score in drawn), reverse=True))
    chosen = spread(found, articles, k)
    assert len(chosen) == min(k, len(found))
    assert [one.row for one in chosen] == sorted({one.row for one in chosen})  # rows are in the order of the scores
    taken = Counter(articles[one.row - 10] for one in chosen)
    shares = {article: min(count, CHUNKS_PER_ARTICLE) for article, count in Counter(articles).items()}
    if max(taken.values(), default=0) > CHUNKS_PER_ARTICLE:
        assert all(taken[article] >= share for article, share in shares.items())
    for article, count in taken.items():  # of an article the best
        first = [row for row, other in enumerate(articles, 10) if other == article][:count]
        assert first == [one.row for one in chosen if articles[one.row - 10] == article]


@pytest.mark.parametrize(
    ("k", "places"), [(1, [0]), (3, [0, 1, 4]), (4, [0, 1, 4, 5]), (5, [0, 1, 2, 4, 5]), (9, [0, 1, 2, 3, 4, 5])]
)
def test_one_article_before_another(k: int, places: list[int]) -> None:
    """Four of one article before two of another: the other's come before the first one's third."""
    chosen = spread(scored([9, 8, 7, 6, 5, 4]), ["a"] * 4 + ["b"] * 2, k)
    assert [one.row - 10 for one in chosen] == places


@pytest.mark.parametrize(
    ("own", "says", "order", "scores"),
    [
        ([False, True], [0, 0], [1, 0], [9, 9]),  # the asker's goes first, with the other's score
        ([True, False], [0, 0], [0, 1], [9, 8]),  # it is first already
        ([False, True], [0, 1], [0, 1], [9, 8]),  # they say different things
        ([False, False], [0, 0], [0, 1], [9, 8]),  # both are in the other language
        ([False, True, True], [0, 1, 0], [2, 0, 1], [9, 9, 8]),  # past what lies between
        ([False, True, True], [0, 0, 0], [1, 0, 2], [9, 9, 7]),  # of two twins the better
        ([False, False, True], [0, 0, 0], [2, 0, 1], [9, 9, 8]),  # one twin of two goes before both
        ([False, False, True, True], [0, 0, 0, 0], [2, 0, 3, 1], [9, 9, 8, 8]),  # each its own
        ([False, False, True, True], [0, 1, 1, 0], [3, 0, 2, 1], [9, 9, 8, 8]),
        ([True, False, True], [0, 0, 0], [0, 2, 1], [9, 8, 8]),
        ([], [], [], []),
    ],
)
def test_twins(own: list[bool], says: list[int], order: list[int], scores: list[float]) -> None:
    """A table of who is before whom, and with which score."""
    found = scored([9, 8, 7, 6][: len(own)])
    turned = twins_turned(found, own, SAY[says], 0.75)
    assert [one.row - 10 for one in turned] == order
    assert [one.score for one in turned] == scores


@pytest.mark.parametrize(("cosine", "turned"), [(0.76, True), (0.74, False)])
def test_how_near_twins_are(cosine: float, turned: bool) -> None:  # noqa: FBT001 - a column of the table
    """From the least cosine on two chunks say the same."""
    vectors = np.array([SAY[0], cosine * SAY[0] + (1 - cosine**2) ** 0.5 * SAY[1]], np.float32)
    first = twins_turned(scored([9, 8]), [False, True], vectors, 0.75)[0]
    assert (first.row == 11) is turned


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 9)), max_size=14))
def test_turning_keeps_all_else_in_order(drawn: list[tuple[bool, int, int]]) -> None:
    """None is lost; every chunk with a twin has one before it; all that did not move keep their order and scores."""
    own, says = [one for one, _, _ in drawn], [what for _, what, _ in drawn]
    found = scored(sorted((float(score) for _, _, score in drawn), reverse=True))
    turned = twins_turned(found, own, SAY[np.array(says, np.int64)], 0.75)
    places = [one.row - 10 for one in turned]
    assert sorted(places) == list(range(len(found)))
    assert [one.score for one in turned] == sorted((one.score for one in turned), reverse=True)
    others = [place for place in places if not own[place]]
    assert others == sorted(others)
    for other in others:
        twins = [place for place in places if own[place] and says[place] == says[other]]
        assert not twins or places.index(twins[0]) < places.index(other)
    before = {one.row: one.score for one in found}
    for place, one in enumerate(turned):
        assert one.score >= before[one.row]
        if one.score > before[one.row]:  # it moved: what it was put before is of its subject, and lent its score
            assert own[one.row - 10]
            lender = next(other for other in turned[place + 1 :] if not own[other.row - 10])
            assert (before[lender.row], says[lender.row - 10]) == (one.score, says[one.row - 10])


def test_vectors_that_mean_nothing_have_no_twins(unit_vectors: UnitVectors) -> None:
    """Order and scores stay where no two chunks say the same."""
    found = scored([9, 8, 7, 6, 5])
    assert twins_turned(found, [False, True] * 2 + [False], unit_vectors(5, 70), 0.99) == found
