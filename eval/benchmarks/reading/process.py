"""One system that reads, in a process of its own, so that its memory is its own: a request a line, a JSON line back.

python -m eval.benchmarks.reading.process reader MODEL.onnx TOKENS.json
python -m eval.benchmarks.reading.process cross-encoder FOLDER

A request is {"question", "passages", "at_once"}: the passages are read so many at a time, and it is told how long one
took, by the clock and on all processors together. To the request null the answer is its memory.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from eval.benchmarks.memory import STATUS, resident

READER, CROSS_ENCODER = "reader", "cross-encoder"
Read = Callable[[str, Sequence[str]], object]


def main(arguments: Sequence[str]) -> int:
    """Load one system and answer requests until there are none."""
    kind, *paths = arguments
    read = LOADED[kind](*map(Path, paths))
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(_timed(read, **request) if request else _memory()), flush=True)
    return 0


def _memory() -> dict[str, int]:
    return asdict(resident()) if STATUS.exists() else {}


def _timed(read: Read, question: str, passages: Sequence[str], at_once: int) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, len(passages), at_once):
        read(question, passages[start : start + at_once])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"ms": 1000 * wall / len(passages), "cpu_ms": 1000 * cpu / len(passages)}


def _reader(model: Path, tokens: Path) -> Read:
    from index.reading.inputs import Passage
    from index.reading.reader import Reader
    from ingest.sentences import sentence_spans

    reader = Reader.load(tokens, model)

    def read(question: str, texts: Sequence[str]) -> object:
        return reader.read(question, [Passage(text, tuple(sentence_spans(text, 0, len(text)))) for text in texts])

    return read


def _cross_encoder(folder: Path) -> Read:
    import torch
    import transformers.utils.logging
    from sentence_transformers import CrossEncoder

    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # that its head is random, and layers are left out, is meant
    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    torch.set_num_threads(os.cpu_count() or 1)  # as many as the reader has
    model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    return lambda question, texts: model.predict([(question, text) for text in texts], show_progress_bar=False)


LOADED: Mapping[str, Callable[..., Read]] = {READER: _reader, CROSS_ENCODER: _cross_encoder}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
