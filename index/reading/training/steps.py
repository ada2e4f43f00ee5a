"""One step of training: groups of pairs through the network, and how wrong it is about them."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from index.reading.training.network import Network, padded
from index.reading.training.pairs import Pair

AT_ONCE = 10  # pairs of about one length


@dataclass(frozen=True, slots=True)
class Losses:
    """Means over a step: answering (binary cross-entropy), the answer's ends, which of a group answers (softmax)."""

    answer: Tensor
    spans: Tensor
    groups: Tensor

    def whole(self, spans: float, groups: float) -> Tensor:
        """Return what is made small; the two numbers say how much these losses count."""
        return self.answer + spans * self.spans + groups * self.groups


def losses(network: Network, groups: Sequence[Sequence[Pair]]) -> Losses:
    """Return the losses of some groups; pairs run sorted by length, so that little is padding."""
    pairs = [pair for group in groups for pair in group]
    numbers = torch.tensor([number for number, group in enumerate(groups) for _ in group])
    answers, spans = outputs(network, pairs)
    wanted = torch.tensor([float(pair.answers) for pair in pairs], device=answers.device)
    return Losses(
        functional.binary_cross_entropy_with_logits(answers, wanted),
        torch.stack([_span_loss(logits, pair) for logits, pair in zip(spans, pairs, strict=True)]).mean(),
        _group_loss(answers, wanted, numbers.to(answers.device)),
    )


def outputs(network: Network, pairs: Sequence[Pair]) -> tuple[Tensor, list[Tensor]]:
    """Return the answer logits [pairs], and each pair's span logits [tokens, 2]."""
    order = sorted(range(len(pairs)), key=lambda place: len(pairs[place].ids))
    answers: list[Tensor] = [torch.empty(0)] * len(pairs)
    spans: list[Tensor] = [torch.empty(0)] * len(pairs)
    with torch.autocast(str(network.device.type), torch.bfloat16):
        for start in range(0, len(order), AT_ONCE):
            places = order[start : start + AT_ONCE]
            ids, mask = padded([pairs[place].ids for place in places])
            found, logits = network(ids.to(network.device), mask.to(network.device))
            for row, place in enumerate(places):
                answers[place] = found[row]
                spans[place] = logits[row, : len(pairs[place].ids)]
    return torch.stack(answers), spans


def _span_loss(logits: Tensor, pair: Pair) -> Tensor:
    """Return the mean cross-entropy of the answer's first and last token; the first of all stands for no answer."""
    return functional.cross_entropy(logits.T, torch.tensor(pair.answer, device=logits.device))


def _group_loss(answers: Tensor, wanted: Tensor, numbers: Tensor) -> Tensor:
    """Return the mean cross-entropy of choosing, in each group with one, the passage that answers."""
    groups = [numbers == number for number in range(int(numbers.max()) + 1)]
    found = [
        functional.cross_entropy(answers[group], wanted[group].argmax())
        for group in groups
        if wanted[group].any() and group.sum() > 1
    ]
    return torch.stack(found).mean() if found else answers.sum() * 0
