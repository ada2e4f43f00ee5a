"""Recording when it cannot go on: one sentence, and what was recorded reads."""

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from archive_parts import BODIES, checked_by_warcio, read_back

from ingest.archives.writer import writing
from ingest.errors import ArchiveNotWritten

FILL = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from archive_parts import BODIES, URL, exchange, failure
from ingest.archives.writer import writing
from ingest.errors import ArchiveNotWritten
with writing(Path(sys.argv[1])) as writer:
    for number, body in enumerate(BODIES):
        try:
            writer.write(exchange(f"{{URL}}/{{number}}", body))
        except ArchiveNotWritten as error:
            print(number, error)
    try:
        writer.write_failure(URL, failure(), None)
    except ArchiveNotWritten as error:
        print("last", error)
"""


def test_a_full_disk(tmp_path: Path) -> None:
    """Fault 61: what fits is kept whole, nothing is written behind half a record, and each attempt says why."""
    path = tmp_path / "archive" / "a.warc.gz"
    done = subprocess.run(
        [sys.executable, "-c", FILL, path],
        capture_output=True,
        encoding="utf-8",
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)),
    )
    problem = (
        f"the pages cannot be recorded in {path.parent} (file too large); free some space or choose another --data."
    )

    assert done.stdout.splitlines() == [f"2 {problem}", f"3 {problem}", f"last {problem}"]
    assert read_back(path) == dict(enumerate(BODIES[:2]))
    assert path.stat().st_size < 9000
    assert checked_by_warcio(path) == ""


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A file in the folder's place is a sentence too."""
    (tmp_path / "archive").write_text("mine")
    problem = r"cannot be recorded in .*archive \(.+\); free some space or choose"
    with pytest.raises(ArchiveNotWritten, match=problem), writing(tmp_path / "archive" / "a.warc.gz"):
        pass


def test_kill_9_while_writing(tmp_path: Path) -> None:
    """Fault 61: what was recorded before kill -9 is there, with nothing flushed or closed by anyone."""
    path = tmp_path / "a.warc.gz"
    program = FILL.replace("for number, body in enumerate(BODIES):", "for number, body in enumerate(BODIES * 500):")
    program = program.replace("        try:", "        print(number, flush=True)\n        try:", 1)
    process = subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout
    for line in process.stdout:
        if line == "9\n":
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert read_back(path) == dict(enumerate(BODIES))
