"""The glossary: what things are called in English and in Chinese, a text file that a list's owner can edit.

A line is `graph neural network; GNN = 图神经网络`; lines that begin with # are comments. docs/glossary.md describes it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from index.errors import GlossaryInvalid
from index.terms.words import spelt_alike, units
from ingest.language import CJK, Language

SHIPPED = Path(__file__).parent / "glossary.txt"
NAME = "glossary.txt"  # of the copy beside an index's terms
MOST_LINES = 50_000
MOST_UNITS = 12  # words, and Chinese characters, of a wording
COMMENT = "#"
_SEPARATOR = re.compile(r"\s*[;；]\s*")
_CHINESE = re.compile(f"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: its wordings in each language, the usual one first."""

    en: tuple[str, ...]
    zh: tuple[str, ...]

    def wordings(self, language: Language) -> tuple[str, ...]:
        """Return what it is called in a language."""
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        """Return its line in a file."""
        return f"{'; '.join(self.en)} = {'；'.join(self.zh)}"


@dataclass(frozen=True, slots=True)
class Glossary:
    """Entries in the order of their files; one wording may stand in several, for words have several senses."""

    entries: tuple[Entry, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file.

        Raises:
            GlossaryInvalid: it cannot be read, or a line does not follow the format; it names line and remedy.
        """
        try:
            lines = path.read_text("utf-8-sig").splitlines()
        except (OSError, ValueError) as error:
            raise GlossaryInvalid(f"the glossary {path} cannot be read", "give a text file in UTF-8") from error
        if len(lines) > MOST_LINES:
            raise GlossaryInvalid(f"the glossary {path} has {len(lines)} lines", f"keep it to {MOST_LINES}")
        return cls(tuple(_entries(lines, path)))

    def extended(self, other: Self) -> Self:
        """Return a glossary with the entries of both, each once."""
        return type(self)(tuple(dict.fromkeys((*self.entries, *other.entries))))

    def save(self, path: Path) -> None:
        """Write it as a file that `read` understands."""
        path.write_text("".join(f"{entry}\n" for entry in self.entries), "utf-8")


@cache
def shipped() -> Glossary:
    """Return the glossary of machine learning and software that ships with the package."""
    return Glossary.read(SHIPPED)


def _entries(lines: Sequence[str], path: Path) -> Iterator[Entry]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith(COMMENT):
            continue
        where = f"line {number} of the glossary {path} (“{line.strip()[:40]}”)"
        sides = [_wordings(side) for side in spelt_alike(line).split("=")]
        if len(sides) != 2:
            raise GlossaryInvalid(f"{where} has {len(sides) - 1} equals signs", "write English = 中文, with one")
        entry = Entry(sides[0], sides[1])
        if mistake := _mistake(entry):
            raise GlossaryInvalid(f"{where} {mistake[0]}", mistake[1])
        yield entry


def _wordings(side: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(one.split()) for one in _SEPARATOR.split(side) if one.strip()))


def _mistake(entry: Entry) -> tuple[str, str] | None:
    """Return what is wrong with an entry, and the remedy."""
    if not entry.en or not entry.zh:
        return "has nothing on one side", "write English = 中文, wordings apart by semicolons"
    if found := next((one for one in entry.en if _CHINESE.search(one)), None):
        return f"has the Chinese “{found}” on the left", "write English = 中文"
    if found := next((one for one in entry.zh if not _CHINESE.search(one)), None):
        return f"has “{found}” without Chinese on the right", "write English = 中文"
    if found := next((one for one in entry.zh if len(units(one)) == 1), None):
        return f"has the single character “{found}”, which is part of other words", "write a longer word"
    if found := next((one for one in (*entry.en, *entry.zh) if not 0 < len(units(one)) <= MOST_UNITS), None):
        return f"has the wording “{found[:40]}”", f"give it one to {MOST_UNITS} words or characters"
    return None
