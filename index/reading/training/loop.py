"""Training: steps over random groups, a look at articles that are held back now and then, the best weights kept.

What is needed to go on after an interruption lies in `checkpoint.pt`; a run of other settings does not take it up.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch.optim import AdamW

from index.reading.training.evaluation import evaluated
from index.reading.training.examples import Example
from index.reading.training.network import Network
from index.reading.training.pairs import Pair, Pairs
from index.reading.training.steps import losses

CHECKPOINT, LOG, BEST = "checkpoint.pt", "log.jsonl", "best.pt"
WARM_UP = 0.05  # of the steps, in which the learning rate rises; then it falls to nothing
CLIPPED = 1.0  # the gradient's greatest length


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; `groups` are questions a step, `wrong` the passages beside each that do not answer it."""

    seed: int = 7
    layers: int = 12
    steps: int = 1000
    groups: int = 10
    wrong: int = 2
    rate: float = 1e-4
    switched: float = 0.25  # of questions in words of both languages
    without: str = ""  # kinds of wrong passages that are not made, with commas
    spans: float = 0.5  # how much finding the answer counts beside knowing that there is one
    listed: float = 0.5  # how much choosing among a question's passages does
    looks: int = 8  # at what is held back
    patience: int = 4  # looks without a gain before it stops


class Training:
    """One run in one folder."""

    def __init__(self, plan: Plan, network: Network, pairs: Pairs, folder: Path) -> None:
        self.plan = plan
        self.network = network
        self._pairs = pairs
        self._folder = folder
        trained = [one for one in network.parameters() if one.requires_grad]
        self._optimizer = AdamW(trained, lr=plan.rate, weight_decay=0.01)
        self._rng = random.Random(plan.seed)
        self._step, self._best, self._since = 0, 0.0, 0
        self._take_up()

    def run(self, examples: Sequence[Example], held: Sequence[Pair]) -> None:
        """Train until the last step, or until what is held back is read no better, and leave the best weights."""
        weights = _weights(examples)
        every = max(1, self.plan.steps // self.plan.looks)
        started, done = time.monotonic(), self._step
        while self._step < self.plan.steps and self._since < self.plan.patience:
            found = self._one(random.Random(self._rng.random()).choices(examples, weights, k=self.plan.groups))
            self._step += 1
            if self._step % 10 == 0:
                left = (time.monotonic() - started) / (self._step - done) * (self.plan.steps - self._step)
                self._say({"step": self._step, **found, "minutes_left": round(left / 60, 1)})
            if self._step % every == 0 or self._step == self.plan.steps:
                self._look(held)
        if (self._folder / BEST).exists():
            self.network.load_state_dict(torch.load(self._folder / BEST, "cpu", weights_only=True))

    def _one(self, chosen: Sequence[Example]) -> Mapping[str, float]:
        self.network.train()
        self._optimizer.param_groups[0]["lr"] = self.plan.rate * _share(self._step / self.plan.steps)
        groups: list[list[Pair]] = [self._pairs.group(one, self.plan.wrong, self._rng) for one in chosen]
        found = losses(self.network, [group for group in groups if group])
        self._optimizer.zero_grad()
        found.whole(self.plan.spans, self.plan.listed).backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), CLIPPED)
        self._optimizer.step()
        return {name: round(float(getattr(found, name).detach()), 4) for name in ("answer", "spans", "groups")}

    def _look(self, held: Sequence[Pair]) -> None:
        figures = evaluated(self.network, held)
        if figures["auc"] > self._best:  # not the loss: what is too sure is mended by calibration
            self._best, self._since = figures["auc"], 0
            torch.save(self.network.state_dict(), self._folder / BEST)
        else:
            self._since += 1
        self._say({"step": self._step, "held back": figures})
        state = {
            "plan": asdict(self.plan),
            "step": self._step,
            "best": self._best,
            "since": self._since,
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "rng": self._rng.getstate(),
            "torch": torch.get_rng_state(),
        }
        unfinished = self._folder / f"{CHECKPOINT}.unfinished"
        torch.save(state, unfinished)
        unfinished.replace(self._folder / CHECKPOINT)

    def _take_up(self) -> None:
        path = self._folder / CHECKPOINT
        state: Mapping[str, Any] = torch.load(path, "cpu", weights_only=True) if path.exists() else {"plan": None}
        if state["plan"] != asdict(self.plan):
            for name in (BEST, LOG):  # another run's
                (self._folder / name).unlink(missing_ok=True)
            return
        self._step, self._best, self._since = state["step"], state["best"], state["since"]
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        version, numbers, gauss = state["rng"]
        self._rng.setstate((version, tuple(numbers), gauss))
        torch.set_rng_state(state["torch"])
        self._forget()
        print(f"taken up at step {self._step}", flush=True)

    def _forget(self) -> None:
        """Leave in the log what was said until now: what came after the last look is done again."""
        log = self._folder / LOG
        lines = log.read_text("utf-8").splitlines(keepends=True) if log.exists() else []
        log.write_text("".join(line for line in lines if json.loads(line)["step"] <= self._step), "utf-8")

    def _say(self, what: Mapping[str, Any]) -> None:
        line = json.dumps(what)
        print(line, flush=True)
        with (self._folder / LOG).open("a", encoding="utf-8") as log:
            log.write(line + "\n")


def _share(done: float) -> float:
    """Return which share of the learning rate counts when such a share of the steps is done."""
    return min(done / WARM_UP, (1 - done) / (1 - WARM_UP))


def _weights(examples: Sequence[Example]) -> list[float]:
    """Return how often each example is to come: a source counts by the square root of its size, so small ones do."""
    sizes = Counter(one.source for one in examples)
    return [sizes[one.source] ** -0.5 for one in examples]
