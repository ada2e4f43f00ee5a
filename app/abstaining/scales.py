"""How near "not in these sources" comes: the scale on which the cosines of questions are told.

Cosines of encoders have no fixed meaning. So a question's is told in standard deviations above what questions from
elsewhere reach. The bundled encoder's scale is known, from lists of many kinds (`python -m eval.benchmarks.far`). Any
other encoder's is measured: forty probe questions on anything but this list are asked after each build.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
NAME = "scale.json"
FAR = 0.8  # share of the probes that counts, the furthest: a list on everything has something near the others
LEAST_SPREAD = 0.01  # of cosines: a list of one line is as far from everything


@dataclass(frozen=True, slots=True)
class Scale:
    """The cosine that questions from elsewhere reach on average, by their language, and its standard deviation."""

    means: Mapping[Language, float]
    spread: float

    @property
    def is_whole(self) -> bool:
        """Whether it has numbers for both languages."""
        numbers = [*self.means.values(), self.spread]
        return set(self.means) == set(get_args(Language)) and all(map(math.isfinite, numbers)) and self.spread > 0

    def standard(self, cosine: float, language: Language) -> float:
        """Return how far a question's cosine is above its language's mean, in spreads."""
        return (cosine - self.means[language]) / self.spread


USUAL = {IDENTITY.name: Scale({"en": 0.505, "zh": 0.521}, 0.05)}
"""Of encoders that were measured, the means of seven lists: forty probes of one tell worse how near an answer is."""
MANY = 1000  # sentences of a list; more raise what questions from elsewhere reach, and no answer
GROWTH = 0.0167  # of the mean when there are e times as many: the best of more is better


def of(searcher: Searcher) -> Scale:
    """Return the scale of an index: its encoder's, or what its probe questions reach."""
    return usual(searcher) or measured(searcher)


def usual(searcher: Searcher) -> Scale | None:
    """Return the scale of an index of that many sentences, where its encoder's is known."""
    scale = USUAL.get(searcher.encoder.identity.name)
    if scale is None:
        return None
    less = GROWTH * math.log(MANY / min(MANY, max(1, len(searcher.index.sentence_vectors))))
    return replace(scale, means={language: mean - less for language, mean in scale.means.items()})


def measured(searcher: Searcher) -> Scale:
    """Ask the probe questions of an index: the mean of each language's far ones, and the spread within a language."""
    asked = probes()
    vectors = searcher.encoder.encode_query([question for _, question in asked])
    cosines: dict[Language, list[float]] = {"en": [], "zh": []}
    for (language, question), query in zip(asked, vectors, strict=True):
        cosines[language].append(nearest(query, searcher.near(question, query, HITS), searcher))
    return told_by(cosines)


def probes() -> list[tuple[Language, str]]:
    """Return the questions from elsewhere, each with its language."""
    lines = [json.loads(line) for line in PROBES.read_text("utf-8").splitlines()]
    return [(line["language"], line["question"]) for line in lines]


def told_by(cosines: Mapping[Language, Sequence[float]]) -> Scale:
    """Return the scale that probes' cosines tell; its spread is the root of the mean variance within a language."""
    spread = float(np.sqrt(np.mean([np.var(some) for some in cosines.values()])))
    far = {language: sorted(some)[: max(1, round(FAR * len(some)))] for language, some in cosines.items()}
    return Scale({language: float(np.mean(some)) for language, some in far.items()}, max(spread, LEAST_SPREAD))


def nearest(query: Vectors, hits: Sequence[Hit], searcher: Searcher) -> float:
    """Return the cosine of an encoded question with the nearest sentence of some hits; -1 where there is none."""
    return max((cosine for hit in hits for cosine in searcher.sentence_scores(query, hit)), default=-1.0)


def made(folder: Path, searcher: Searcher) -> Scale:
    """Return the scale of a new index, and write it beside one that had to be measured."""
    if known := usual(searcher):
        return known
    scale = measured(searcher)
    (folder / NAME).write_bytes(TypeAdapter(Scale).dump_json(scale))
    return scale


def load(folder: Path, searcher: Searcher) -> Scale:
    """Return an index's; what was measured is derived data, measured anew when its file is missing or damaged."""
    if known := usual(searcher):
        return known
    try:
        scale = TypeAdapter(Scale).validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return measured(searcher)
    return scale if scale.is_whole else measured(searcher)
