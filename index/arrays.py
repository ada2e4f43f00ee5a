"""NumPy arrays on disk; what is not the array that was written is a damaged index."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.errors import damaged


def load_array(path: Path, dtype: DTypeLike, mode: Literal["r"] | None = None) -> NDArray[Any]:
    """Read an array.

    Args:
        path: a file written by `numpy.save`.
        dtype: of its elements.
        mode: "r" leaves the array on disk until it is read, and rereads it when memory is short.

    Raises:
        IndexCorrupt: the file is missing, damaged, or holds something else.
    """
    try:
        array: NDArray[Any] = np.load(path, mmap_mode=mode)
    except (OSError, ValueError, EOFError) as error:
        raise damaged(path) from error
    if array.dtype != np.dtype(dtype):
        raise damaged(path)
    return array
