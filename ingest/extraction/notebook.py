"""Jupyter notebooks as Markdown: their text, and their code as fences; what running it printed is left out."""

import json
import re

from ingest.errors import FetchFailed
from ingest.status import Status


def notebook_markdown(text: str) -> str:
    """Return the cells of a notebook (nbformat 4; of format 3 the first worksheet's).

    Raises:
        FetchFailed: `extract_failed` when it is no notebook.
    """
    try:
        book = json.loads(text)
        cells = book["cells"] if "cells" in book else book["worksheets"][0]["cells"]
        parts = [_markdown(cell) for cell in cells]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise FetchFailed(Status.EXTRACT_FAILED, "the file is no notebook") from error
    return "\n\n".join(part for part in parts if part)


def _markdown(cell: dict[str, object]) -> str:
    source = cell.get("source", cell.get("input", ""))
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    if cell.get("cell_type") == "heading":
        return f"{'#' * int(str(cell.get('level', 1)))} {text}"
    if cell.get("cell_type") != "code" or not text.strip():
        return text if cell.get("cell_type") in ("markdown", "code") else ""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"
