"""How near to a question chunks of each language are that have nothing to do with it, measured on a few of them.

Encoders put texts in one language nearer together than texts in two. Told in deviations from its own language's
background, a chunk in the other language competes on equal terms.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors
from index.facts import LANGUAGES
from index.reader import Index
from index.search.nearness import Passages
from ingest.language import Language

SAMPLE = 256  # chunks of a language; XQuAD's figures are those of all 570
OTHERS = 8  # chunks' worth of all samples that is mixed in, which steadies the figures of a language with few
LEAST = 0.02  # deviation; that of a handful of chunks can be none at all


@dataclass(frozen=True, slots=True)
class Scale:
    """The mean nearness of a language's chunks and their standard deviation, for one question."""

    mean: float
    deviation: float

    def deviations(self, nearness: Vectors) -> Vectors:
        """Return how far above the background each is, in standard deviations."""
        return np.asarray((nearness - self.mean) / self.deviation)

    def nearness(self, deviations: Vectors) -> Vectors:
        """Return what `deviations` undoes."""
        return np.asarray(self.mean + self.deviation * deviations)


class Background:
    """A sample of an index's chunks, the same at each opening."""

    def __init__(self, index: Index) -> None:
        draw = np.random.default_rng(0)
        rows = {language: np.flatnonzero(index.written_in(language)) for language in LANGUAGES}
        self._samples: dict[Language, Passages] = {
            language: Passages.of(index, np.sort(draw.permutation(some)[:SAMPLE]))
            for language, some in rows.items()
            if len(some)
        }

    def scales(self, query: Vectors, share: float) -> Mapping[Language, Scale]:
        """Return each language's scale; that of the whole index for a language without a chunk."""
        found = {language: one.nearness(query, share) for language, one in self._samples.items()}
        together = np.concatenate([*found.values(), np.zeros(0, np.float32)])
        return {language: _scale(found.get(language, together[:0]), together) for language in LANGUAGES}


def _scale(own: NDArray[np.float32], together: NDArray[np.float32]) -> Scale:
    if not len(together):
        return Scale(0.0, 1.0)
    weight = len(own) / (len(own) + OTHERS)
    parts = [(weight, own)] * bool(len(own)) + [(1 - weight, together)]
    mean = sum(share * float(one.mean()) for share, one in parts)
    variance = sum(share * float(((one - mean) ** 2).mean()) for share, one in parts)
    return Scale(mean, max(variance**0.5, LEAST))
