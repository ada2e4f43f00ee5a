"""A prepared model and its tokenizer: texts to the vectors that the model gives them."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from index.encoders.protocol import Vectors
from index.errors import EncoderUnavailable

Run = TypeVar("Run")
Found = TypeVar("Found")


class OnnxModel:
    """Runs one text at a time, on one core: a vector depends on nothing else."""

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
        with _whole(model.parent):
            return cls(open_session(model), open_tokenizer(tokens))

    def tokens(self, texts: Sequence[str]) -> list[Encoding]:
        """Return each text's tokens, the two special ones included, and where in the text they stand."""
        return list(self._tokenizer.encode_batch(list(texts)))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's token count, special tokens left out."""
        return [max(0, len(one.ids) - 2) for one in self._tokenizer.encode_batch_fast(list(texts))]

    def vector(self, tokens: list[int]) -> Vectors:
        """Return the float32 [dimension] unit vector of a text given as token ids."""
        (vectors,) = self._session.run(None, {"tokens": np.array([tokens], np.int64)})
        return np.asarray(vectors[0], np.float32)


def open_session(model: Path) -> onnxruntime.InferenceSession:
    """Return a model that runs on one core; what ONNX Runtime raises of a missing or damaged file has no base."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=2)
def open_tokenizer(tokens: Path) -> Tokenizer:
    """Read a tokenizer once in a process: E5's takes .6 s, and the reader needs it, too.

    Raises:
        EncoderUnavailable: the file is missing or damaged.
    """
    with _whole(tokens.parent):
        return Tokenizer.from_file(str(tokens))


@contextmanager
def _whole(folder: Path) -> Iterator[None]:
    """Say of whatever goes wrong that a prepared folder is damaged: neither library has a base for what it raises."""
    try:
        yield
    except EncoderUnavailable:
        raise
    except Exception as error:
        raise EncoderUnavailable(
            f"the prepared encoder in {folder} is damaged", "delete that folder, and it is prepared again"
        ) from error


def side_by_side(runs: Sequence[Run], length: Callable[[Run], int], one: Callable[[Run], Found]) -> list[Found]:
    """Return what each run of a model gives, as many at a time as there are cores.

    E5 does 25 passages/s on two cores, and 18 when a batch of four shares both. The longest run first, so that the
    cores end together.
    """
    order = sorted(range(len(runs)), key=lambda place: -length(runs[place]))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(order, pool.map(lambda place: one(runs[place]), order), strict=True))
    return [found[place] for place in range(len(runs))]
