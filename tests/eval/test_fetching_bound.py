"""The benchmark of fetching measures against a bound that can be worked out by hand."""

import pytest

from eval.benchmarks.fetching import lower_bound_s


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        (["http://a/1", "http://a/2", "http://a/3"], 4 * 0.2 + 3 * 1.0),
        (["http://a/1", "http://a/2", "http://b/1"], 2 * 0.2 + 1 * 3.0),
        ([f"http://host{number}/" for number in range(100)], 200 * 0.2 / 8),
    ],
    ids=["one host", "a slow host", "many hosts"],
)
def test_lower_bound(urls: list[str], expected: float) -> None:
    """A host's requests, its robots.txt among them, stand one after the other; all answers come eight at a time."""
    assert lower_bound_s(urls, {"b": 3.0}, 1.0) == pytest.approx(expected)
