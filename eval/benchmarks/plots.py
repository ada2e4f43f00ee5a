"""Charts of what the benchmarks measured, and tables of retrieval and reading, for as much as the files hold.

python -m eval.benchmarks.plots RUN.json [RUN.json …] [--targets TARGETS.toml] --out DIR
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.errors import USER_ERRORS
from eval.benchmarks.headlines import TARGETS, Headline, headlines, read_targets
from eval.benchmarks.ranks import FIRST
from eval.benchmarks.reading.drawn import written
from eval.benchmarks.results import Json, read
from eval.benchmarks.tables import of_ablation, of_headlines
from eval.charts import Dot, Line, Panel, dots, panels

PEER = "peer "
SHOWN = {
    "bm25": "BM25, jieba's words",
    "pairs": "BM25, pairs of characters",
    "minilm": "LangChain's splitter, MiniLM, FAISS",
    "e5": "E5 in float32, FAISS",
}

SPEEDS = {"passages": ("passages/s", 1), "one question": ("ms a query", -1), "processor time": ("CPU ms a passage", -1)}
"""What encoding is compared by, its name in the files, and -1 where less is better."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what there is to draw and print each file's name."""
    parser = argparse.ArgumentParser(prog="plots", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN.json", help="files that the benchmarks wrote")
    parser.add_argument("--targets", type=Path, default=TARGETS, metavar="FILE", help="what is to be reached")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the charts go")
    options = parser.parse_args(arguments)
    try:
        targets = read_targets(options.targets)
    except USER_ERRORS as error:
        print(f"plots: {error}", file=sys.stderr)
        return 1
    return max(_drawn(path, targets, options.out) for path in options.runs)


def _drawn(path: Path, targets: Json, out: Path) -> int:
    """Draw one file; what cannot be read is said, and takes nothing from the others."""
    try:
        run = read(path)
    except USER_ERRORS as error:
        print(f"plots: {error}", file=sys.stderr)
        return 1
    out.mkdir(parents=True, exist_ok=True)
    for drawn in DRAWN.get(run["benchmark"], _nothing)(run, targets.get(run["benchmark"], {}), out):
        print(drawn)
    return 0


def _retrieval(run: Json, targets: Json, out: Path) -> list[Path]:
    """Draw R@1 by set, and what an index of both languages finds."""
    found = headlines(run["figures"]["sets"], targets)
    parts = {
        "quality": ("The right passage comes first", [one for one in found if not one.mixed]),
        "mixed": ("Both languages in one index", [one for one in found if one.mixed]),
    }
    across = "share of questions (beside R@1 its 95 % interval)"
    written = []
    for name, (title, some) in parts.items():
        if some:
            lines = [_line(one, run["figures"]["ours"]) for one in some]
            written.append(_written(out / f"{name}.svg", dots(_titled(title, run), lines, across, (0, 1))))
    return [*written, _written(out / "retrieval.md", of_headlines(found, run["figures"]["ours"]))]


def _ablation(run: Json, _targets: Json, out: Path) -> list[Path]:
    """Write the table of what each part brings."""
    return [_written(out / "ablation.md", of_ablation(run["figures"]["sets"], run["figures"]["ours"]))]


def _written(path: Path, text: str) -> Path:
    path.write_text(f"{text}\n", "utf-8")
    return path


def _line(headline: Headline, ours: str) -> Line:
    peers = {name: one for name, one in headline.systems.items() if name.startswith(PEER)}
    found = {}
    for name, one in {ours: headline.systems[ours], **peers}.items():
        bounds = one[f"{FIRST} interval"] if headline.measure == FIRST else ()
        shown = "Citeshelf" if name == ours else SHOWN.get(name.removeprefix(PEER), name)
        found[shown] = Dot(one[headline.measure], *bounds)
    return Line(f"{headline.label}\n{headline.questions} questions", found, headline.target)


def _encoding(run: Json, targets: Json, out: Path) -> list[Path]:
    """Draw how many times as fast as others we encode: `systems`, each with its speeds and how far ours is ahead."""
    lines = [
        Line(f"{kind}\nbeside {name}", {"Citeshelf": Dot(value)}, targets.get(kind, {}).get(name))
        for name, one in run["figures"].get("systems", {}).items()
        if name != "citeshelf"
        for kind, value in _times_as_fast(one).items()
    ]
    if not lines:
        return []
    return [_written(out / "encoding.svg", dots(_titled("Encoding", run), lines, "times as fast"))]


def _times_as_fast(one: Mapping[str, float]) -> dict[str, float]:
    found = {kind: (f"{unit}, ours / its", power) for kind, (unit, power) in SPEEDS.items()}
    return {kind: one[key] ** power for kind, (key, power) in found.items() if key in one}


def _scale(run: Json, targets: Json, out: Path) -> list[Path]:
    """Draw time, recall and memory over the number of chunks, for the kind of store that each number gets."""
    stores = {one["rows"]: one for one in reversed(run["figures"].get("stores", []))}  # the first of a size is its own
    sizes = sorted(stores)
    measures = {
        "milliseconds (p50)": ("p50_ms", ("encode", "search", "deep", "filtered")),
        "times as long as encoding (p50)": ("ratio_p50", ("search", "deep", "filtered")),
        "recall": ("", ("recall@10", "deep", "exact")),
        "memory / flat float32": ("share", ("anonymous", "mapped")),
    }
    shown = []
    for label, (part, names) in measures.items():
        points = {
            name: [(size, found) for size in sizes if (found := _at(stores[size], part, name)) is not None]
            for name in names
        }
        bounds = [(int(size), bound) for size, bound in targets.get(label, {}).items() if int(size) in stores]
        shown.append(Panel(label, {name: some for name, some in points.items() if some}, bounds))
    shown = [panel for panel in shown if panel.points]
    if not shown:
        return []
    return [_written(out / "scale.svg", panels(_titled("Search over many chunks", run), shown, "chunks"))]


def _reading(run: Json, targets: Json, out: Path) -> list[Path]:
    """Draw what the reader brings to each set, and whether its probabilities hold; write the tables."""
    return [_written(path, text) for path, text in written(run["figures"], targets, out).items()]


def _at(store: Json, part: str, name: str) -> float | None:
    found: float | None = ((store.get(part) or {}) if part else store).get(name)
    return found


def _titled(title: str, run: Json) -> str:
    around = run["environment"]
    return f"{title} ({around['commit']}{', changed' if around['changed'] else ''}, {around['date'][:10]})"


def _nothing(_run: Json, _targets: Json, _out: Path) -> list[Path]:
    return []


DRAWN: Mapping[str, Callable[[Json, Json, Path], list[Path]]] = {
    "retrieval": _retrieval,
    "ablation": _ablation,
    "encoding": _encoding,
    "scale": _scale,
    "reading": _reading,
}

if __name__ == "__main__":
    sys.exit(main())
