"""The reader's weights at work: token ids in, logits out; it knows neither texts nor probabilities."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from index.encoders.onnx_model import open_session, side_by_side
from index.reading.words import Words

Ids = Sequence[int]
Logits = tuple[float, NDArray[np.float32]]
"""That the passage answers; begin and end of the answer, [tokens, 2]."""


class ReaderModel:
    """Runs as many inputs at a time as there are cores, each on one: logits depend on nothing else."""

    def __init__(self, session: onnxruntime.InferenceSession, words: Words) -> None:
        self._session = session
        self._words = words

    @classmethod
    def load(cls, model: Path) -> Self:
        """Open an ONNX file; what ONNX Runtime raises of a missing or damaged one has no base.

        Raises:
            EncoderUnavailable: the wheel with the word embeddings is missing or damaged.
        """
        return cls(open_session(model), Words.load())

    def logits(self, inputs: Sequence[Ids]) -> list[Logits]:
        """Return the logits of each input."""
        return side_by_side(inputs, len, self._logits)

    def _logits(self, ids: Ids) -> Logits:
        answer, spans = self._session.run(["answer", "spans"], {"words": self._words.rows(ids)[None]})
        return float(answer[0]), spans[0]
