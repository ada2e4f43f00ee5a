"""Figures of retrieval as tables, for a terminal or in Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.benchmarks.headlines import Headline, headlines
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


def of_ablation(sets: Sequence[Json], whole: str) -> str:
    """Return a Markdown table: the figures of the whole, and what changes without each part.

    A star stands where the 95 % interval of the change holds no zero.
    """
    columns = headlines(sets, {})
    names = list(columns[0].systems) if columns else []
    head = ["", *(one.label for one in columns)]
    rows = [[name, *(_change(one, name, whole) for one in columns)] for name in names]
    return markdown(head, rows)


def of_headlines(found: Sequence[Headline], ours: str) -> str:
    """Return a Markdown table: a line a headline, its target, and every system that was asked.

    In brackets stand the 95 % intervals: of our R@1, and of how far it is ahead of the other.
    """
    names = [name for name in dict.fromkeys(name for one in found for name in one.systems) if name != ours]
    head = ["", "questions", "target", ours, *names]
    return markdown(head, [_row(one, ours, names) for one in found])


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def _row(headline: Headline, ours: str, names: Sequence[str]) -> list[str]:
    target = "" if headline.target is None else f"≥ {headline.target:.2f}"
    shares = [_share(headline, name) for name in (ours, *names)]
    return [headline.label, str(headline.questions), target, *shares]


def _share(headline: Headline, name: str) -> str:
    found = headline.systems.get(name)
    if found is None:
        return ""
    share = f"{found[headline.measure]:.3f}"
    if headline.measure != FIRST:
        return share
    low, high = found.get("behind interval", found[f"{FIRST} interval"])
    return f"{share} ({low:+.3f} … {high:+.3f})" if "behind" in found else f"**{share}** ({low:.3f}–{high:.3f})"


def _change(headline: Headline, name: str, whole: str) -> str:
    found = headline.systems[name]
    if name == whole:
        return f"{found[headline.measure]:.3f}"
    change = found[headline.measure] - headline.systems[whole][headline.measure]
    low, high = found["behind interval"]
    return f"{change:+.3f}{'*' if headline.measure == FIRST and (low > 0 or high < 0) else ''}"
