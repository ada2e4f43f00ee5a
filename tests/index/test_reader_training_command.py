"""The command that makes a reader: stopped and gone on with, and what it says when it cannot."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from reader_examples import write_examples

from index.encoders import Encoder
from index.encoders.prepared import E5_TOKENS, PREPARED
from index.reading.card import Card
from index.reading.inputs import Passage
from index.reading.reader import Reader
from index.reading.training.__main__ import main
from index.reading.training.loop import CHECKPOINT, LOG

pytestmark = pytest.mark.slow
CACHE = Path(__file__).parents[1] / ".cache"
PLAN = ["--layers", "1", "--steps", "8", "--groups", "2", "--wrong", "1", "--looks", "4", "--patience", "9"]
PATIENCE = 240  # seconds
BREAD = "Bread dough rises because yeast makes gas. It rests for 40 minutes."


@pytest.fixture
def out(tmp_path: Path, encoder: Encoder) -> Path:  # noqa: ARG001 - prepared before the command asks for it
    """Where a run leaves its files."""
    return tmp_path / "run"


@pytest.fixture
def arguments(tmp_path: Path, out: Path) -> list[str]:
    """A few steps on the tests' own data."""
    return [str(write_examples(tmp_path / "data")), "--out", str(out), "--cache", str(CACHE), *PLAN]


@pytest.fixture
def running(arguments: list[str], out: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, when it has something to go on from."""
    command = [sys.executable, "-m", "index.reading.training", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + PATIENCE
        while not (out / CHECKPOINT).exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        yield process
        process.kill()


def test_stopped_and_gone_on_with(
    running: subprocess.Popen[str], arguments: list[str], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C says how to go on; the same command then does, and leaves a reader that reads, its card and its course."""
    running.send_signal(signal.SIGINT)
    _, complaint = running.communicate(timeout=PATIENCE)
    assert complaint == f"stopped; the same command goes on from the last look, in {out}\n"
    assert running.returncode == 130
    assert not (out / "reader.onnx").exists()

    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "taken up at step 2\n" in said
    card = Card.read(out / "reader.json")
    assert Card.model_validate_json(said[said.index("\n{\n") :]) == card
    assert card.layers == 1
    assert card.made.data == {"own.jsonl": sha256(Path(arguments[0], "own.jsonl").read_bytes()).hexdigest()}
    assert len(card.made.commit) in (0, 40)
    (reading,) = Reader.load(CACHE / PREPARED / E5_TOKENS, out / "reader.onnx").read(
        "What makes dough rise?", [Passage(BREAD, ((0, 42), (43, len(BREAD))))]
    )
    assert 0 < reading.answers < 1
    assert sum(reading.evidence) == pytest.approx(1)
    looks = [json.loads(line) for line in (out / LOG).read_text("utf-8").splitlines()]
    assert [look["step"] for look in looks if "held back" in look] == [2, 4, 6, 8]
    assert (out / "curve.png").read_bytes().startswith(b"\x89PNG")
    assert set(json.loads((out / "calibration.json").read_text("utf-8"))) == set(card.scales)


def test_without_data(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there is one sentence with a remedy, and exit status 1."""
    assert main([str(tmp_path / "none"), "--out", str(out), "--cache", str(CACHE)]) == 1
    remedy = "give the folder of *.jsonl files that docs/reader.md describes"
    assert capsys.readouterr().err == f"{tmp_path / 'none'} holds no training data; {remedy}.\n"


def test_files_that_cannot_be_left(tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A file where the run's folder should be is one sentence, too."""
    arguments[2] = str(tmp_path / "file" / "run")
    (tmp_path / "file").touch()
    assert main(arguments) == 1
    found = capsys.readouterr().err
    assert found == f"{arguments[2]} cannot be written (Not a directory); free 1 GB there or give another --out.\n"
