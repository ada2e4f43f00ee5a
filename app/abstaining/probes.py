"""How near "not in these sources" comes: what questions from elsewhere reach on this very index.

Cosines of encoders have no fixed meaning. So forty probe questions on anything but this list are asked after each
build, and a question's cosine is told in their standard deviations: it means the same with any encoder and any list.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
from pydantic import TypeAdapter, ValidationError

from app.evidence import HITS
from index.encoders.protocol import Vectors
from index.search import Hit, Searcher
from ingest.language import Language

PROBES = Path(__file__).parents[1] / "data" / "probes.jsonl"
NAME = "probes.json"
LEAST_SPREAD = 0.01  # of cosines: a list of one line is as far from everything


@dataclass(frozen=True, slots=True)
class Probes:
    """The cosines of the probe questions with their nearest sentences in one index, by language."""

    cosines: Mapping[Language, tuple[float, ...]]

    @property
    def is_whole(self) -> bool:
        """Whether it has numbers for both languages."""
        return set(self.cosines) == set(get_args(Language)) and all(
            found and np.isfinite(found).all() for found in self.cosines.values()
        )

    def standard(self, cosine: float, language: Language) -> float:
        """Return how many standard deviations a question's cosine is above the mean of its language's probes."""
        found = self.cosines[language]
        return (cosine - float(np.mean(found))) / max(float(np.std(found)), LEAST_SPREAD)


def measure(searcher: Searcher) -> Probes:
    """Ask the probe questions of an index."""
    probes = [json.loads(line) for line in PROBES.read_text("utf-8").splitlines()]
    vectors = searcher.encoder.encode_query([probe["question"] for probe in probes])
    cosines: dict[Language, list[float]] = {"en": [], "zh": []}
    for probe, query in zip(probes, vectors, strict=True):
        hits = searcher.near(probe["question"], query, HITS)
        cosines[probe["language"]].append(nearest(query, hits, searcher))
    return Probes({language: tuple(found) for language, found in cosines.items()})


def nearest(query: Vectors, hits: list[Hit], searcher: Searcher) -> float:
    """Return the cosine of an encoded question with the nearest sentence of some hits; -1 where there is none."""
    return max((cosine for hit in hits for cosine in searcher.sentence_scores(query, hit)), default=-1.0)


def save(probes: Probes, folder: Path) -> None:
    """Write what was measured beside the index that it belongs to."""
    (folder / NAME).write_bytes(TypeAdapter(Probes).dump_json(probes))


def load(folder: Path, searcher: Searcher) -> Probes:
    """Read an index's; it is derived data, measured again when it is missing, damaged or outdated."""
    try:
        probes = TypeAdapter(Probes).validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return measure(searcher)
    return probes if probes.is_whole else measure(searcher)
