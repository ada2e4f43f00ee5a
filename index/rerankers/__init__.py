"""Rerankers: question and passage read together. `load_reranker` is the door; nothing heavy is imported before it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Reranker", "load_reranker"]


class Reranker(Protocol):
    """Says how well each passage answers a question; its scores have no meaning but their order."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 [texts], higher for a better answer.

        Raises:
            RerankerUnavailable: the model fails, or gives something else than one number a passage.
        """


def load_reranker(name: str | None) -> Reranker | None:
    """Return any sentence-transformers CrossEncoder by name or path; None when none is asked for.

    Raises:
        RerankerUnavailable: the model cannot be loaded, or was not trained to score passages.
    """
    if name is None:
        return None
    from index.rerankers.cross_encoder import CrossEncoderReranker  # imports torch

    return CrossEncoderReranker.load(name)
