"""Training learns, and a run that was stopped ends as if it had not been."""

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from reader_examples import write_examples
from reader_weights import wheel

from index.encoders import Encoder
from index.reading.training.evaluation import evaluated, held_pairs
from index.reading.training.examples import Example
from index.reading.training.loop import BEST, CHECKPOINT, LOG, Plan, Training
from index.reading.training.making import Material, Places
from index.reading.training.network import Network
from index.reading.training.pairs import Pair
from index.reading.training.steps import losses

pytestmark = pytest.mark.slow
CACHE = Path(__file__).parents[1] / ".cache"
PLAN = Plan(seed=3, layers=1, steps=6, groups=2, wrong=1, rate=1e-3, looks=3)
FIRST = PLAN.steps // PLAN.looks  # the step of the first look


class Stopped(Training):
    """A run in whose second step after a look Ctrl-C is pressed."""

    def _one(self, chosen: Sequence[Example]) -> Mapping[str, float]:
        if self._step == FIRST + 1:
            raise KeyboardInterrupt
        return super()._one(chosen)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Material:
    """The tests' own examples, split and searched."""
    folder = tmp_path_factory.mktemp("material")
    return Material.of(Places(write_examples(folder / "data"), CACHE, folder), 7, encoder)


@pytest.fixture(scope="module")
def held(material: Material) -> list[Pair]:
    """What is held back."""
    return held_pairs(material.held, material.pairs(material.held), 1, 7, 4)


@pytest.fixture(scope="module")
def untrained() -> Network:
    """E5's first layer and new heads; not to be trained itself."""
    torch.manual_seed(7)
    return Network(wheel(), PLAN.layers)


def begun(kind: type[Training], folder: Path, material: Material, network: Network, plan: Plan = PLAN) -> Training:
    """Return a run on a copy of a network."""
    folder.mkdir(exist_ok=True)
    return kind(plan, copy.deepcopy(network), material.pairs(material.train, plan), folder)


def left(folder: Path) -> Mapping[str, Any]:
    """Return what a run left to go on from."""
    return dict(torch.load(folder / CHECKPOINT, weights_only=True))


def logged(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of a run's log."""
    return [json.loads(line) for line in (folder / LOG).read_text("utf-8").splitlines()]


def test_the_loss_falls(tmp_path: Path, material: Material, held: list[Pair], untrained: Network) -> None:
    """In thirty steps the loss falls on pairs like those trained on; the weights kept are the best look's."""
    plan = replace(PLAN, steps=30, groups=5, wrong=2, rate=3e-4, looks=3)
    run = begun(Training, tmp_path, material, untrained, plan)
    seen = held_pairs(material.train, material.pairs(material.train), 2, 11, 6)
    groups = [seen[at : at + 12] for at in range(0, len(seen), 12)]
    with torch.no_grad():
        before = losses(untrained, groups)
    run.run(material.train, held)
    with torch.no_grad():
        after = losses(run.network, groups)
    assert after.answer < before.answer
    assert after.spans < 0.9 * before.spans
    assert after.whole(plan.spans, plan.listed) < before.whole(plan.spans, plan.listed)
    looks = [line["held back"]["auc"] for line in logged(tmp_path) if "held back" in line]
    assert evaluated(run.network, held)["auc"] == max(looks)


def test_a_stopped_run_ends_the_same(tmp_path: Path, material: Material, held: list[Pair], untrained: Network) -> None:
    """Stopped and started again, whatever the network was by then, a run goes on from its last look to the same end."""
    begun(Training, tmp_path / "whole", material, untrained).run(material.train, held)
    with pytest.raises(KeyboardInterrupt):
        begun(Stopped, tmp_path / "stopped", material, untrained).run(material.train, held)
    assert left(tmp_path / "stopped")["step"] == FIRST
    other = copy.deepcopy(untrained)
    torch.nn.init.normal_(other.outer.weight)
    begun(Training, tmp_path / "stopped", material, other).run(material.train, held)
    whole, stopped = left(tmp_path / "whole"), left(tmp_path / "stopped")
    assert whole["step"] == stopped["step"] == PLAN.steps
    assert whole["rng"] == stopped["rng"]
    for name, weights in whole["network"].items():
        assert torch.equal(weights, stopped["network"][name]), name
    assert not torch.equal(whole["network"]["outer.weight"], untrained.outer.weight)
    assert logged(tmp_path / "whole") == logged(tmp_path / "stopped")


def test_other_settings_begin_anew(
    tmp_path: Path, material: Material, held: list[Pair], untrained: Network, capsys: pytest.CaptureFixture[str]
) -> None:
    """A checkpoint is taken up by a run of the same plan alone; another begins at nought, and so does its log."""
    short = replace(PLAN, steps=2, looks=1)
    begun(Training, tmp_path, material, untrained, short).run(material.train, held)
    assert begun(Training, tmp_path, material, untrained, short)._step == short.steps
    assert "taken up at step 2" in capsys.readouterr().out
    run = begun(Training, tmp_path, material, untrained, replace(short, seed=4))
    assert run._step == 0
    assert torch.equal(run.network.outer.weight, untrained.outer.weight)
    assert not (tmp_path / BEST).exists()  # or it would be taken for this run's
    run.run(material.train, held)
    assert [line["step"] for line in logged(tmp_path)] == [2]
    assert left(tmp_path)["plan"]["seed"] == 4


def test_patience_ends_a_run(tmp_path: Path, material: Material, held: list[Pair], untrained: Network) -> None:
    """A run that learns nothing stops after so many looks without a gain, and keeps the first look's weights."""
    plan = replace(PLAN, steps=12, looks=12, rate=0.0, patience=2)
    run = begun(Training, tmp_path, material, untrained, plan)
    run.run(material.train, held)
    assert left(tmp_path)["step"] == 3
    assert torch.equal(run.network.outer.weight, untrained.outer.weight)
