"""Charts and tables of what the reader brings."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.benchmarks.ranks import FIRST
from eval.benchmarks.reading import AMONG, CLOSED, GIVEN, READER, REMOVED, WITHOUT
from eval.benchmarks.reading.tables import aim, of_cost, of_lines, of_reliability
from eval.benchmarks.results import Json
from eval.charts import Axis, Curve, Dot, Line, Look, Mark, curves, dots

CHARTS = {
    "answering": ("Does it answer? Area under the ROC curve", (CLOSED, REMOVED), (0.4, 1)),
    "ranking": ("The right passage comes first", (FIRST,), (0, 1)),
    "evidence": ("The sentence that comes first holds the answer", (GIVEN, AMONG), (0, 1)),
}
SHOWN = {READER: "with the reader", WITHOUT: "without"}
SQUARE = Look(4.6, letters=False)


def written(figures: Json, targets: Mapping[str, Json], out: Path) -> dict[Path, str]:
    """Return what is to be written where: a chart a kind of measure, one a pair of languages, and the tables.

    Args:
        figures: what `python -m eval.benchmarks.reading` measured.
        targets: what is to be reached, by set and measure.
        out: the folder.
    """
    found = {}
    for name, (title, measures, limits) in CHARTS.items():
        if lines := _lines(figures["sets"], measures, targets):
            found[out / f"reading-{name}.svg"] = dots(title, lines, "beside it the 95 % interval", limits)
    for languages, one in figures["reliability"].items():
        found[out / f"reading-reliability-{languages}.svg"] = _reliability(languages, one)
    return {**found, out / "reading.md": tables(figures, targets)}


def tables(figures: Json, targets: Mapping[str, Json]) -> str:
    """Return all tables, one below the other."""
    found = [of_lines(figures["sets"], targets)] if figures["sets"] else []
    found += [of_reliability(figures["reliability"])] if figures["reliability"] else []
    found += [of_cost(figures["cost"])] if figures["cost"] else []
    return "\n\n".join(found)


def _lines(sets: Sequence[Json], measures: Sequence[str], targets: Mapping[str, Json]) -> list[Line]:
    return [
        Line(_label(result, line), _dots(line), aim(line, targets.get(result["name"], {})))
        for result in sets
        for line in result["lines"]
        if line["measure"] in measures and line["group"] in {"all", "translated"}
    ]


def _label(result: Json, line: Json) -> str:
    group = "" if line["group"] == "all" else f", {line['group']}"
    return f"{result['name']}{group}\n{line['measure']}, {line['questions']} questions"


def _dots(line: Json) -> dict[str, Dot]:
    return {SHOWN[READER]: Dot(line[READER], *line["bounds"]), SHOWN[WITHOUT]: Dot(line[WITHOUT])}


def _reliability(languages: str, found: Json) -> str:
    bins = [(one["predicted"], Dot(one["right"], one["low"], one["high"])) for one in found["bins"]]
    return curves(
        [Curve("as promised", [(0.0, 0.0), (1.0, 1.0)], "dashes")],
        [Mark(f"{languages}: {found['questions']} pairs in bins of like size", bins)],
        Axis("probability that the passage answers, by the reader"),
        Axis("share that does"),
        SQUARE,
    )
