"""A list of our own invention with notes and questions, small enough to be built in a test."""

import json
from pathlib import Path

APPLES, PEARS = "http://orchard.example/apples", "http://orchard.example/pears"
LIST = f"# Orchard\n\n## Fruit\n\n[Grafting the Quillon apple]({APPLES})\n\n[Storing Marabel pears]({PEARS})\n"
_NOTE = """---
url: {url}
title: {title}
topics: [Orchard, Fruit]
language: en
kind: article
published: 2021-03
checked-against:
  - written for these tests
---
## English
{english}

## 中文
{chinese}
"""
NOTES = {
    "apples": _NOTE.format(
        url=APPLES,
        title="Grafting the Quillon apple",
        english="The Quillon apple is grafted in March onto dwarf stock.\n"
        "The first fruit of a Quillon apple ripens after 31 months.",
        chinese="奎隆苹果三月嫁接到矮化砧木上，三十一个月后结出第一批果实。",
    ),
    "pears": _NOTE.format(
        url=PEARS,
        title="Storing Marabel pears",
        english="Marabel pears keep for 19 weeks in a cellar at 2 degrees.\n"
        "Marabel pears are wrapped in blue tissue paper.",
        chinese="玛拉贝尔梨在两度的地窖里可以存放十九周，每只都用蓝色薄纸包好。",
    ),
}
_ASKED = (
    ("apples-months", "After how many months does the first fruit of a Quillon apple ripen?", APPLES, ["31"]),
    ("apples-when", "In which month is the Quillon apple grafted?", APPLES, ["March"]),
    ("pears-weeks", "For how many weeks do Marabel pears keep in a cellar?", PEARS, ["19"]),
    ("pears-paper", "What are Marabel pears wrapped in?", PEARS, ["blue tissue"]),
)


def write_orchard(folder: Path) -> Path:
    """Write list, notes and questions, and return the questions' file."""
    (folder / "list.md").write_text(LIST, "utf-8")
    (folder / "notes").mkdir()
    for name, note in NOTES.items():
        (folder / "notes" / f"{name}.md").write_text(note, "utf-8")
    return write_questions(folder / "questions.jsonl")


def write_questions(path: Path, held_out: str | None = None, times: int = 1) -> Path:
    """Write the four questions, so often, those about one page as held-out ones."""
    lines = [
        {
            "id": f"{key}-{number}",
            "question": question,
            "language": "en",
            "kind": "fact",
            "urls": [url],
            "article_language": "en",
            "nuggets": [wordings],
            "held_out": url == held_out,
        }
        for number in range(times)
        for key, question, url, wordings in _ASKED
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return path
