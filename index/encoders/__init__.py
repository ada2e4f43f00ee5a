"""Encoders: text to unit vectors. `load_encoder` is the door; nothing heavy is imported before it is called."""

from functools import lru_cache
from pathlib import Path

from index.encoders.protocol import Encoder

BUNDLED = "bundled"

__all__ = ["BUNDLED", "Encoder", "load_encoder"]


def load_encoder(name: str, cache: Path) -> Encoder:
    """Return the bundled encoder, or any sentence-transformers model by name or path.

    Args:
        name: `bundled`, or what `SentenceTransformer(...)` accepts.
        cache: the user's cache folder, where the bundled model is prepared once.

    Raises:
        EncoderUnavailable: the model cannot be loaded.
    """
    if name == BUNDLED:
        return _bundled(cache)
    from index.encoders.sentence_transformer import SentenceTransformerEncoder  # imports torch

    return SentenceTransformerEncoder.load(name)


@lru_cache(maxsize=1)
def _bundled(cache: Path) -> Encoder:
    """Load it once in a process: reading its two vocabularies takes a second."""
    from index.encoders.bundled import BundledEncoder  # imports ONNX Runtime

    return BundledEncoder.load(cache)
