"""What the reader brings, as Markdown tables: for a terminal, and for docs/benchmarks.md."""

from collections.abc import Iterator, Mapping, Sequence

from eval.benchmarks.reading import READER
from eval.benchmarks.results import Json
from eval.benchmarks.tables import markdown

LEAST, LEAD = "least", "lead"


def of_lines(sets: Sequence[Json], targets: Mapping[str, Json]) -> str:
    """Return a line a measure of each set, with 95 % intervals of the reader's figure and of its lead."""
    head = ["", "questions", "without", "with the reader", "lead", "aim"]
    return markdown(head, [row for one in sets for row in _rows(one, targets.get(one["name"], {}))])


def of_reliability(found: Mapping[str, Json]) -> str:
    """Return a line a pair of languages: how far probabilities are from what came true, and from knowing nothing."""
    head = ["question-passage", "pairs", "ECE", "ECE by chance", "Brier", "Brier of the share"]
    keys = ("error", "error_by_chance", "brier", "brier_of_share")
    rows = [[name, str(one["questions"]), *(f"{one[key]:.3f}" for key in keys)] for name, one in found.items()]
    return markdown(head, rows)


def of_cost(found: Json) -> str:
    """Return a line a figure of time and memory, of each system, and ours over the other's."""
    systems = found["systems"]
    rows = [
        [what, *(f"{one[what]:.1f}" for one in systems.values()), f"{found['ours / its'][what]:.2f}"]
        for what in found["ours / its"]
    ]
    return markdown(["", *systems, "ours / its"], rows)


def aim(line: Json, targets: Mapping[str, Mapping[str, float]]) -> float | None:
    """Return what the reader is to reach: a figure, or so much more than there is without it."""
    target = targets.get(_named(line), {})
    if LEAD in target:
        return float(line["without"]) + target[LEAD]
    return target.get(LEAST)


def _rows(result: Json, targets: Mapping[str, Json]) -> Iterator[list[str]]:
    for line in result["lines"]:
        bounds, lead = line["bounds"], line["lead_bounds"]
        reached = aim(line, targets)
        yield [
            f"{result['name']}: {_named(line)}",
            str(line["questions"]),
            f"{line['without']:.3f}",
            f"**{line[READER]:.3f}** ({bounds[0]:.3f}–{bounds[1]:.3f})",
            f"{line['lead']:+.3f} ({lead[0]:+.3f} … {lead[1]:+.3f})",
            "" if reached is None else f"≥ {reached:.3f}",
        ]
    if result["read"] is not None:
        yield [f"{result['name']}: candidates read a question", "", "", f"{result['read']:.2f}", "", ""]


def _named(line: Json) -> str:
    measure, group = str(line["measure"]), str(line["group"])
    return measure if group == "all" else f"{measure}, {group}"
