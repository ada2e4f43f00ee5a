"""The default encoder: multilingual-e5-small and the Universal Sentence Encoder in one space, run without torch."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from index.encoders.languages import Frame, load_frames
from index.encoders.onnx_model import OnnxModel, side_by_side
from index.encoders.prepared import E5_MODEL, E5_TOKENS, USE_MODEL, USE_TOKENS, prepare
from index.encoders.protocol import EncoderIdentity, Vectors

IDENTITY = EncoderIdentity("multilingual-e5-small-use-2", 384 + 512, "query: ", "passage: ")
MAX_TOKENS = 512
# Of a squared length of one, 1 / 1.3 is E5's: R@1 across languages is flat from .25 to .35, lower at .15 and .5.
USE_WEIGHT = 0.3


class BundledEncoder:
    """Gives a text both models' vectors end to end, each with its language taken out (`languages.py`)."""

    identity = IDENTITY
    max_tokens = MAX_TOKENS

    def __init__(self, e5: OnnxModel, use: OnnxModel, frames: Mapping[str, Frame]) -> None:
        self._e5 = e5
        self._use = use
        self._frames = frames

    @classmethod
    def load(cls, cache: Path, frames: Mapping[str, Frame] | None = None) -> Self:
        """Load the models from the cache, preparing them there first when needed (about 10 s, once).

        Raises:
            EncoderUnavailable: the weights are missing, the cache cannot be written, or what it holds is damaged.
        """
        folder = prepare(cache)
        e5 = OnnxModel.load(folder / E5_MODEL, folder / E5_TOKENS)
        use = OnnxModel.load(folder / USE_MODEL, folder / USE_TOKENS)
        return cls(e5, use, load_frames() if frames is None else frames)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, 896] unit vectors of questions."""
        return self._encode(IDENTITY.query_prefix, texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, 896] unit vectors of passages; text past E5's 512 tokens is not seen."""
        return self._encode(IDENTITY.document_prefix, texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's length in E5's tokens, special tokens left out."""
        return self._e5.count_tokens(texts)

    def raw(self, prefix: str, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Return E5's and USE's vectors as the models give them, their language still in."""
        found = self._e5.tokens([prefix + text for text in texts])
        kept = [one.ids if len(one.ids) <= MAX_TOKENS else [*one.ids[: MAX_TOKENS - 1], one.ids[-1]] for one in found]
        seen = [
            text if len(one.ids) <= MAX_TOKENS else text[: one.offsets[MAX_TOKENS - 2][1] - len(prefix)]
            for text, one in zip(texts, found, strict=True)
        ]
        runs = [(self._e5, ids) for ids in kept] + [(self._use, one.ids) for one in self._use.tokens(seen)]
        vectors = side_by_side(runs, lambda run: len(run[1]), lambda run: run[0].vector(run[1]))
        half = len(texts)
        return _rows(vectors[:half], self._e5.dimension), _rows(vectors[half:], self._use.dimension)

    def _encode(self, prefix: str, texts: Sequence[str]) -> Vectors:
        e5, use = self.raw(prefix, texts)
        parts = self._frames[prefix].applied(e5), USE_WEIGHT**0.5 * self._frames["use"].applied(use)
        return np.asarray(np.concatenate(parts, axis=1) / (1 + USE_WEIGHT) ** 0.5, np.float32)


def _rows(vectors: Sequence[Vectors], dimension: int) -> Vectors:
    return np.array(vectors, np.float32).reshape(len(vectors), dimension)
