"""A comparison as text: Markdown for the chat and for scripts, blocks for the terminal."""

from collections.abc import Callable, Sequence

from app.answers import Answer, Sentence, Table
from app.wording import NOT_STATED

Said = Callable[[Sentence], str]
Escaped = Callable[[str], str]


def markdown_table(answer: Answer, table: Table, said: Said, escaped: Escaped) -> str:
    """Return a table, a row a thing, a column an aspect.

    Args:
        answer: that the table belongs to.
        table: its things, aspects and cells.
        said: a sentence with its marks, as Markdown in one line.
        escaped: any text, as Markdown in one line that shows it as it stands.
    """
    headings = ["", *map(escaped, table.aspects)]
    rows = [
        [f"**{escaped(thing)}**", *_cells(answer, cells, said, escaped)]
        for thing, cells in zip(table.things, table.cells, strict=True)
    ]
    return "\n".join(map(_row, [headings, ["---"] * len(headings), *rows]))


def table_blocks(answer: Answer, table: Table, said: Said) -> str:
    """Return a block a thing, a line an aspect, so that any width will do."""
    colon = "：" if answer.language == "zh" else ": "
    blocks = []
    for thing, cells in zip(table.things, table.cells, strict=True):
        told = map(_flat, _cells(answer, cells, said, _flat))
        lines = [f"  {_flat(aspect)}{colon}{cell}" for aspect, cell in zip(table.aspects, told, strict=True)]
        blocks.append("\n".join([_flat(thing), *lines]))
    return "\n\n".join(blocks)


def _cells(answer: Answer, cells: Sequence[int | None], said: Said, escaped: Escaped) -> list[str]:
    missing = escaped(NOT_STATED[answer.language])
    return [missing if number is None else said(answer.sentences[number]) for number in cells]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _flat(text: str) -> str:
    return " ".join(text.split())
