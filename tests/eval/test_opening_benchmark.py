"""The benchmark of opening large indexes measures the index that it says it does."""

from pathlib import Path

import pytest

from eval.benchmarks.opening import CHUNKS_PER_DOCUMENT, HashEncoder, opened, searched, synthetic_documents
from index.build import Contents, write_index


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells memory so")
@pytest.mark.parametrize("chunks", [CHUNKS_PER_DOCUMENT * 8, CHUNKS_PER_DOCUMENT * 9 + 1])
def test_a_made_up_index_has_the_size_asked_for(tmp_path: Path, chunks: int) -> None:
    """So many chunks as asked for, one article a document, twenty chunks in a topic."""
    documents = list(synthetic_documents(chunks))
    write_index(tmp_path, Contents(documents, [], ""), HashEncoder(), None, lambda _done, _all: None)
    found = opened(tmp_path)
    assert found["chunks"] == chunks
    assert found["articles"] == len(documents) == -(-chunks // CHUNKS_PER_DOCUMENT)
    assert found["in_topic"] == CHUNKS_PER_DOCUMENT
    assert 300 < found["characters"] < 400


def test_a_search_is_timed_beside_its_questions_encoding(tmp_path: Path) -> None:
    """With vectors of any length; the ratio is that of the two medians."""
    documents = list(synthetic_documents(CHUNKS_PER_DOCUMENT))
    write_index(tmp_path, Contents(documents, [], ""), HashEncoder(80), None, lambda _done, _all: None)
    found = searched(tmp_path)
    assert found["search / encode"] == pytest.approx(found["search_ms"] / found["encode_ms"])
    assert min(found.values()) > 0
