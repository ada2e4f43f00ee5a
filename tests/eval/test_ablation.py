"""The ablation switches off what it says, one part at a time."""

from dataclasses import asdict

import pytest

from eval.benchmarks.ablation import WHOLE, without_each
from index.search import Weights


def test_each_part_is_switched_off_in_turn() -> None:
    """Each copy differs from the whole in the one part that its name says, and no part is forgotten."""
    whole = asdict(Weights())
    found = without_each(Weights())
    assert found[WHOLE] == Weights()
    assert len(found) == 1 + len(whole)
    for name, weights in found.items():
        changed = {part for part, value in asdict(weights).items() if value != whole[part]}
        assert changed == ({name.removeprefix("without ")} if name != WHOLE else set())


@pytest.mark.parametrize(("part", "off"), [("terms", 0.0), ("names", False), ("twins", 2.0)])
def test_off_is_what_leaves_a_part_out(part: str, off: float) -> None:
    """A weight of nothing, a switch that is false, a cosine that no two chunks have; a part that is off has no copy."""
    assert getattr(without_each(Weights())[f"without {part}"], part) == off
    if part != "twins":
        assert f"without {part}" not in without_each(without_each(Weights())[f"without {part}"])
