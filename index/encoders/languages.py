"""What of a vector only tells its language, and vectors without it.

Left in, it hides the other language's passages: in an index that holds both languages of XQuAD, plain E5 has the
passage in the other language in its top 10 for .12 of English and .01 of Chinese questions.

Two things are taken away, both fitted on the shipped notes, whose Chinese and English sentences say the same things:
half of the mean of all vectors, which E5's have in common and which makes all of its cosines high, and the direction
from the English mean to the Chinese one. `python -m index.encoders.languages CACHE` fits them anew.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoders.protocol import Vectors

PATH = Path(__file__).parent / "languages.npz"
SHARE = 0.5  # of the mean; all of it makes the other language's passages easier to find and one's own harder


@dataclass(frozen=True, slots=True)
class Frame:
    """A shift, float32 [dimension], and the axis of languages, a float32 [dimension] unit vector."""

    shift: Vectors
    axis: Vectors

    def applied(self, vectors: Vectors) -> Vectors:
        """Return unit vectors, float32 [rows, dimension], moved by the shift and orthogonal to the axis."""
        moved = vectors - self.shift
        flat = moved - (moved * self.axis).sum(axis=1, keepdims=True) * self.axis  # a matrix product rounds by its size
        return np.asarray(flat / np.linalg.norm(flat, axis=1, keepdims=True), np.float32)


def load_frames() -> Mapping[str, Frame]:
    """Return the frames of E5's vectors by prefix, and of USE's as `use`."""
    with np.load(PATH, allow_pickle=False) as found:
        names = {key.rpartition(".")[0] for key in found.files}
        return {name: Frame(found[f"{name}.shift"], found[f"{name}.axis"]) for name in names}


def fitted(chinese: Vectors, english: Vectors, share: float) -> Frame:
    """Return the frame that takes out a share of the languages' common mean, and the axis between their means."""
    first, second = chinese.mean(axis=0), english.mean(axis=0)
    axis = first - second
    shift = share * (first + second) / 2
    return Frame(np.asarray(shift, np.float32), np.asarray(axis / np.linalg.norm(axis), np.float32))


def _fit(cache: Path) -> None:
    from index.encoders.bundled import IDENTITY, BundledEncoder

    encoder = BundledEncoder.load(cache, {})  # its raw vectors need no frames
    frames: dict[str, Frame] = {}
    for prefix in (IDENTITY.query_prefix, IDENTITY.document_prefix):
        (chinese, use_chinese), (english, use_english) = (encoder.raw(prefix, _sentences(one)) for one in ("zh", "en"))
        frames[prefix] = fitted(chinese, english, SHARE)
        frames["use"] = fitted(use_chinese, use_english, 0)
    parts = ((f"{name}.{part}", getattr(frame, part)) for name, frame in frames.items() for part in ("shift", "axis"))
    np.savez(PATH, **dict(parts))


def _sentences(language: str) -> list[str]:
    from ingest.notes import SHIPPED_NOTES, read_notes
    from ingest.sentences import sentence_spans

    prose = [text for note in read_notes(SHIPPED_NOTES).values() for of, text in note.prose.items() if of == language]
    return [text[a:b] for text in prose for a, b in sentence_spans(text, 0, len(text))]


if __name__ == "__main__":
    _fit(Path(sys.argv[1]))
