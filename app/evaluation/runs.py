"""Runs of `citeshelf-eval` as they lie in a folder; of each only what is shown is read, and what is none is named."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

KEPT = 20  # the newest files of the folder: a run is some megabytes
MAX_BYTES = 64 * 2**20


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class Question(_Read):
    """A question; what else its file says of it is kept, for two questions are the same when all of it is."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    question: str
    language: str
    kind: str
    urls: tuple[str, ...] = ()
    article_language: str | None = None
    held_out: bool = False

    @property
    def about(self) -> str:
        """What it is about: questions about one page, or twins in two languages, are right or wrong together."""
        return self.urls[0] if self.urls else self.id.removesuffix(f"-{self.language}")


class Said(_Read):
    """Of an answer: how long it took."""

    timings_ms: Mapping[str, float] = Field(default_factory=dict)


class Row(_Read):
    """One question's result; a score is None where it does not apply."""

    question: Question
    scores: Mapping[str, float | None]
    answer: Said = Said()
    failure: str | None = None


class Asked(_Read):
    """Which questions were asked."""

    name: str
    number: int


class Asker(_Read):
    """Which code asked them, and when (ISO 8601)."""

    commit: str
    changed: bool
    date: str


class OfIndex(_Read):
    """Which index was asked."""

    hash: str


class Run(_Read):
    """One evaluation."""

    questions: Asked
    index: OfIndex
    environment: Asker
    rows: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Kept:
    """A run, and the file that it was read from; the same as long as the file is."""

    path: Path
    run: Run

    @property
    def page(self) -> Path | None:
        """The report's page beside the run, if it is there."""
        page = self.path.with_suffix(".html")
        return page if page.is_file() else None


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a folder, the newest first, and the names of files that are none."""

    folder: Path
    kept: tuple[Kept, ...] = ()
    unreadable: tuple[str, ...] = ()

    def named(self, name: str | None) -> Kept | None:
        """Return the run of a file's name; the newest where there is none of that name."""
        return next((one for one in self.kept if one.path.name == name), self.kept[0] if self.kept else None)

    def before(self, kept: Kept) -> Kept | None:
        """Return the last run before one that was asked any of the same questions."""
        asked = {row.question.id for row in kept.run.rows}
        earlier = self.kept[self.kept.index(kept) + 1 :]
        return next((one for one in earlier if any(row.question.id in asked for row in one.run.rows)), None)


def read_runs(folder: Path) -> Runs:
    """Read the newest runs of a folder; one that is not there has none."""
    found, unreadable = [], []
    for path, status in _newest(folder):
        kept = _read(path, status.st_mtime_ns, status.st_size) if status.st_size <= MAX_BYTES else None
        if kept:
            found.append(kept)
        else:
            unreadable.append(path.name)
    found.sort(key=lambda one: one.run.environment.date, reverse=True)
    return Runs(folder, tuple(found), tuple(unreadable))


def _newest(folder: Path) -> list[tuple[Path, os.stat_result]]:
    try:
        paths = [path for path in folder.iterdir() if path.suffix == ".json" and not path.name.startswith(".")]
        files = [(path, path.stat()) for path in paths if path.is_file()]
    except OSError:  # there is no such folder, or a file went away meanwhile
        return []
    return sorted(files, key=lambda file: file[1].st_mtime_ns, reverse=True)[:KEPT]


@lru_cache(KEPT)
def _read(path: Path, modified: int, size: int) -> Kept | None:  # noqa: ARG001 - another file of the name is read anew
    try:
        return Kept(path, Run.model_validate_json(path.read_bytes()))
    except (OSError, ValidationError):
        return None
