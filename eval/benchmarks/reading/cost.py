"""What reading costs: milliseconds and memory, beside a CrossEncoder of the same size in float32, on the same passages.

Each has a process of its own (`process.py`). The rounds of both alternate, so that whatever else a machine does slows
both alike; a figure is the median of the rounds, a ratio the median of their ratios.
"""

import statistics
from collections.abc import Mapping, Sequence

from eval.benchmarks.reading.process import CROSS_ENCODER, READER
from eval.benchmarks.reading.systems import System
from eval.benchmarks.results import Json
from index.build import MAX_TOKENS
from index.encoders import Encoder
from ingest.chunk import chunk
from ingest.documents import Link
from ingest.language import Language, language_of
from ingest.notes import SHIPPED_NOTES, read_notes

TOKENS = 150  # of a passage, as nearly as there are some
TOGETHER = 8  # passages, as the search has them read
QUESTIONS: Mapping[Language, str] = {
    "en": "How do workers exchange gradients while they train a model?",
    "zh": "训练模型时各个进程怎样交换梯度？",
}
ONE, CPU_ONE = "ms, one passage", "CPU ms, one passage"
EIGHT, CPU_EIGHT = f"ms a passage, {TOGETHER} together", f"CPU ms a passage, {TOGETHER} together"
MEGABYTE = 1e6
Texts = Mapping[Language, Sequence[str]]
Round = dict[str, dict[str, float]]
"""By system, its times of one round."""


def passages(encoder: Encoder, count: int) -> dict[Language, list[str]]:
    """Return as many chunks of the shipped notes in each language, those whose length is nearest to 150 tokens."""
    documents = [note.document(Link(note.head.url, ())) for note in read_notes(SHIPPED_NOTES).values()]
    texts = [one.text for document in documents for one in chunk(document, encoder.count_tokens, MAX_TOKENS)]
    away = dict(zip(texts, (abs(number - TOKENS) for number in encoder.count_tokens(texts)), strict=True))
    nearest = sorted(away, key=away.__getitem__)
    return {one: [text for text in nearest if language_of(text) == one][:count] for one in QUESTIONS}


def cost(reader: Sequence[str], peer: Sequence[str], texts: Texts, rounds: int) -> Json:
    """Measure the reader and what it is compared with.

    Args:
        reader: what `process.py` loads for the one.
        peer: what it loads for the other.
        texts: passages by the language of the question that they are read with.
        rounds: of which the medians are taken.

    Raises:
        RerankerUnavailable: a system ended.
    """
    with System(*reader) as ours, System(*peer) as theirs:
        systems = {READER: ours, CROSS_ENCODER: theirs}
        _round(systems, {one: some[:2] for one, some in texts.items()})  # warms up
        found = [_round(systems, texts) for _ in range(rounds)]
        memory = {name: _megabytes(one.memory()) for name, one in systems.items()}
    return {
        "systems": {name: medians([one[name] for one in found]) | memory[name] for name in systems},
        "ours / its": medians([_ratios(one[READER], one[CROSS_ENCODER]) for one in found])
        | _ratios(memory[READER], memory[CROSS_ENCODER]),
        "rounds": found,
    }


def medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of each figure."""
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def _ratios(ours: Mapping[str, float], its: Mapping[str, float]) -> dict[str, float]:
    return {name: value / its[name] for name, value in ours.items() if its.get(name)}


def _round(systems: Mapping[str, System], texts: Texts) -> Round:
    found: Round = {name: {} for name in systems}
    for at_once, wall, cpu in ((1, ONE, CPU_ONE), (TOGETHER, EIGHT, CPU_EIGHT)):
        for name, system in systems.items():
            times = [system.times(QUESTIONS[one], some, at_once) for one, some in texts.items()]
            found[name][wall] = statistics.mean(one["ms"] for one in times)
            found[name][cpu] = statistics.mean(one["cpu_ms"] for one in times)
    return found


def _megabytes(found: Mapping[str, int]) -> dict[str, float]:
    if not found:
        return {}
    own, mapped = found["anonymous"] / MEGABYTE, found["mapped"] / MEGABYTE
    return {"MB of its own": own, "MB mapped from files": mapped, "MB in all": own + mapped}
