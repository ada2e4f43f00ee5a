"""The direction in which the bundled encoder tells Chinese from English, and vectors without it.

Left in, it hides the other language's passages: in an index that holds both languages of XQuAD, the passage in the
other language is in the top 10 for .14 of English and .01 of Chinese questions; without it, for .88 and .32, and
R@1 within a language stays as it was (.910 and .903).

The direction is the difference between the mean vectors of the shipped notes' Chinese and English sentences, which
say the same things. `python -m index.encoders.language_axis CACHE` fits it anew.
"""

import sys
from pathlib import Path

import numpy as np

from index.encoders.protocol import Vectors

PATH = Path(__file__).parent / "language_axis.npy"


def load_axis() -> Vectors:
    """Return the direction, a float32 [dimension] unit vector."""
    return np.asarray(np.load(PATH), np.float32)


def without(axis: Vectors, vectors: Vectors) -> Vectors:
    """Return unit vectors, float32 [rows, dimension], orthogonal to the axis."""
    flat = vectors - (vectors * axis).sum(axis=1, keepdims=True) * axis  # a product of matrices rounds by their size
    return np.asarray(flat / np.linalg.norm(flat, axis=1, keepdims=True), np.float32)


def fitted(chinese: Vectors, english: Vectors) -> Vectors:
    """Return the unit vector from the mean of the English vectors to the mean of the Chinese ones."""
    difference = chinese.mean(axis=0) - english.mean(axis=0)
    return np.asarray(difference / np.linalg.norm(difference), np.float32)


def _fit(cache: Path) -> None:
    from index.encoders.bundled import BundledEncoder
    from ingest.notes import SHIPPED_NOTES, read_notes
    from ingest.sentences import sentence_spans

    encoder = BundledEncoder.load(cache)
    found = []
    for section in ("zh", "en"):
        prose = [note.prose[section] for note in read_notes(SHIPPED_NOTES).values()]
        found.append(encoder.raw([text[a:b] for text in prose for a, b in sentence_spans(text, 0, len(text))]))
    np.save(PATH, fitted(*found))


if __name__ == "__main__":
    _fit(Path(sys.argv[1]))
