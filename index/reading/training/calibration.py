"""What turns the network's logits into probabilities, fitted on articles that were held back.

A scale is a temperature and a shift for each pair of languages (Platt 1999; Guo et al. 2017). What answers counts as
much as all that does not.
"""

from collections.abc import Mapping, Sequence
from typing import cast, get_args

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.reading.card import Pair as Direction
from index.reading.card import Scale
from index.reading.training.pairs import Pair

LEAST = 40  # pairs of a direction that has a scale of its own
FLATTEST = 0.01  # log-odds a logit
LOOSE = 1e6  # inverse of a penalty that is felt only where all pairs are told apart without a fault
Numbers = NDArray[np.float64]


def scales(held: Sequence[Pair], logits: Numbers) -> dict[Direction, Scale]:
    """Return the scale of each pair of languages; one of which too little is held back takes that of all."""
    found: dict[Direction, Scale] = {}
    wanted = np.array([pair.answers for pair in held])
    for direction in get_args(Direction):
        own = np.array([pair.direction == direction for pair in held])
        few = min((own & wanted).sum(), (own & ~wanted).sum()) < LEAST
        some = np.ones(len(held), bool) if few else own
        found[cast(Direction, direction)] = scale(wanted[some], logits[some])
    return found


def scale(wanted: NDArray[np.bool_], logits: Numbers) -> Scale:
    """Return the temperature and intercept with the least cross-entropy, both classes weighing alike."""
    line = LogisticRegression(C=LOOSE, class_weight="balanced", tol=1e-8).fit(logits[:, None], wanted)
    slope, shift = float(line.coef_[0, 0]), float(line.intercept_[0])
    if slope < FLATTEST:  # a reader that tells nothing, or the contrary, is sure of nothing
        return Scale(temperature=1 / FLATTEST, intercept=round(-float(logits.mean()), 4))
    return Scale(temperature=round(1 / slope, 4), intercept=round(shift / slope, 4))


def reliability(wanted: NDArray[np.bool_], odds: Numbers, bins: int = 10) -> list[Mapping[str, float]]:
    """Return, for equal ranges of probability that hold something: mean probability, share that answers, how many."""
    chances = 1 / (1 + np.exp(-odds))
    places = np.minimum((chances * bins).astype(int), bins - 1)
    return [
        {
            "said": float(chances[places == n].mean()),
            "is": float(wanted[places == n].mean()),
            "of": int((places == n).sum()),
        }
        for n in range(bins)
        if (places == n).any()
    ]
