"""Figures of retrieval as lines for a terminal."""

from collections.abc import Mapping
from typing import Any

from eval.benchmarks.ranks import FIRST, MEASURES, MIXED_MEASURES
from eval.benchmarks.results import Json


def of_set(result: Json, ours: str) -> str:
    """Return one set's figures, a block a group of questions, and what was left out.

    In brackets stand the 95 % intervals: of R@1, and of the difference between ours and the other.
    """
    lines = [f"{result['name']}: {result['questions']['all']} questions, {result['passages']} passages"]
    for group, found in result["figures"].items():
        labels = [label for label in MIXED_MEASURES if label in next(iter(found.values()), MEASURES)]
        head = "".join(f"{label:>10}" for label in labels)
        lines.append(f"  {group:14}{result['questions'][group]:6}{head}  {f'{FIRST} (95 %)':14}{ours} is ahead (95 %)")
        lines += [f"    {name:16}{_means(one, labels)}  {_sure(one)}" for name, one in found.items()]
    lines += [f"  {name} is left out: {reason}" for name, reason in result["left_out"].items()]
    return "\n".join(lines)


def _means(found: Mapping[str, Any], labels: list[str]) -> str:
    return "".join(f"{found[label]:10.3f}" for label in labels)


def _sure(found: Mapping[str, Any]) -> str:
    low, high = found[f"{FIRST} interval"]
    share = f"{low:.3f}–{high:.3f}"
    if "behind" not in found:
        return share
    low, high = found["behind interval"]
    return f"{share:14}{found['behind']:+.3f} ({low:+.3f} … {high:+.3f})"
