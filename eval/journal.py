"""Rows as they come, on disk: a run that was stopped is taken up where it ended."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from eval.files import rewrite, writing_to
from eval.rows import Row

_ROW = TypeAdapter(Row)


class Journal:
    """The rows of one unfinished run; its file begins with what they depend on, and counts only while that is so."""

    def __init__(self, path: Path, rows: Mapping[str, Row]) -> None:
        self._path = path
        self.rows = dict(rows)

    @classmethod
    def open(cls, path: Path, depends_on: Mapping[str, Any]) -> Self:
        """Read an unfinished run, or begin one; a line that was cut short is asked again."""
        head = json.dumps(depends_on, sort_keys=True, default=str)
        rows = _read(path, head)
        rewrite(path, "".join(f"{line}\n" for line in (head, *map(_line, rows.values()))).encode())
        return cls(path, rows)

    def add(self, row: Row) -> None:
        """Note a row."""
        self.rows[row.id] = row
        with writing_to(self._path), self._path.open("a", encoding="utf-8") as file:
            file.write(f"{_line(row)}\n")

    def close(self) -> None:
        """Forget it: the run is finished, and written elsewhere."""
        self._path.unlink(missing_ok=True)


def _line(row: Row) -> str:
    return _ROW.dump_json(row).decode()


def _read(path: Path, head: str) -> dict[str, Row]:
    try:
        first, *lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    rows = {}
    for line in lines if first == head else ():
        try:
            row = _ROW.validate_json(line)
        except ValidationError:
            break
        rows[row.id] = row
    return rows
