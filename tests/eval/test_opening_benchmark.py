"""The benchmark of opening large indexes measures the index that it says it does."""

from pathlib import Path

import pytest

from eval.benchmarks.opening import CHUNKS_PER_DOCUMENT, HashEncoder, opened, synthetic_documents
from index.build import write_index


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells memory so")
@pytest.mark.parametrize("chunks", [CHUNKS_PER_DOCUMENT * 8, CHUNKS_PER_DOCUMENT * 9 + 1])
def test_a_made_up_index_has_the_size_asked_for(tmp_path: Path, chunks: int) -> None:
    """So many chunks as asked for, one article a document, twenty chunks in a topic."""
    documents = list(synthetic_documents(chunks))
    write_index(tmp_path, documents, [], "", HashEncoder(), None, lambda _done, _all: None)
    found = opened(tmp_path)
    assert found["chunks"] == chunks
    assert found["articles"] == len(documents) == -(-chunks // CHUNKS_PER_DOCUMENT)
    assert found["in_topic"] == CHUNKS_PER_DOCUMENT
    assert 300 < found["characters"] < 400
