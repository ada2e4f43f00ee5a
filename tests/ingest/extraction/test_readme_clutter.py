"""What a README's readers look past: badges, pictures, comments, tables of contents; and what must stay beside them."""

import pytest

from ingest.extraction.blocks import text_of
from ingest.extraction.readme import ending_of, readme_html
from ingest.extraction.tree import tree_of

SENTENCE = "The engine trains graphs."


def text(name: str, readme: str) -> str:
    """Return the text of a README as it is indexed."""
    return text_of(tree_of(readme_html(name, readme)))[0]


@pytest.mark.parametrize(
    "clutter",
    [
        "[![Build](https://img.shields.io/travis/o/r.svg)](https://travis-ci.org/o/r)",
        "[Build Status](https://travis-ci.org/o/r) [codecov](https://codecov.io/gh/o/r)",
        "[![PyPI version](https://badge.fury.io/py/r.svg)](https://badge.fury.io/py/r)",
        "[tests](https://github.com/o/r/actions/workflows/ci.yml/badge.svg)",
        "![logo](docs/logo.png)",
        "<p align='center'><img src='logo.png' alt='the logo'></p>",
        "<picture><source srcset='dark.png'><img src='light.png' alt='the logo'></picture>",
        "<!-- ALL-CONTRIBUTORS-LIST:START - do not remove -->",
        "<!--\nmany\n\nlines\n-->",
        "- [Install](#install)\n  - [Linux](#linux)\n- [Use](#use)",
        "1. [安装](#安装)\n2. [使用](#使用)",
    ],
)
def test_what_is_left_out(clutter: str) -> None:
    """Badges, pictures, comments and lists of the README's own headings leave no trace, alone or between paragraphs."""
    assert text("README.md", f"{SENTENCE}\n\n{clutter}\n\n图引擎。\n") == f"{SENTENCE}\n\n图引擎。"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Coverage is measured by [codecov](https://codecov.io).", "Coverage is measured by codecov."),
        ("![logo](l.png) The engine.", "The engine."),
        ("[![logo](l.png) Engine](https://e.example)", "Engine"),
        ("- [Install](#install) it first\n- [Use](#use)", "Install it first\nUse"),
        ("[Papers](papers.md) | [Docs](https://e.example)", "Papers | Docs"),
        ("| a | b |\n|---|---|\n| ![x](x.png) | 1 |", "a | b\n1"),
        (
            "```md\n![Build](https://img.shields.io/x.svg)\n<!-- kept -->\n```",
            "![Build](https://img.shields.io/x.svg)\n<!-- kept -->",
        ),
        ("    pip install engine\n    engine run", "pip install engine\nengine run"),
    ],
)
def test_what_stays(markdown: str, expected: str) -> None:
    """A sentence keeps its links, a link its words, a table its other cells, and code is never cleaned."""
    assert text("README.md", markdown) == expected


def test_substitutions_of_restructured_text() -> None:
    """Badges that reStructuredText puts in by name are dropped, defined or not; other mistakes stay."""
    readme = (
        "|build| |undefined|\n\nThe engine |name| runs; `broken.\n\n"
        ".. |build| image:: https://travis-ci.org/o/r.svg\n   :target: https://travis-ci.org/o/r\n"
        ".. |name| replace:: Graph\n"
    )

    assert text("README.rst", readme) == "The engine Graph runs; `broken."


@pytest.mark.parametrize(
    "readme",
    [
        "".join(f"{'  ' * depth}- level {depth}\n" for depth in range(30)) + "\n\nlevel 30",
        "<div>" * 3000 + "level 30" + "</div>" * 3000,
    ],
    ids=["lists", "HTML"],
)
def test_deep_nesting(readme: str) -> None:
    """Text is kept however deep it nests."""
    assert text("README.md", readme).endswith("level 30")
    assert text("README.md", readme).count("level") == readme.count("level")


def test_front_matter() -> None:
    """What stands before the text for a site generator is not text; a ruled line is no front matter."""
    assert text("a.md", f"---\ntitle: Engine\ntags: [a]\n---\n\n{SENTENCE}\n") == SENTENCE
    assert text("a.md", f"{SENTENCE}\n\n---\n\nMore.\n\n---\n") == f"{SENTENCE}\n\nMore."


@pytest.mark.parametrize(
    ("name", "ending"),
    [("README.md", "md"), ("docs.v2/README", ""), ("a.b.RST", "rst"), ("", ""), ("x/.github/notes.TXT", "txt")],
)
def test_endings(name: str, ending: str) -> None:
    """A file's ending is that of its last name, whatever its folders are called."""
    assert ending_of(name) == ending
