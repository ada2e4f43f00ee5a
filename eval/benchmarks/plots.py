"""Charts of what the benchmarks measured: one SVG file a kind of figure, for as much as the files hold.

python -m eval.benchmarks.plots RUN.json [RUN.json …] [--targets TARGETS.toml] --out DIR
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.errors import USER_ERRORS
from eval.benchmarks.charts import Dot, Line, Panel, dots, panels
from eval.benchmarks.headlines import TARGETS, Headline, headlines, read_targets
from eval.benchmarks.ranks import FIRST
from eval.benchmarks.results import Json, read

PEER = "peer "
SHOWN = {
    "bm25": "BM25, jieba's words",
    "pairs": "BM25, pairs of characters",
    "minilm": "LangChain's splitter, MiniLM, FAISS",
    "e5": "E5 in float32, FAISS",
}
CHUNKS = "chunks"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what there is to draw and print each file's name."""
    parser = argparse.ArgumentParser(prog="plots", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN.json", help="files that the benchmarks wrote")
    parser.add_argument("--targets", type=Path, default=TARGETS, metavar="FILE", help="what is to be reached")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the charts go")
    options = parser.parse_args(arguments)
    try:
        targets = read_targets(options.targets)
        runs = [read(path) for path in options.runs]
    except USER_ERRORS as error:
        print(f"plots: {error}", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for run in runs:
        for path in DRAWN.get(run["benchmark"], _nothing)(run, targets.get(run["benchmark"], {}), options.out):
            print(path)
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
            written.append(out / f"{name}.svg")
            dots(written[-1], _titled(title, run), lines, across, (0, 1))
    return written


def _line(headline: Headline, ours: str) -> Line:
    peers = {name: one for name, one in headline.systems.items() if name.startswith(PEER)}
    found = {}
    for name, one in {ours: headline.systems[ours], **peers}.items():
        bounds = one[f"{FIRST} interval"] if headline.measure == FIRST else ()
        shown = "Citeshelf" if name == ours else SHOWN.get(name.removeprefix(PEER), name)
        found[shown] = Dot(one[headline.measure], *bounds)
    return Line(f"{headline.label}\n{headline.questions} questions", found, headline.target)


def _encoding(run: Json, targets: Json, out: Path) -> list[Path]:
    """Draw how many times as fast as others we encode: `ratios`, each under what it says."""
    ratios = run["figures"].get("ratios", {})
    if not ratios:
        return []
    lines = [Line(label, {"Citeshelf": Dot(value)}, targets.get(label)) for label, value in ratios.items()]
    dots(out / "encoding.svg", _titled("Encoding", run), lines, "times as fast")
    return [out / "encoding.svg"]


def _scale(run: Json, targets: Json, out: Path) -> list[Path]:
    """Draw each measure over the number of chunks: `sizes`, one object a size, what a target stands for by size."""
    sizes = run["figures"].get("sizes", [])
    measures = [name for name in (sizes[0] if sizes else {}) if name != CHUNKS and _is_number(sizes[0][name])]
    shown = [
        Panel(
            name,
            {"Citeshelf": [(one[CHUNKS], one[name]) for one in sizes]},
            [(int(size), bound) for size, bound in targets.get(name, {}).items()],
        )
        for name in measures
    ]
    if not shown:
        return []
    panels(out / "scale.svg", _titled("Search over many chunks", run), shown, CHUNKS)
    return [out / "scale.svg"]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _titled(title: str, run: Json) -> str:
    around = run["environment"]
    return f"{title} ({around['commit']}{', changed' if around['changed'] else ''}, {around['date'][:10]})"


def _nothing(_run: Json, _targets: Json, _out: Path) -> list[Path]:
    return []


DRAWN: Mapping[str, Callable[[Json, Json, Path], list[Path]]] = {
    "retrieval": _retrieval,
    "encoding": _encoding,
    "scale": _scale,
}

if __name__ == "__main__":
    sys.exit(main())
