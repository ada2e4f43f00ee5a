"""What the reader says of a passage, put together from what its model gives for each window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.reading.card import sigmoid
from index.reading.inputs import Window


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether a passage answers a question, and where.

    `log_odds` that it answers, calibrated, and the same as a probability, `answers`; `evidence`: for each sentence of
    the passage the probability that the answer stands in it, if the passage answers at all. They sum to one, or are
    all zero where nothing of the passage was read.
    """

    log_odds: float
    answers: float
    evidence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one window says: its log-odds, and the evidence of the sentences that it holds by their number."""

    log_odds: float
    evidence: Mapping[int, float]


def evidence_in(window: Window, spans: NDArray[np.float32]) -> dict[int, float]:
    """Return how probably the answer stands in each sentence of a window.

    That is the share of its tokens in where the answer begins and ends, the first token left out, on which the model
    says that there is none.

    Args:
        window: what was read.
        spans: float32 [tokens, 2], the logits of begin and end.
    """
    powers = np.exp(spans[1:] - spans[1:].max(axis=0))
    shares = (powers / powers.sum(axis=0)).mean(axis=1)
    return {number: float(shares[start - 1 : end - 1].sum()) for number, start, end in window.sentences}


def together(parts: Sequence[Part], sentences: int) -> Reading:
    """Return what a passage's windows say of it: the surest window's answer, and each one's evidence by its weight.

    Args:
        parts: of the passage's windows, one at least; a sentence may be in two, and then the larger counts.
        sentences: how many the passage has.
    """
    found = np.zeros(sentences)
    for part in parts:
        for number, share in part.evidence.items():
            found[number] = max(found[number], sigmoid(part.log_odds) * share)
    whole = found.sum()
    log_odds = max(part.log_odds for part in parts)
    return Reading(log_odds, sigmoid(log_odds), tuple((found / whole if whole else found).tolist()))
