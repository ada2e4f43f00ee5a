"""When the sources do not answer: a question must beat what questions from elsewhere reach on this very index.

Scores of encoders have no fixed meaning, so the bar is measured after each build: forty probe questions on anything
but this list are asked, and their best scores show how near "not in these sources" can come, in each language.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
from pydantic import TypeAdapter, ValidationError

from app.evidence import HITS, SCORING, best_score, candidates
from app.settings import Dial
from index.search import Searcher
from ingest.language import Language

PROBES = Path(__file__).parent / "data" / "probes.jsonl"
NAME = "abstain.json"
# The share of probes that would wrongly be answered. A list may happen to hold the answer to a few of them.
QUANTILES: Mapping[Dial, float] = {"strict": 1.0, "balanced": 0.9, "eager": 0.5}


@dataclass(frozen=True, slots=True)
class Bar:
    """Best evidence scores of the probe questions on one index, by language, ascending; `scoring` says how scored."""

    scores: Mapping[Language, tuple[float, ...]]
    scoring: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it has numbers for both languages, scored as questions are scored now."""
        both = set(self.scores) == set(get_args(Language)) and self.scoring == SCORING
        return both and all(found and np.isfinite(found).all() for found in self.scores.values())

    def needed(self, language: Language, dial: Dial) -> float:
        """Return the score that a question's best sentence must beat."""
        return float(np.quantile(self.scores[language], QUANTILES[dial]))


def measure(searcher: Searcher) -> Bar:
    """Ask the probe questions of an index."""
    probes = [json.loads(line) for line in PROBES.read_text("utf-8").splitlines()]
    vectors = searcher.encoder.encode_query([probe["question"] for probe in probes])
    scores: dict[Language, list[float]] = {"en": [], "zh": []}
    for probe, query in zip(probes, vectors, strict=True):
        hits = searcher.near(probe["question"], query, HITS)
        found = candidates(query, hits, searcher, probe["language"])
        scores[probe["language"]].append(best_score(found))
    return Bar({language: tuple(sorted(found)) for language, found in scores.items()}, SCORING)


def save(bar: Bar, folder: Path) -> None:
    """Write a measured bar beside the index that it belongs to."""
    (folder / NAME).write_bytes(TypeAdapter(Bar).dump_json(bar))


def load(folder: Path, searcher: Searcher) -> Bar:
    """Read the bar of an index; it is derived data, measured again when it is missing, damaged or outdated."""
    try:
        bar = TypeAdapter(Bar).validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return measure(searcher)
    return bar if bar.is_whole else measure(searcher)
