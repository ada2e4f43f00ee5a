"""Where indexes lie in the data folder, and how a new one takes the old one's place.

`DATA/CURRENT` names one folder under `DATA/indexes`. A build writes a new folder beside it and then replaces that one
small file, which the file system does atomically; a build that dies leaves the old index answering.
"""

import contextlib
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexMissing, IndexNotWritten

CURRENT = "CURRENT"
INDEXES = "indexes"


def current(data: Path) -> Path:
    """Return the folder of the index in use.

    Raises:
        IndexMissing: nothing was built in this data folder yet.
    """
    name = _named(data)
    if not name:
        raise IndexMissing(f"there is no index in {data}", "run `citeshelf build` first")
    folder = data / INDEXES / name
    if Path(name).name != name or not folder.is_dir():
        raise IndexMissing(f"the index in {data} is gone", "run `citeshelf build` again")
    return folder


@contextlib.contextmanager
def building(data: Path) -> Iterator[Path]:
    """Give an empty folder for a new index while holding the data folder's lock; remove it unless it was published.

    Raises:
        IndexNotWritten: another build is running, or the disk is full or read-only.
    """
    with writing_to(data):
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / "build.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexNotWritten(
                f"another build is running in {data}", "wait for it, or choose another --data"
            ) from error
    folder = data / INDEXES / uuid.uuid4().hex
    try:
        with writing_to(data):
            folder.mkdir(parents=True)
            yield folder
    finally:
        if _named(data) != folder.name:
            shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def publish(data: Path, folder: Path) -> None:
    """Put a finished index in place of the old one; the one before that is removed, for readers may still hold the old.

    Raises:
        IndexNotWritten: the disk is full or read-only.
    """
    with writing_to(data):
        before = _named(data)
        name = folder / CURRENT  # written where a failed build leaves nothing
        name.write_text(folder.name, "utf-8")
        name.replace(data / CURRENT)
    for other in (data / INDEXES).iterdir():
        if other.name not in (folder.name, before):
            shutil.rmtree(other, ignore_errors=True)


@contextlib.contextmanager
def writing_to(data: Path) -> Iterator[None]:
    """Turn the operating system's refusals into one sentence.

    Raises:
        IndexNotWritten: the disk is full, read-only or not ours.
    """
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "a file was cut short").lower()  # NumPy gives no reason
        raise IndexNotWritten(
            f"the index cannot be written to {data} ({reason})", "free some space or choose another --data"
        ) from error


def _named(data: Path) -> str:
    try:
        return (data / CURRENT).read_text("utf-8", "replace").strip()
    except OSError:
        return ""
