"""A question to hits: candidates of each language, weighed by meaning and shared terms, a few an article."""

from index.search.fusion import Weights
from index.search.hits import Hit
from index.search.searcher import Searcher

__all__ = ["Hit", "Searcher", "Weights"]
