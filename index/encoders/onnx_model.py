"""A prepared model and its tokenizer: texts to the vectors that the model gives them."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from index.encoders.protocol import Vectors
from index.errors import EncoderUnavailable


class OnnxModel:
    """Runs each text by itself: a vector depends on nothing else.

    Texts run side by side, each on one core: E5 does 25 passages/s on two, and 18 when a batch of four shares both.
    """

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.dimension = int(session.get_outputs()[0].shape[1])

    @classmethod
    def load(cls, model: Path, tokens: Path) -> Self:
        """Load a model and its tokenizer.

        Raises:
            EncoderUnavailable: a file is missing or damaged.
        """
        try:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            return cls(session, Tokenizer.from_file(str(tokens)))
        except Exception as error:  # neither library has a base of its own for what it raises
            raise EncoderUnavailable(
                f"the prepared encoder in {model.parent} is damaged", "delete that folder, and it is prepared again"
            ) from error

    def tokens(self, texts: Sequence[str]) -> list[Encoding]:
        """Return each text's tokens, the two special ones included, and where in the text they stand."""
        return list(self._tokenizer.encode_batch(list(texts)))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's token count, special tokens left out."""
        return [max(0, len(one.ids) - 2) for one in self._tokenizer.encode_batch_fast(list(texts))]

    def run(self, tokens: Sequence[list[int]]) -> Vectors:
        """Return float32 [texts, dimension] unit vectors of texts given as token ids."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            vectors = list(pool.map(self._run, tokens))
        return np.array(vectors, np.float32).reshape(len(tokens), self.dimension)

    def _run(self, tokens: list[int]) -> Vectors:
        (vectors,) = self._session.run(None, {"tokens": np.array([tokens], np.int64)})
        return np.asarray(vectors[0], np.float32)
