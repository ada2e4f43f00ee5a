"""Fault 61, all of it: a build that is killed at thirty moments, and what its next run makes of it."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from busy_site import KEEPER, Site, build, serving, urls, write_list

from index.encoders import Encoder
from index.folder import current
from index.reader import Index
from index.search import Searcher
from ingest.archives.entries import entries
from ingest.archives.reader import records

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
CACHE = Path(__file__).parents[1] / ".cache"
KILLS = 30
KNOWN = 38  # hosts whose texts the old index holds under other addresses, so that few must be encoded
QUESTION = "How many sextants does Captain Brandvold keep in the lighthouse?"
Told = tuple[str, list[tuple[str, str]], list[str]]


@dataclass(frozen=True)
class Moment:
    """When to kill: so many seconds after a line of progress."""

    line: str
    delay_s: float


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The server."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def old(site: Site, tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> Path:
    """A data folder with an index that answers."""
    folder = tmp_path_factory.mktemp("old")
    build(write_list(folder / "list", urls("mirror", KNOWN)), folder / "data", CACHE, site.server_port)
    return folder / "data"


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list that is built and killed."""
    return write_list(tmp_path_factory.mktemp("wanted"), urls("host"))


def start(wanted: Path, data: Path, site: Site) -> "subprocess.Popen[str]":
    """Start a build in a process of its own."""
    program = Path(__file__).with_name("build_busy.py")
    command = [sys.executable, program, wanted, data, CACHE, str(site.server_port)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")


def undisturbed(wanted: Path, data: Path, site: Site) -> tuple[list[str], float]:
    """Build to the end; return the lines of progress, and for how many seconds it went on after the last."""
    lines, last = [], time.monotonic()
    with start(wanted, data, site) as process:
        assert process.stderr
        for line in process.stderr:
            if line.startswith(("reading", "encoding")):
                lines.append(line.partition("/")[0] + "/")
                last = time.monotonic()
    assert process.returncode == 0
    return lines, time.monotonic() - last


def moments(lines: list[str], tail_s: float) -> list[Moment]:
    """Return moments all over a build: while it reads, while it encodes, while it writes and swaps."""
    chance = random.Random(61)
    reading = [line for line in lines if line.startswith("reading")]
    encoding = [line for line in lines if line.startswith("encoding")]
    early = [Moment(chance.choice(reading), chance.uniform(0, 0.02)) for _ in range(KILLS // 2)]
    middle = [Moment(chance.choice(encoding), chance.uniform(0, 0.05)) for _ in range(KILLS // 5)]
    late = [Moment(lines[-1], chance.uniform(0, tail_s)) for _ in range(KILLS - len(early) - len(middle))]
    return [*early, *middle, *late]


def killed(wanted: Path, data: Path, site: Site, moment: Moment) -> int:
    """Start a build, kill it at a moment, see its helpers end, and return what it ended with."""
    process = start(wanted, data, site)
    assert process.stderr
    next((line for line in process.stderr if line.startswith(moment.line)), "")
    time.sleep(moment.delay_s)
    helpers = children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    end = time.monotonic() + 10
    while any(is_running(helper) for helper in helpers):
        assert time.monotonic() < end, "a helper of the killed build lives on"
        time.sleep(0.02)
    return process.returncode


def children(pid: int) -> list[int]:
    """Return a process's children, of all its threads."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(one) for one in task.read_text().split()]
    return found


def is_running(pid: int) -> bool:
    """Return whether a process exists and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def recorded(data: Path) -> set[str]:
    """Return the pages that lie whole in a data folder's archives; each of these must read."""
    paths = sorted((data / "archive").glob("*"))
    assert all(list(records(path)) for path in paths if path.stat().st_size > 1000)
    return {entry.url for path in paths for entry in entries(path) if entry.is_good and entry.status == 200}


def told(data: Path) -> Told:
    """Return what an index holds: its corpus, the status of each link, all texts."""
    index = Index.load(current(data))
    rows = [(row.link.url, row.status.value) for row in index.links]
    return index.manifest.corpus, rows, [document.text for document in index.documents]


def test_kill_9(site: Site, old: Path, wanted: Path, encoder: Encoder, tmp_path: Path) -> None:
    """Killed whenever: the archive reads, the old index answers, and the next run asks only for what is missing.

    It ends in the index that an undisturbed build makes, and no helper process is left behind.
    """
    whole = Path(shutil.copytree(old, tmp_path / "whole"))
    lines, tail_s = undisturbed(wanted, whole, site)
    expected, before = told(whole), current(old).name
    stages: Counter[str] = Counter()
    began = time.monotonic()
    for number, moment in enumerate(moments(lines, tail_s)):
        data = Path(shutil.copytree(old, tmp_path / str(number)))
        site.asked.clear()
        ended = killed(wanted, data, site, moment)
        have = recorded(data)
        is_swapped = current(data).name != before
        stages[f"{moment.line.split()[0]}, {'swapped' if is_swapped else 'killed' if ended else 'over'}"] += 1
        best = Searcher.open(current(data), encoder).search(QUESTION, k=1)[0]
        asked = Counter(site.asked)
        site.asked.clear()
        build(wanted, data, CACHE, site.server_port)

        assert ended in (-signal.SIGKILL, 0), moment
        assert best.chunk.document.text in KEEPER, moment
        assert not have & site.asked.keys(), moment
        assert set(urls("host")) <= have | site.asked.keys() | asked.keys(), moment
        assert told(data) == expected, moment
        assert {path.suffix for path in (data / "archive").iterdir()} == {".gz"}, moment
        assert len(list((data / "indexes").iterdir())) <= 2, moment
        shutil.rmtree(data)
    print(dict(stages), f"{time.monotonic() - began:.0f} s")
    assert sum(count for stage, count in stages.items() if "killed" in stage) > KILLS // 2
