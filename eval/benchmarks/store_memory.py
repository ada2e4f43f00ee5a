"""What a loaded store takes of memory, seen from a fresh process that searches it."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from eval.benchmarks.memory import STATUS, Memory, resident
from index.encoders.protocol import Vectors
from index.store import VectorStore


def memory_of(path: Path, questions: Vectors, k: int) -> Memory | None:
    """Load a store in a process of its own and ask it everything; None where there is no /proc.

    It is what is in memory after the searches beyond what was before loading.
    """
    if not STATUS.exists():
        return None
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_taken, path, questions, k).result()


def _taken(path: Path, questions: Vectors, k: int) -> Memory:
    VectorStore.of(questions).search(questions[0], k)  # what FAISS itself takes once does not count
    before = resident()
    store = VectorStore.load(path)
    for question in questions:
        store.search(question, k)
    after = resident()
    return Memory(after.anonymous - before.anonymous, after.mapped - before.mapped)
