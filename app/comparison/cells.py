"""What stands in a cell: the sentence of a thing's own documents that says what is asked of it, if one does.

A search among a few documents always finds something; whether that answers is what the reader says of its passage.
Of 352 cells, of twelve questions in each language on sixteen things of the shipped list, which states a third of them,
it kept 67 of the 83 right sentences and 27 of 227 where nothing was stated. Scores tell less: the area under the curve
is .88 for English and .77 for Chinese, the reader's .88 and .93. So there are no tables without it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.comparison.aspects import Aspect
from app.comparison.things import Thing
from app.evidence import Evidence, candidates
from index.rerankers import Reader
from index.search import Hit, Searcher
from index.search.reading import TOGETHER, read_first
from ingest.language import language_asked

Rows = NDArray[np.int64]
LIKELY = 0.0  # log-odds that a passage answers, for what is asked
SURE = (
    0.5  # and for what is only told: of 246 cells where nothing was stated 11 are filled, not 22; of 92 right ones 68
)


class Cells:
    """Finds what stands in the cells of one comparison."""

    def __init__(self, searcher: Searcher, reader: Reader, things: Sequence[Thing], topic: str | None = None) -> None:
        """Look at documents within a topic only, when one is given. Raises UnknownTopic: the list has no such topic."""
        self._searcher = searcher
        self._reader = reader
        self._things = things
        self._documents = searcher.index.facts.table["document"]
        self._rows = searcher.index.topic_rows.under(topic) if topic else None

    def near(self, thing: Thing, aspect: Aspect, least: float = LIKELY) -> list[Evidence]:
        """Return the sentences that say of a thing what is asked, best first; none when none is near enough.

        Args:
            thing: one of the things compared.
            aspect: what is asked of it.
            least: log-odds that a sentence's passage has to beat.

        Raises:
            RerankerUnavailable: the reader fails.
        """
        ranked = self.ranked(thing, aspect)
        return [one for one in ranked if is_near(one, least)] if ranked and is_near(ranked[0], least) else []

    def ranked(self, thing: Thing, aspect: Aspect) -> list[Evidence]:
        """Return all sentences about a thing that were looked at, best first. Raises what `near` raises."""
        question = aspect.question.format(thing.name)
        language = language_asked(question)
        query = self._searcher.encoder.encode_query([question])[0]
        hits = self._hits(question, query, self._among(thing))
        return [one for one in candidates(query, hits, self._searcher, language) if self._is_about(thing, one)]

    def _hits(self, question: str, query: NDArray[np.float32], rows: Rows) -> list[Hit]:
        if not len(rows):
            return []
        return read_first(self._reader, question, self._searcher.among(question, query, TOGETHER, rows))

    def _among(self, thing: Thing) -> Rows:
        """Return the rows of a thing's documents."""
        rows = np.flatnonzero(np.isin(self._documents, list(thing.within)))
        return rows if self._rows is None else np.intersect1d(rows, self._rows)

    def _is_about(self, thing: Thing, one: Evidence) -> bool:
        """Say whether a sentence is about a thing: it names it, or stands in its own article alone, and names no other.

        In its own article it may name another beside it.
        """
        number = int(self._documents[one.hit.row])
        others = [other for other in self._things if other is not thing]
        names_other = any(other.is_named(one.text) for other in others)
        if thing.is_named(one.text):
            return number in thing.about or not names_other
        is_shared = any(number in other.about for other in others)
        return number in thing.about and not is_shared and not names_other


def is_near(one: Evidence, least: float) -> bool:
    """Say whether a sentence is near enough to what is asked to stand in a cell."""
    return one.hit.reading is not None and one.hit.reading.log_odds > least
