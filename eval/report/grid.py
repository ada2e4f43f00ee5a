"""Tables on a terminal: rich's where it is one, aligned text where it is a file or a pipe."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.report.words import padded

GAP = "  "


@dataclass(frozen=True, slots=True)
class Grid:
    """A titled table of finished words; its first column is names, the others numbers."""

    title: str
    head: Sequence[str]
    lines: Sequence[Sequence[str]]

    def plain(self) -> str:
        """Return it as lines of text, numbers under each other."""
        widths = [max(map(cell_len, column)) for column in zip(self.head, *self.lines, strict=True)]
        lines = [_joined(line, widths) for line in (self.head, *self.lines)]
        return "\n".join([self.title, *lines])

    def rich(self) -> Table:
        """Return it for rich; nobody's brackets count as markup."""
        table = Table(title=Text(self.title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
        for number, name in enumerate(self.head):
            table.add_column(Text(name), justify="right" if number else "left", no_wrap=bool(number))
        for line in self.lines:
            table.add_row(*map(Text, line))
        return table


Part = Grid | str


def show(parts: Sequence[Part], console: Console) -> None:
    """Print tables and lines, an empty line between them; a terminal's width is kept by nothing but rich."""
    for part in parts:
        if isinstance(part, str):
            console.print(Text(part), soft_wrap=not console.is_terminal)
        elif console.is_terminal:
            console.print(part.rich())
            continue
        else:
            console.print(Text(part.plain()), soft_wrap=True)
        console.print()


def plain(parts: Sequence[Part]) -> str:
    """Return tables and lines as text."""
    return "\n\n".join(part if isinstance(part, str) else part.plain() for part in parts)


def _joined(line: Sequence[str], widths: Sequence[int]) -> str:
    cells = (padded(cell, width, left=not place) for place, (cell, width) in enumerate(zip(line, widths, strict=True)))
    return GAP.join(cells).rstrip()
