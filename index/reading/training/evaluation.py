"""How well articles that are held back are read: by it is decided which weights are kept, and when to stop."""

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from index.reading.training.examples import Example
from index.reading.training.network import Network
from index.reading.training.pairs import Pair, Pairs
from index.reading.training.steps import outputs

EACH = 36  # examples of each source and direction, answerable and not

Numbers = NDArray[np.float64]


def held_pairs(examples: Sequence[Example], pairs: Pairs, wrong: int, seed: int, each: int = EACH) -> list[Pair]:
    """Return the pairs of some examples, as many of each source and direction where there are so many."""
    kinds: dict[tuple[str, str, bool], list[Example]] = defaultdict(list)
    for one in examples:
        kinds[one.source, one.direction, one.answerable].append(one)
    rng = random.Random(seed)
    chosen = [one for _, some in sorted(kinds.items()) for one in rng.sample(some, min(each, len(some)))]
    return [pair for one in chosen for pair in pairs.group(one, wrong, rng)]


def evaluated(network: Network, held: Sequence[Pair]) -> dict[str, float]:
    """Return the loss of answering, `auc` of all pairs, and of each kind that does not answer against those that do."""
    wanted, logits = np.array([pair.answers for pair in held]), answers(network, held)
    found = {"loss": float(np.mean(np.logaddexp(0, np.where(wanted, -logits, logits)))), "auc": auc(wanted, logits)}
    for kind in sorted({pair.kind for pair in held if not pair.answers}):
        some = np.array([pair.answers or pair.kind == kind for pair in held])
        found[kind] = auc(wanted[some], logits[some])
    for direction in sorted({pair.direction for pair in held}):
        some = np.array([pair.direction == direction for pair in held])
        found[direction] = auc(wanted[some], logits[some])
    return {name: round(value, 4) for name, value in found.items()}


def answers(network: Network, held: Sequence[Pair], at_once: int = 256) -> Numbers:
    """Return the answer logits, float64 [pairs]."""
    network.eval()
    with torch.no_grad():
        parts = [outputs(network, held[start : start + at_once])[0] for start in range(0, len(held), at_once)]
    return torch.cat(parts).double().cpu().numpy()


def auc(wanted: NDArray[np.bool_], scores: Numbers) -> float:
    """Return how often what answers has the higher score (Mann–Whitney), ties counting half; 0.5 without both kinds."""
    return float(roc_auc_score(wanted, scores)) if wanted.any() and not wanted.all() else 0.5
