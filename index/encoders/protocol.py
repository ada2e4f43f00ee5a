"""What the index asks of an encoder; named as sentence-transformers names it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """What decides a vector besides its text; an index is only read by an equal one."""

    name: str
    dimension: int
    query_prefix: str
    document_prefix: str


class Encoder(Protocol):
    """Turns texts into unit vectors whose inner product is their cosine similarity."""

    identity: EncoderIdentity
    max_tokens: int

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, dimension] of unit vectors for questions."""

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, dimension] of unit vectors for passages."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's length in this encoder's tokens, special tokens left out."""
