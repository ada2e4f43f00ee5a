"""What a loaded store takes of memory, seen from a fresh process that searches it."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from index.encoders.protocol import Vectors
from index.store import VectorStore

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes in memory after the searches beyond those before loading: the process's own, and pages of mapped files.

    The system can take mapped pages back at any time without writing them anywhere.
    """

    anonymous: int
    mapped: int


def memory_of(path: Path, questions: Vectors, k: int) -> Memory | None:
    """Load a store in a process of its own and ask it everything; None where there is no /proc."""
    if not STATUS.exists():
        return None
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_taken, path, questions, k).result()


def _taken(path: Path, questions: Vectors, k: int) -> Memory:
    VectorStore.of(questions).search(questions[0], k)  # what FAISS itself takes once does not count
    before = _resident()
    store = VectorStore.load(path)
    for question in questions:
        store.search(question, k)
    after = _resident()
    return Memory(after.anonymous - before.anonymous, after.mapped - before.mapped)


def _resident() -> Memory:
    lines = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
    anonymous, mapped = (int(lines[name].split()[0]) * 1024 for name in ("RssAnon", "RssFile"))
    return Memory(anonymous, mapped)
