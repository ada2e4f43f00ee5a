"""Rerankers: question and passage read together. `load_reranker` is the door; torch comes in only for a CrossEncoder.

`Reader` is the one that ships; what has only scores to give is a `Reranker`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoders import BUNDLED
from index.encoders.prepared import E5_TOKENS, prepare
from index.reading.reader import SHIPPED, Reader

NONE = "none"

__all__ = ["BUNDLED", "NONE", "Reader", "Reranker", "load_reranker"]


class Reranker(Protocol):
    """Says how well each passage answers a question; its scores have no meaning but their order."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 [texts], higher for a better answer.

        Raises:
            RerankerUnavailable: the model fails, or gives something else than one number a passage.
        """


def load_reranker(name: str, cache: Path, shipped: Path = SHIPPED) -> Reader | Reranker | None:
    """Return our reader, or any sentence-transformers CrossEncoder by name or path; None when none is asked for.

    Args:
        name: `bundled`, `none`, or what `CrossEncoder(...)` accepts.
        cache: the user's cache folder, where the reader finds the bundled encoder's tokenizer, or prepares it.
        shipped: the reader's model; where there is no such file, `bundled` is `none`.

    Raises:
        RerankerUnavailable: the model cannot be loaded, or was not trained to score passages.
        EncoderUnavailable: the bundled encoder's tokenizer cannot be prepared.
    """
    if name == NONE or (name == BUNDLED and not shipped.is_file()):
        return None
    if name == BUNDLED:
        return Reader.load(prepare(cache) / E5_TOKENS, shipped)
    from index.rerankers.cross_encoder import CrossEncoderReranker  # imports torch

    return CrossEncoderReranker.load(name)
