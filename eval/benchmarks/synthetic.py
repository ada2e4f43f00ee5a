"""Vectors by the million that lie as real passages' do, and questions to them; the same seed gives the same.

Each vector is a common mean plus its topic's, its article's and its own deviation, in unit length. Deviations are
normal, with a variance that falls off over the directions. 20 passages make an article, 1,000 a topic (of 30 or more).
The numbers fit what the bundled encoder gives (1,000 passages and questions of public sets):

                          cosine of pairs, 1 % / 50 % / 99 %    variance in the first 10 / 100 / 400 directions
real                                 .25 / .36 / .60                            .24 / .69 / .97
synthetic (10,000)                   .25 / .37 / .52                            .17 / .65 / .92

A question is a passage plus so much of another deviation that their cosine is .67 in the median; .66 is what questions
of public sets have with the passages that answer them. All else about a question is chance: its other neighbours lie
further off than real ones do, and recall on real questions should be higher.
"""

from pathlib import Path

import numpy as np

from index.encoders.protocol import Vectors

AT_ONCE = 10_000
ARTICLE = 20
TOPIC, TOPICS = 1000, 30  # passages of one; at least so many of them
MEAN = 0.6
SHARES = (0.2, 0.2, 0.6)  # of the deviation's variance: topic's, article's, own
FIRST, POWER = 30, 1.3  # direction d has a variance of (FIRST + d) ** -POWER, scaled
ASIDE = 1.4  # how much of another deviation makes a question


class Passages:
    """Makes `rows` passages' vectors of a dimension, some at a time."""

    def __init__(self, rows: int, dimension: int, seed: int = 0) -> None:
        self.rows = rows
        self._seed = seed
        drawn = np.random.default_rng(seed)
        mean = drawn.standard_normal(dimension, np.float32)
        self._mean = MEAN * mean / np.linalg.norm(mean)
        turned, _ = np.linalg.qr(drawn.standard_normal((dimension, dimension), np.float32))
        variances = (FIRST + np.arange(dimension)) ** -POWER
        self._directions = (turned * np.sqrt((1 - MEAN**2) * variances / variances.sum())).T.astype(np.float32)
        self._topics = drawn.standard_normal((max(TOPICS, rows // TOPIC), dimension), np.float32)

    def write(self, path: Path) -> None:
        """Write them as a .npy file: float32 [rows, dimension] unit vectors."""
        vectors = np.lib.format.open_memmap(path, "w+", np.float32, (self.rows, self._topics.shape[1]))
        for start in range(0, self.rows, AT_ONCE):
            vectors[start : start + AT_ONCE] = self._block(start, min(AT_ONCE, self.rows - start))

    def questions(self, passages: Vectors) -> Vectors:
        """Return a question near each of some passages."""
        drawn = np.random.default_rng([self._seed, 1]).standard_normal(passages.shape, np.float32)
        return _unit(passages + ASIDE * drawn @ self._directions)

    def _block(self, start: int, count: int) -> Vectors:
        drawn = np.random.default_rng([self._seed, 2, start])
        articles = np.arange(start, start + count) // ARTICLE
        size = self._topics.shape[1]
        article_parts = drawn.standard_normal((articles[-1] - articles[0] + 1, size), np.float32)
        parts = (
            self._topics[articles * 7919 % len(self._topics)],  # articles of a topic do not lie side by side
            article_parts[articles - articles[0]],
            drawn.standard_normal((count, size), np.float32),
        )
        deviation = sum(np.float32(share**0.5) * part for share, part in zip(SHARES, parts, strict=True))
        return _unit(self._mean + deviation @ self._directions)


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
