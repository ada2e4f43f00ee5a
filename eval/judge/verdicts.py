"""Verdicts as they come, on disk: a judge that was stopped is not asked the same again."""

import json
from pathlib import Path
from typing import Self

from eval.files import rewrite, writing_to

Verdict = bool | None
"""Whether an answer is right; None: the judge did not say."""


class Verdicts:
    """A judge's verdicts of an unfinished run, by a hash of what it was asked."""

    def __init__(self, path: Path, known: dict[str, Verdict]) -> None:
        self._path = path
        self._known = known

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read what an unfinished run left, or begin; a line that was cut short is asked again."""
        known = _read(path)
        rewrite(path, "".join(map(_line, known, known.values())).encode())
        return cls(path, known)

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def __getitem__(self, key: str) -> Verdict:
        return self._known[key]

    def add(self, key: str, verdict: Verdict) -> None:
        """Note a verdict."""
        self._known[key] = verdict
        with writing_to(self._path), self._path.open("a", encoding="utf-8") as file:
            file.write(_line(key, verdict))

    def close(self) -> None:
        """Forget them: they are written elsewhere, and what a model's name stands for changes."""
        self._path.unlink(missing_ok=True)


def _line(key: str, verdict: Verdict) -> str:
    return f"{json.dumps([key, verdict])}\n"


def _read(path: Path) -> dict[str, Verdict]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    known: dict[str, Verdict] = {}
    for line in lines:
        try:
            key, verdict = json.loads(line)
        except (ValueError, TypeError):
            break
        if not isinstance(key, str) or not (verdict is None or isinstance(verdict, bool)):
            break
        known[key] = verdict
    return known
