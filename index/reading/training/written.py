"""The reader as it ships, in int8: its probabilities are fitted to what it says itself, not to what was trained."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime

from index.encoders.onnx_model import open_session
from index.reading.training.evaluation import Numbers
from index.reading.training.pairs import Pair
from index.reading.words import Words


class Written:
    """A written model, run on pairs."""

    def __init__(self, session: onnxruntime.InferenceSession, words: Words) -> None:
        self._session = session
        self._words = words

    @classmethod
    def load(cls, model: Path) -> Self:
        """Open an ONNX file that was just written."""
        return cls(open_session(model), Words.load())

    def answers(self, pairs: Sequence[Pair]) -> Numbers:
        """Return the answer logits, float64 [pairs]."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.array(list(pool.map(self._answer, pairs)), np.float64)

    def _answer(self, pair: Pair) -> float:
        (answer,) = self._session.run(["answer"], {"words": self._words.rows(pair.ids)[None]})
        return float(answer[0])
