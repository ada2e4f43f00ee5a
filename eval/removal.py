"""An index without some of its chunks: asked a question whose answer is gone, it should say so."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from index.reader import Index
from index.store import VectorStore
from index.terms import TermIndex
from index.texts import chunk_text


def index_without(index: Index, rows: Collection[int]) -> Index:
    """Return an index of the other chunks; all that depends on what there is, as how rare a term is, is counted anew.

    Args:
        index: any, on disk or in memory.
        rows: numbers of the chunks that are left out.
    """
    kept = [row for row in range(len(index.chunks)) if row not in rows]
    starts = [*index.sentence_starts, len(index.sentence_vectors)]
    sentences = np.array([number for row in kept for number in range(starts[row], starts[row + 1])], np.int64)
    chunks = tuple(index.chunks[row] for row in kept)
    return replace(
        index,
        manifest=replace(index.manifest, chunks=len(kept)),
        documents=tuple(dict.fromkeys(one.document for one in chunks)),
        chunks=chunks,
        store=VectorStore.of(index.store.rows(np.array(kept, np.int64))),
        terms=TermIndex.of([chunk_text(one) for one in chunks], index.terms.glossary),
        sentence_vectors=np.asarray(index.sentence_vectors)[sentences],
        text_hashes=None,
        read=None,
    )
