"""All benchmarks one after the other, then the charts; what this commit has measured already is not measured again.

python -m eval.benchmarks [FOLDER …] [--mixed ENGLISH CHINESE] [--only NAME …] [--out eval/runs]

Without folders there is nothing to measure retrieval on, and it is left out with the ablation and the reader.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from eval.benchmarks import plots
from eval.benchmarks.results import RUNS, Results

ALONE = ("startup", "fetching", "encoding", "scale", "serving")
ON_SETS = ("retrieval", "ablation", "reading")  # these keep each set, so they are always asked to go on


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is left, draw everything, and say what failed."""
    options = _parser().parse_args(arguments)
    folders = [str(path) for path in options.folders]
    both = folders + [str(part) for pair in options.mixed for part in ("--mixed", *pair)]
    given = {**dict.fromkeys(ON_SETS, both), "reading": folders}  # what is read in is one set
    names = [name for name in options.only if name in ALONE or given[name]]
    try:
        failed = [name for name in names if not _run(name, given.get(name, []), options.out)]
    except KeyboardInterrupt:
        _say("cut short; the same command goes on where this one stopped")
        return 130
    paths = [path for name in names if (path := Results(name, {}, options.out).path).exists()]
    if paths:
        plots.main([*map(str, paths), "--out", str(options.out / "charts")])
    if failed:
        _say(f"failed: {', '.join(failed)}; their own words stand above")
    return int(bool(failed))


def _run(name: str, arguments: Sequence[str], out: Path) -> bool:
    """Run one benchmark in a process of its own; return whether it went well."""
    results = Results(name, {}, out)
    if name not in ON_SETS and results.finished():
        _say(f"{name}: measured already, see {results.path}")
        return True
    _say(f"{name} …")
    started = time.monotonic()
    command = [sys.executable, "-m", f"eval.benchmarks.{name}", *arguments, "--out", str(out)]
    status = subprocess.run(command, check=False).returncode  # noqa: S603 - our own modules, and folders the user names
    _say(f"{name}: {time.monotonic() - started:.0f} s")
    return status == 0


def _say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="eval.benchmarks", description=__doc__, formatter_class=formatter)
    every = (*ALONE, *ON_SETS)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER", help="question sets")
    parser.add_argument("--mixed", nargs=2, action="append", default=[], metavar=("ENGLISH", "CHINESE"))
    parser.add_argument("--only", nargs="+", choices=every, default=every, metavar="NAME", help=" ".join(every))
    parser.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the figures")
    return parser


if __name__ == "__main__":
    sys.exit(main())
