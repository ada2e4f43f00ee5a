"""Changes a file of lines while others append to it: under a lock, and all at once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from eval.questions import QuestionsInvalid

PATIENCE_S = 10.0


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that everybody takes who writes the file: `.NAME.lock` beside it.

    Raises:
        QuestionsInvalid: somebody else holds it for long, or the folder cannot be written.
    """
    target = path.resolve()
    try:
        with FileLock(target.with_name(f".{target.name}.lock"), timeout=PATIENCE_S):
            yield
    except Timeout as error:
        raise QuestionsInvalid(f"another program is writing {path}", "end it, then run the same command") from error
    except OSError as error:
        raise QuestionsInvalid(f"{path} cannot be written", "make its folder, and space in it") from error


def rewrite(path: Path, content: bytes) -> None:
    """Put a file's new content in place of the old: a reader sees the one or the other, even after a power cut."""
    target = path.resolve()  # a link stays one
    unfinished = target.with_name(f".{target.name}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, unfinished)
    unfinished.replace(target)
