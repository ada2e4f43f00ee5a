"""Files of questions and results: whole or not at all, one writer at a time, and a disk's refusal is one sentence."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from eval.questions import QuestionsInvalid

PATIENCE_S = 10.0


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals into one sentence.

    Raises:
        QuestionsInvalid: the disk is full, read-only or not ours, or a folder is none.
    """
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise QuestionsInvalid(f"{path} cannot be written ({reason})", "name another place, or free some") from error


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that everybody takes who writes the file: `.NAME.lock` beside it.

    Raises:
        QuestionsInvalid: somebody else holds it for long, or the folder cannot be written.
    """
    target = path.resolve()
    try:
        with writing_to(path), FileLock(target.with_name(f".{target.name}.lock"), timeout=PATIENCE_S):
            yield
    except Timeout as error:
        raise QuestionsInvalid(f"another program is writing {path}", "end it, then run the same command") from error


def rewrite(path: Path, content: bytes) -> None:
    """Put a file's new content in place of the old: a reader sees the one or the other, even after a power cut.

    Raises:
        QuestionsInvalid: it cannot be written.
    """
    target = path.resolve()  # a link stays one
    unfinished = target.with_name(f".{target.name}.part")
    with writing_to(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, unfinished)
        unfinished.replace(target)
