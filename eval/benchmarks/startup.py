"""How long a stranger waits: `citeshelf ask` as a whole process, beside just importing sentence-transformers.

python -m eval.benchmarks.startup [--rounds 5] [--out eval/runs]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.rebuild import rebuild
from app.settings import read_settings
from app.sources import Request
from eval.benchmarks.results import RUNS, Results

QUESTION = "Is Haiku still getting new features?"


def main() -> int:
    """Measure, print the ratios, write the figures."""
    parser = argparse.ArgumentParser(prog="startup", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=RUNS)
    options = parser.parse_args()
    results = Results("startup", {"rounds": options.rounds}, options.out)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        rebuild(Request(offline=True), read_settings().model_copy(update={"data": Path(folder)}))
        build_s = time.perf_counter() - started
        commands = {
            "ask": [sys.executable, "-m", "app.cli", "ask", QUESTION, "--data", folder],
            "help": [sys.executable, "-m", "app.cli", "--help"],
            "import sentence_transformers": [sys.executable, "-c", "import sentence_transformers"],
        }
        seconds = {name: _median(command, options.rounds) for name, command in commands.items()}
    baseline = seconds["import sentence_transformers"]
    ratio = {name: round(value / baseline, 3) for name, value in seconds.items()}
    print(results.write({"build_s": round(build_s, 2), "seconds": seconds, "ratio": ratio}).read_text("utf-8"))
    return 0


def _median(command: list[str], rounds: int) -> float:
    """Return the median wall time of a command in seconds; the first run, which fills caches, does not count."""
    times = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)  # noqa: S603 - our own commands
        times.append(time.perf_counter() - started)
    return round(statistics.median(times[1:]), 3)


if __name__ == "__main__":
    sys.exit(main())
