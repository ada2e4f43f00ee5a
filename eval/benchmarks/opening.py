"""How long it takes to open an index of many passages, to read some and to search it, and its memory; Linux only.

python -m eval.benchmarks.opening [--chunks 100000] [--dimension 16]

It writes such an index from made-up text, with vectors that cost nothing to encode, and opens it in a process of its
own. By default its vectors are short, so that the figures are those of text, topics and articles; with as many numbers
as the bundled encoder's have (896), a whole search is told beside encoding its question with that encoder, each the
median of fifty that take turns. `eval/benchmarks/scale.py` has the search for vectors alone, and how many it finds.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from hashlib import shake_128
from pathlib import Path
from statistics import median
from string import ascii_lowercase

import numpy as np

from app.settings import read_settings
from index.build import Contents, write_index
from index.encoders import BUNDLED, load_encoder
from index.encoders.protocol import EncoderIdentity, Vectors
from index.reader import Index
from index.search import Searcher
from ingest.documents import Document, Heading, Link, Occurrence
from ingest.status import Source

CHUNKS_PER_DOCUMENT = 20
SENTENCES = 5  # a chunk
TOPICS = 200
READ = 1000  # chunks, anywhere in the index
ASKED = 50
SEED = 5


class HashEncoder:
    """Vectors made of a text's hash: unit length, equal for equal texts, and nothing else."""

    max_tokens = 512

    def __init__(self, dimension: int = 16) -> None:
        self.identity = EncoderIdentity("hash", dimension, "", "")

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each text."""
        size = self.identity.dimension
        drawn = b"".join(shake_128(text.encode()).digest(size) for text in texts)
        vectors = np.frombuffer(drawn, np.uint8).reshape(-1, size).astype(np.float32) - 127.5
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    encode_document = encode_query

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many words each text has."""
        return [text.count(" ") + 1 for text in texts]


def synthetic_documents(chunks: int) -> Iterator[Document]:
    """Yield articles of made-up sentences that come to so many chunks: one below each heading."""
    draw = random.Random(SEED)  # noqa: S311 - nothing secret
    words = ["".join(draw.choices(ascii_lowercase, k=10)) for _ in range(5000)]
    for number in range(-(-chunks // CHUNKS_PER_DOCUMENT)):
        text, headings = "", []
        for section in range(min(CHUNKS_PER_DOCUMENT, chunks - number * CHUNKS_PER_DOCUMENT)):
            headings.append(Heading(len(text), 2, f"Section {section}"))
            sentences = (f"{' '.join(draw.choices(words, k=6)).capitalize()}." for _ in range(SENTENCES))
            text += f"Section {section}\n\n{' '.join(sentences)}\n\n"
        url = f"https://pages.example/{number}"
        place = Occurrence(("List", f"Topic {number % TOPICS}"), "", "", "", "", number)
        yield Document(Link(url, (place,)), url, f"Article {number}", text, tuple(headings), Source.NOTE)


def opened(folder: Path) -> dict[str, float]:
    """Open an index in this process; seconds, and megabytes of memory that no file backs."""
    before = _megabytes()
    started = time.perf_counter()
    index = Index.load(folder)
    took = {"open_s": time.perf_counter() - started, "open_mb": _megabytes() - before}
    rows = np.random.default_rng(SEED).integers(len(index.chunks), size=READ).tolist()
    started = time.perf_counter()
    characters = sum(len(index.chunks[row].text) for row in rows)
    took |= {"chunk_ms": (time.perf_counter() - started) / READ * 1000, "characters": characters / READ}
    started = time.perf_counter()
    kept = (
        {index.articles[row] for row in rows},
        {bool(index.written_in("zh")[row]) for row in rows},
        index.sentence_starts[-1],
    )
    rows_found = len(index.topic_rows.under("Topic 7"))
    took |= {"rows_ms": (time.perf_counter() - started) * 1000, "articles": len(kept[0]), "in_topic": rows_found}
    return {"chunks": len(index.chunks), **took, "all_mb": _megabytes() - before}


def searched(folder: Path) -> dict[str, float]:
    """Ask an index for what stands in some of its passages; milliseconds, also those of encoding the questions."""
    encoder = load_encoder(BUNDLED, read_settings().cache)
    dimension = Index.load(folder).manifest.encoder.dimension
    searcher = Searcher.open(folder, HashEncoder(dimension))
    rows = np.random.default_rng(SEED).integers(len(searcher.index.chunks), size=ASKED + 1).tolist()
    took: dict[str, list[float]] = {"encode_ms": [], "search_ms": []}
    for question in [searcher.index.chunks[row].sentence(0) for row in rows]:
        started = time.perf_counter()
        encoder.encode_query([question])
        encoded = time.perf_counter()
        searcher.search(question, 8)
        took["encode_ms"].append((encoded - started) * 1000)
        took["search_ms"].append((time.perf_counter() - encoded) * 1000)
    found = {name: median(times[1:]) for name, times in took.items()}  # the first one waits for what all need
    return {**found, "search / encode": found["search_ms"] / found["encode_ms"]}


def _megabytes() -> float:
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")) / 1024


def main() -> None:
    """Write an index of the size asked for, open it in a new process, print what that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=100_000)
    parser.add_argument("--dimension", type=int, default=16, help="numbers in a vector (16)")
    parser.add_argument("--folder", type=Path, help="open this index instead")
    options = parser.parse_args()
    if options.folder:
        figures = {**opened(options.folder), **searched(options.folder)}
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        documents = list(synthetic_documents(options.chunks))
        started = time.perf_counter()
        write_index(
            Path(folder), Contents(documents, [], "made up"), HashEncoder(options.dimension), None, lambda *_: None
        )
        print(f"written in {time.perf_counter() - started:.0f} s")
        subprocess.run([sys.executable, "-m", __spec__.name, "--folder", folder], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
