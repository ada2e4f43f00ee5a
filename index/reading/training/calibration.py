"""What turns the network's logits into probabilities, fitted on articles that were held back.

A scale is a temperature and a shift for each pair of languages (Platt
1999; Guo et al. 2017), each kind of pair counting alike: what answers as much as all that does not.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from index.reading.card import Pair as Direction
from index.reading.card import Scale
from index.reading.training.pairs import Pair

LEAST = 40  # pairs of a direction that has a scale of its own
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
    target, given = torch.from_numpy(wanted.astype(np.float64)), torch.from_numpy(logits)
    weights = torch.where(target > 0, 0.5 / target.sum(), 0.5 / (1 - target).sum())
    numbers = torch.zeros(2, dtype=torch.float64, requires_grad=True)  # log temperature, intercept

    def loss() -> Tensor:
        scaled = (given + numbers[1]) * torch.exp(-numbers[0])
        return functional.binary_cross_entropy_with_logits(scaled, target, weights, reduction="sum")

    _least(loss, numbers)
    temperature, intercept = float(torch.exp(numbers[0].detach())), float(numbers[1].detach())
    return Scale(temperature=round(temperature, 4), intercept=round(intercept, 4))


def _least(loss: Callable[[], Tensor], numbers: Tensor) -> None:
    search = torch.optim.LBFGS([numbers], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        search.zero_grad()
        found = loss()
        found.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        return found

    search.step(closure)  # type: ignore[no-untyped-call]


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
