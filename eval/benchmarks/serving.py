"""What one server bears: fifty people who ask without a pause for a minute, then 2,000 questions and what they leave.

python -m eval.benchmarks.serving [--users 50] [--seconds 60] [--questions 2000] [--data DIR] [--out eval/runs]

The server is a process of its own, started as users start it, over the shipped list unless another index is given; the
questions are the shipped open ones. All users share this machine's processors with the server, and one address, for
which the server's limit is raised.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from app.rebuild import rebuild
from app.settings import read_settings
from app.sources import Request
from eval.benchmarks.memory import STATUS, resident
from eval.benchmarks.results import RUNS, Results
from eval.benchmarks.tables import markdown
from eval.questions import read_questions

QUESTIONS = Path(__file__).parents[1] / "data" / "questions.jsonl"
WARM = 200  # questions after which caches and memory pools have been filled
TIMEOUT_S = 120.0
LIMITS = {"CITESHELF_REQUESTS_PER_MINUTE": "1000000"}


@dataclass(slots=True)
class Asked:
    """How long answers took, in milliseconds, and how often there was none."""

    took_ms: list[float] = field(default_factory=list)
    errors: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, write the figures."""
    options = _parser().parse_args(arguments)
    settings = {"users": options.users, "seconds": options.seconds, "questions": options.questions}
    results = Results("serving", settings, options.out)
    questions = [one.question for one in read_questions(QUESTIONS)]
    with nullcontext(options.data) if options.data else tempfile.TemporaryDirectory() as data:
        if not options.data:
            rebuild(Request(offline=True), read_settings().model_copy(update={"data": Path(data)}))
        with _serving(Path(data)) as (url, process):
            figures = asyncio.run(_measured(url, process, questions, options))
    print(markdown(["", "value"], [[name.replace("_", " "), str(value)] for name, value in figures.items()]))
    print(results.write(figures).read_text("utf-8"))
    return 0


async def _measured(url: str, process: int, questions: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of both parts; the minute's questions count towards neither mark of memory."""
    async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT_S, trust_env=False, limits=_no_limits()) as client:
        await _ask(client, questions[0], Asked())  # waits for the models
        asked, turns, started = Asked(), cycle(questions), time.perf_counter()
        until = started + options.seconds
        await asyncio.gather(*(_user(client, turns, asked, until) for _ in range(options.users)))
        wall_s = time.perf_counter() - started
        some = Asked()
        await _several(client, turns, some, WARM)
        before = _megabytes(process)
        await _several(client, turns, some, options.questions - WARM)
        after = _megabytes(process)
    return {
        "answered": len(asked.took_ms),
        "errors": asked.errors + some.errors,
        "per_second": round(len(asked.took_ms) / wall_s, 1),
        "p50_ms": round(float(np.percentile(asked.took_ms, 50))),
        "p95_ms": round(float(np.percentile(asked.took_ms, 95))),
        "longest_ms": round(max(asked.took_ms)),
        f"mb_after_{WARM}": before,
        f"mb_after_{options.questions}": after,
    }


async def _user(client: httpx.AsyncClient, turns: Iterator[str], asked: Asked, until: float) -> None:
    while time.perf_counter() < until:
        await _ask(client, next(turns), asked)


async def _several(client: httpx.AsyncClient, turns: Iterator[str], asked: Asked, count: int) -> None:
    """Ask so many questions, eight at a time."""

    async def some(number: int) -> None:
        for _ in range(number, count, 8):
            await _ask(client, next(turns), asked)

    await asyncio.gather(*(some(number) for number in range(8)))


async def _ask(client: httpx.AsyncClient, question: str, asked: Asked) -> None:
    started = time.perf_counter()
    try:
        answered = (await client.post("/api/ask", json={"question": question})).json()["text"]
    except (httpx.HTTPError, ValueError, KeyError):
        answered = ""
    if answered:
        asked.took_ms.append(1000 * (time.perf_counter() - started))
    else:
        asked.errors += 1


@contextmanager
def _serving(data: Path) -> Iterator[tuple[str, int]]:
    """Start the server on a free port; give its address and its process's number."""
    command = [sys.executable, "-m", "app.cli", "chat", "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, **LIMITS}) as process:  # noqa: S603 - our own command
        line = process.stdout.readline() if process.stdout else ""
        try:
            yield line.split()[3], process.pid
        finally:
            process.send_signal(signal.SIGTERM)


def _no_limits() -> httpx.Limits:
    return httpx.Limits(max_connections=None, max_keepalive_connections=None)


def _megabytes(process: int) -> float | None:
    """Return a process's own memory, mapped files apart; None where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    return round(resident(status).anonymous / 2**20, 1) if STATUS.exists() else None


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="serving", description=__doc__, formatter_class=formatter)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--data", type=Path, metavar="DIR", help="an index of one's own (the shipped list's notes)")
    parser.add_argument("--out", type=Path, default=RUNS, metavar="DIR", help="where to write the figures")
    return parser


if __name__ == "__main__":
    sys.exit(main())
