"""An encoder for tests of what is encoded: small, real, and it keeps what it was given."""

import zlib
from collections.abc import Sequence

import numpy as np

from index.encoders.protocol import EncoderIdentity, Vectors


class Trigrams:
    """A small real encoder: counts of hashed letter triples, scaled to length one; it remembers what it encoded."""

    max_tokens = 40

    def __init__(self, name: str = "trigrams") -> None:
        self.identity = EncoderIdentity(name, 64, "", "")
        self.encoded: list[str] = []

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of questions."""
        vectors = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            for start in range(len(text)):
                vectors[row, zlib.crc32(text[start : start + 3].encode()) % 64] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of passages, and remember them."""
        self.encoded += texts
        return self.encode_query(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many words each text has."""
        return [len(text.split()) for text in texts]
