"""The files of a folder in which a user saved pages: which ones count, and why others do not."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SavedPagesUnreadable

MAX_BYTES = 64_000_000
MAX_FILES = 5_000
MAX_LOOKED_AT = 200_000
HTML = frozenset({".html", ".htm", ".xhtml"})
MHTML = frozenset({".mhtml", ".mht"})
PDF = frozenset({".pdf"})
WARC = frozenset({".warc", ".warc.gz"})
_COMPANIONS = ("_files", ".files", "-Dateien", "_fichiers", "_archivos")  # what browsers save beside a page


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the folder; `name` is its path from there, `problem` why it cannot be used (else empty)."""

    path: Path
    name: str
    problem: str = ""

    @property
    def kind(self) -> str:
        """Its suffix in lower case, `.warc.gz` as one."""
        return suffix(self.path.name)


def saved_files(folder: Path, most: int = MAX_FILES) -> Iterator[Found]:
    """Yield the files of a folder that may hold pages, at most so many, sorted by name; links never lead out of it.

    Raises:
        SavedPagesUnreadable: it is no folder, or cannot be opened.
    """
    try:
        next(folder.iterdir(), None)
        root = folder.resolve(strict=True)
    except OSError as error:
        problem = f"the folder of saved pages {folder} cannot be read ({error.strerror or error})"
        raise SavedPagesUnreadable(problem, "give a folder that holds what your browser saved") from error
    for count, path in enumerate(_paths(folder)):
        if count == most:
            yield Found(path, _name(path, folder), f"there are more than {most:,} files")
            return
        yield Found(path, _name(path, folder), _problem(path, root))


def suffix(name: str) -> str:
    """Return what tells the kind of a file by its name."""
    lower = name.lower()
    return ".warc.gz" if lower.endswith(".warc.gz") else Path(lower).suffix


def _paths(folder: Path) -> Iterator[Path]:
    looked_at = 0
    for parent, folders, files in os.walk(folder):
        pages = {Path(name).stem for name in files if suffix(name) in HTML}
        folders[:] = sorted(name for name in folders if not (name.startswith(".") or _is_companion(name, pages)))
        for name in sorted(files):
            looked_at += 1
            if suffix(name) in HTML | MHTML | PDF | WARC and not name.startswith("."):
                yield Path(parent) / name
        if looked_at > MAX_LOOKED_AT:
            return


def _is_companion(name: str, pages: set[str]) -> bool:
    return any(name.endswith(end) and name.removesuffix(end) in pages for end in _COMPANIONS)


def _problem(path: Path, root: Path) -> str:
    try:
        if not path.resolve(strict=True).is_relative_to(root):
            return "it is a link that leads out of the folder"
        if not path.is_file():
            return "it is no file"
        if path.stat().st_size > MAX_BYTES and suffix(path.name) not in WARC:
            return f"it is larger than {MAX_BYTES // 1_000_000} MB"
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        return unreadable(error)
    return ""


def unreadable(error: Exception) -> str:
    """Return why a file cannot be read, in a few words."""
    return f"it cannot be read ({getattr(error, 'strerror', None) or error})"


def _name(path: Path, folder: Path) -> str:
    """Return a file's name as text: those of other systems may hold bytes that are none."""
    return path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
