"""`citeshelf search`: the passages nearest to a question."""

import json
import time
from argparse import Namespace

from app.contract import search_json
from app.opening import open_searcher
from app.questions import Asked, checked, read_batch
from app.settings import Settings
from index.search import Hit


def run(options: Namespace, settings: Settings) -> int:
    """Print the hits of each question."""
    questions = read_batch(options.batch) if options.batch else [Asked(question=checked(options.question))]
    searcher = open_searcher(settings)
    for asked in questions:
        started = time.perf_counter()
        hits = searcher.search(asked.question, options.k, asked.topic or options.topic)
        took_ms = 1000 * (time.perf_counter() - started)
        if options.json:
            key = None if asked.id is None else str(asked.id)
            found = search_json(asked.question, hits, took_ms, searcher.index.manifest, key)
            print(json.dumps(found, ensure_ascii=False), flush=True)
        else:
            print("\n".join([f"## {asked.question}"] * bool(options.batch) + [_line(hit) for hit in hits]), flush=True)
    return 0


def _line(hit: Hit) -> str:
    text = " ".join(hit.chunk.text.split())
    return f"{hit.rank}. {hit.score:.3f} {hit.chunk.document.title}\n   {hit.chunk.document.link.url}\n   {text[:300]}"
