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
from index.encoders.bundled import IDENTITY
from index.encoders.protocol import Vectors
from index.search import Hit, Searcher
from ingest.language import Language

PROBES = Path(__file__).parents[1] / "data" / "probes.jsonl"
NAME = "probes.json"
FAR = 0.8  # share of the probes that counts, the furthest: a list on everything has something near the others
LEAST_SPREAD = 0.01  # of cosines: a list of one line is as far from everything
USUAL_SPREAD = {IDENTITY.name: 0.05}  # of an encoder's, on lists of many kinds: forty probes of one list tell it badly


@dataclass(frozen=True, slots=True)
class Probes:
    """The cosines of the probe questions with their nearest sentences in one index, by language.

    `least` is the least that their spread is taken for.
    """

    cosines: Mapping[Language, tuple[float, ...]]
    least: float

    @property
    def is_whole(self) -> bool:
        """Whether it has numbers for both languages."""
        return set(self.cosines) == set(get_args(Language)) and all(
            found and np.isfinite(found).all() for found in self.cosines.values()
        )

    def standard(self, cosine: float, language: Language) -> float:
        """Return how far a question's cosine is above its language's far probes' mean, in spreads of both languages'.

        The spread is the root of the mean variance within a language.
        """
        found = sorted(self.cosines[language])
        far = found[: max(1, round(FAR * len(found)))]
        spread = float(np.sqrt(np.mean([np.var(some) for some in self.cosines.values()])))
        return (cosine - float(np.mean(far))) / max(spread, self.least)


def measure(searcher: Searcher) -> Probes:
    """Ask the probe questions of an index."""
    probes = [json.loads(line) for line in PROBES.read_text("utf-8").splitlines()]
    vectors = searcher.encoder.encode_query([probe["question"] for probe in probes])
    cosines: dict[Language, list[float]] = {"en": [], "zh": []}
    for probe, query in zip(probes, vectors, strict=True):
        hits = searcher.near(probe["question"], query, HITS)
        cosines[probe["language"]].append(nearest(query, hits, searcher))
    least = USUAL_SPREAD.get(searcher.encoder.identity.name, LEAST_SPREAD)
    return Probes({language: tuple(found) for language, found in cosines.items()}, least)


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
