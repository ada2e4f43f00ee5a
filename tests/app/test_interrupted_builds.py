"""Builds that cannot end: full or read-only disks, Ctrl-C, kill -9, two at once. The old index answers throughout."""

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import COMMAND, Cli, Ran
from shelf import Shelf

from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from index.reader import Index

Harbour = tuple[Settings, Report]
BLOCK = 4096
QUESTION = "How many bytes does a Tidewater record take?"


@pytest.fixture
def data(harbour: Harbour, tmp_path: Path) -> Path:
    """A data folder of its own with the small shelf's index."""
    return Path(shutil.copytree(harbour[0].data, tmp_path / "data"))


@pytest.fixture
def disk(harbour: Harbour, tmp_path: Path) -> Iterator[Path | None]:
    """A disk that holds the small shelf's index once, and not twice; None where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    blocks = sum(1 + path.stat().st_size // BLOCK for path in harbour[0].data.rglob("*"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={blocks * BLOCK * 3 // 2}", "tmpfs", str(folder)]
    if (
        os.geteuid() != 0
        or not shutil.which("mount")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        yield None
        return
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


class Building:
    """A build of the shipped list in a process of its own, held still while it encodes, however fast the machine is."""

    def __init__(self, data: Path) -> None:
        command = [*COMMAND, "build", "--offline", "--data", str(data)]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # A terminal starts it so; Python has no other way to say it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        assert self._process.stderr
        self.seen = next(line for line in self._process.stderr if line.startswith("encoding "))
        self._process.send_signal(signal.SIGSTOP)

    def end(self, how: signal.Signals) -> Ran:
        """Send it a signal, let it go on, and wait for its end."""
        self._process.send_signal(how)
        self._process.send_signal(signal.SIGCONT)
        out, err = self._process.communicate(timeout=60)
        return Ran(self._process.returncode, out, err)


@pytest.fixture
def building(data: Path) -> Iterator[Building]:
    """A build that is running; it is ended here if the test did not."""
    found = Building(data)
    yield found
    found.end(signal.SIGKILL)


def folders(data: Path) -> set[str]:
    """Return the names of the index folders, whole or not."""
    return {path.name for path in (data / "indexes").iterdir()}


def test_ctrl_c_and_a_second_build(building: Building, data: Path, cli: Cli, shelf: Shelf) -> None:
    """While one build runs another is refused; Ctrl-C ends the first in one sentence, leaving nothing of it."""
    before = current(data).name
    second = cli("build", shelf.list, "--offline", "--data", data)
    ended = building.end(signal.SIGINT)

    assert second.status == 1
    assert second.complaint == f"another build is running in {data}; wait for it, or choose another --data."
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.splitlines()[-1] == "citeshelf: interrupted; nothing that was there before has changed."
    assert "Traceback" not in ended.err
    assert folders(data) == {before}
    assert current(data).name == before


def test_kill_9(building: Building, data: Path, cli: Cli, shelf: Shelf) -> None:
    """A build that is killed leaves the old index answering; the next one works and sweeps up after it."""
    before = current(data).name
    building.end(signal.SIGKILL)
    left = folders(data) - {before}

    assert len(left) == 1
    assert "48 bytes" in cli("ask", QUESTION, "--data", data).out
    again = cli("build", shelf.list, "--notes", shelf.notes, "--offline", "--data", data, "--json")
    assert (again.status, again.json["embedded"]) == (0, 0)
    assert folders(data) == {before, current(data).name}
    assert current(data).name != before


def test_a_full_disk(disk: Path | None, harbour: Harbour, cli: Cli, shelf: Shelf, data: Path) -> None:
    """A build that does not fit says so and cleans up; what fitted before still answers."""
    options = ("--notes", shelf.notes, "--archive", shelf.archive, "--offline")
    if disk is None:  # no right to mount: no file may grow beyond 8 kB instead
        ran, reason = limited("build", shelf.list, *options, "--data", data), "file too large"
    else:
        data = Path(shutil.copytree(harbour[0].data, disk / "data"))
        ran, reason = cli("build", shelf.list, *options, "--data", data), "no space left on device"

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint == (
        f"the index cannot be written to {data} ({reason}); free some space or choose another --data."
    )
    assert folders(data) == {current(harbour[0].data).name}
    assert Index.load(current(data)).manifest == harbour[1].built.manifest


def limited(*arguments: object) -> Ran:
    """Run the command in a process whose files may not grow beyond 8 kB."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)),
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_a_read_only_disk(disk: Path | None, harbour: Harbour, cli: Cli, shelf: Shelf, data: Path) -> None:
    """Where nothing can be written, reading goes on as before and a build says why it cannot."""
    if disk is None:
        for folder in (data, data / "indexes"):
            folder.chmod(0o555)
        if os.access(data, os.W_OK):
            pytest.skip("no folder refuses this user, who may mount no disk either; CI counts it as a failure")
        reason = "permission denied"
    else:
        data = Path(shutil.copytree(harbour[0].data, disk / "data"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        reason = "read-only file system"
    ran = cli("build", shelf.list, "--offline", "--data", data)

    assert "48 bytes" in cli("ask", QUESTION, "--data", data).out
    assert cli("links", "--data", data).status == 0
    assert (ran.status, ran.out) == (1, "")
    assert f"the index cannot be written to {data} ({reason}); " in ran.complaint


def test_a_data_folder_that_is_a_file(cli: Cli, shelf: Shelf, tmp_path: Path) -> None:
    """A file in the data folder's place is left alone."""
    place = tmp_path / "data"
    place.write_text("mine")
    built = cli("build", shelf.list, "--offline", "--data", place)
    asked = cli("ask", QUESTION, "--data", place)

    assert (built.status, asked.status) == (1, 1)
    assert f"the index cannot be written to {place}" in built.complaint
    assert asked.complaint == f"there is no index in {place}; run `citeshelf build` first."
    assert place.read_text() == "mine"
