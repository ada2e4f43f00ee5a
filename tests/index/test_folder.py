"""Indexes in the data folder: the old one answers until the new one is whole, whatever happens."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import IndexMissing, IndexNotWritten
from index.folder import CURRENT, INDEXES, building, current, publish, writing_to

HOLD = """
import sys, time
from pathlib import Path
from index.folder import building
with building(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half")
    print(folder.name, flush=True)
    time.sleep(120)
"""


def publish_new(data: Path, content: str) -> Path:
    """Build and publish an index that is one file."""
    with building(data) as folder:
        (folder / "content").write_text(content)
        publish(data, folder)
    return folder


def fail(data: Path, error: BaseException) -> None:
    """Begin a build that fails half way."""
    with building(data) as folder:
        (folder / "half").write_text("half")
        raise error


def kept(data: Path) -> set[str]:
    """Return the names of the index folders that exist."""
    return {path.name for path in (data / INDEXES).iterdir()}


def test_the_old_index_answers_while_a_new_one_is_built(tmp_path: Path) -> None:
    """Readers see the old folder up to the moment of publishing, the new one from then on."""
    old = publish_new(tmp_path, "old")
    with building(tmp_path) as folder:
        assert list(folder.iterdir()) == []
        (folder / "content").write_text("new")
        assert current(tmp_path) == old
        publish(tmp_path, folder)
        assert current(tmp_path) == folder
    assert (current(tmp_path) / "content").read_text() == "new"
    assert (old / "content").read_text() == "old"  # for those who still read it


def test_one_generation_back_is_kept(tmp_path: Path) -> None:
    """After each publishing, the index in use and the one before it exist, and no other."""
    folders = [publish_new(tmp_path, str(number)) for number in range(4)]
    assert kept(tmp_path) == {folders[2].name, folders[3].name}
    assert current(tmp_path) == folders[3]


@pytest.mark.parametrize("error", [ValueError("stopped"), KeyboardInterrupt("stopped")], ids=["error", "Ctrl-C"])
def test_a_failed_build_leaves_nothing_but_the_old_index(tmp_path: Path, error: BaseException) -> None:
    """The error goes on as it is, the unfinished folder is gone, the lock is free."""
    old = publish_new(tmp_path, "old")
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(type(error), match="stopped"):
        fail(tmp_path, error)
    assert kept(tmp_path) == {old.name}
    assert {path.name for path in tmp_path.iterdir()} == before
    assert current(tmp_path) == old
    assert current(tmp_path) != publish_new(tmp_path, "next")


def test_an_unpublished_build_leaves_nothing(tmp_path: Path) -> None:
    """A build that ends without publishing is removed, and there still is no index."""
    with building(tmp_path) as folder:
        (folder / "content").write_text("new")
    assert kept(tmp_path) == set()
    with pytest.raises(IndexMissing, match=r"there is no index in .*; run `citeshelf build` first\.$"):
        current(tmp_path)


def test_a_second_build_is_refused(tmp_path: Path) -> None:
    """While one build holds the folder, another is refused at once and disturbs nothing."""
    with building(tmp_path) as folder:
        wanted = r"another build is running in .*; wait for it, or choose another --data\.$"
        with pytest.raises(IndexNotWritten, match=wanted), building(tmp_path):
            raise AssertionError("two builds at once")
        publish(tmp_path, folder)
    assert current(tmp_path) == folder


def test_a_killed_build_leaves_the_old_index(tmp_path: Path) -> None:
    """A process that is killed while it builds loses its lock; the next build clears away what it left."""
    old = publish_new(tmp_path, "old")
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        half = process.stdout.readline().strip()
        with pytest.raises(IndexNotWritten, match="another build is running"), building(tmp_path):
            raise AssertionError("two builds at once")
        process.kill()
    assert current(tmp_path) == old
    assert kept(tmp_path) == {old.name, half}
    new = publish_new(tmp_path, "new")
    assert current(tmp_path) == new
    assert kept(tmp_path) == {old.name, new.name}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        *((content, "there is no index in") for content in (b"", b" \n")),
        *((content, "is gone") for content in (b"gone", b"../x", b"/", b"a\0b", b"\xff\xfe")),
    ],
)
def test_a_damaged_pointer_is_no_index(tmp_path: Path, content: bytes, problem: str) -> None:
    """A pointer that is empty, or names nothing in its place, says to build."""
    publish_new(tmp_path, "old")
    (tmp_path / "x").mkdir()
    (tmp_path / CURRENT).write_bytes(content)
    with pytest.raises(IndexMissing, match=rf"{problem}.*; run `citeshelf build` (first|again)\.$"):
        current(tmp_path)


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """Where no folder can be made, the error names the place, the reason and the way out."""
    (tmp_path / "file").write_text("no folder")
    wanted = r"cannot be written to .*file/data \(not a directory\); free some space or choose another --data\.$"
    with pytest.raises(IndexNotWritten, match=wanted), building(tmp_path / "file" / "data"):
        raise AssertionError("built nowhere")


def test_other_errors_pass_through(tmp_path: Path) -> None:
    """Only the operating system's refusals become this folder's error."""
    with pytest.raises(ZeroDivisionError, match="division"), writing_to(tmp_path):
        _ = 1 // 0
