"""Preparing the bundled encoder: once, whole or not at all, whoever interrupts it and however many ask."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.encoders import BUNDLED, Encoder, load_encoder
from index.encoders.prepared import PREPARED, prepare
from index.errors import EncoderUnavailable

CACHE = Path(__file__).parents[1] / ".cache"
FILES = {f"{model}.{kind}" for model in ("e5", "use") for kind in ("onnx", "weights", "json")}
LOAD = """
import json, sys
from pathlib import Path
from index.encoders import BUNDLED, load_encoder
vector = load_encoder(BUNDLED, Path(sys.argv[1])).encode_query(["ring"])[0]
print(json.dumps([float(one) for one in vector]))
"""


def loading(cache: Path) -> subprocess.Popen[str]:
    """Start a process that loads the encoder from a cache and prints a vector."""
    return subprocess.Popen(
        [sys.executable, "-c", LOAD, str(cache)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def interrupt(cache: Path, how: signal.Signals) -> None:
    """Start a preparation, and end it by a signal as soon as it writes."""
    process = loading(cache)
    until = time.monotonic() + 60
    while not (cache / f"{PREPARED}.unfinished" / "e5.onnx").parent.exists():
        assert time.monotonic() < until
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.01)
    process.send_signal(how)
    process.communicate(timeout=60)
    assert process.returncode != 0


def names(folder: Path) -> set[str]:
    """Return the names of what a folder holds."""
    return {path.name for path in folder.iterdir()}


def test_an_interrupted_preparation_is_made_good_by_the_next(tmp_path: Path, encoder: Encoder) -> None:
    """Stopped or killed, it leaves no folder to load from; then two processes at once both get the whole model."""
    lock = f"{PREPARED}.lock"
    interrupt(tmp_path, signal.SIGINT)
    assert names(tmp_path) <= {lock}
    interrupt(tmp_path, signal.SIGKILL)
    assert PREPARED not in names(tmp_path)

    pair = [loading(tmp_path), loading(tmp_path)]
    answers = [process.communicate(timeout=120) for process in pair]
    assert [process.returncode for process in pair] == [0, 0], answers
    expected = [float(one) for one in encoder.encode_query(["ring"])[0]]
    assert [json.loads(out) for out, _ in answers] == [expected, expected]
    assert names(tmp_path) == {PREPARED, lock}
    assert names(tmp_path / PREPARED) == FILES


def test_a_second_load_prepares_nothing(encoder: Encoder) -> None:
    """Loading from a prepared cache writes no file: the model's is the same one, unchanged."""
    model = CACHE / PREPARED / "e5.onnx"
    before = model.stat()
    again = load_encoder(BUNDLED, CACHE)
    after = model.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert again.identity == encoder.identity


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """Where no folder can be made, the error names the place, the reason and the setting."""
    (tmp_path / "file").write_text("no folder")
    wanted = (
        r"cannot be prepared in .*file/cache \(Not a directory\); free 250 MB there or set CITESHELF_CACHE to .*\.$"
    )
    with pytest.raises(EncoderUnavailable, match=wanted):
        prepare(tmp_path / "file" / "cache")


@pytest.mark.parametrize("content", [None, b"", b"neither graph, weights nor tokens"])
@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.usefixtures("encoder")
def test_a_damaged_cache_says_what_to_delete(tmp_path: Path, name: str, content: bytes | None) -> None:
    """When a prepared file is missing, empty or another, the error names the folder to delete."""
    folder = tmp_path / PREPARED
    folder.mkdir()
    for whole in (CACHE / PREPARED).iterdir():
        if whole.name != name:
            (folder / whole.name).symlink_to(whole)
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(EncoderUnavailable, match=f"{PREPARED} is damaged; delete that folder"):
        load_encoder(BUNDLED, tmp_path)
