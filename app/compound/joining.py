"""Sentences for the parts of a question joined to those for the whole of it: few, none twice, in reading order."""

from collections.abc import Iterable, Sequence

from app.evidence import MAX_SENTENCES, Evidence, fits
from index.search import Searcher


def joined(picked: Sequence[Evidence], more: Iterable[Evidence], searcher: Searcher) -> list[Evidence]:
    """Return the picked sentences with those of `more` that say something else, grouped by article and passage.

    Args:
        picked: sentences that answer a question as a whole; the best of them stay where there is no room for all.
        more: sentences that answer a part of it, the most needed first.
        searcher: what found them.
    """
    added: list[Evidence] = []
    for one in more:
        if fits(one, [*picked, *added], searcher):
            added.append(one)
    added = added[: MAX_SENTENCES - bool(picked)]
    found = [*sorted(picked, key=lambda one: -one.merit)[: MAX_SENTENCES - len(added)], *added]
    articles, passages = [one.article for one in [*picked, *added]], [one.hit.row for one in [*picked, *added]]
    return sorted(found, key=lambda one: (articles.index(one.article), passages.index(one.hit.row), one.span))
