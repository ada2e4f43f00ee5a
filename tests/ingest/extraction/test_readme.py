"""READMEs of each markup as HTML, and what a stranger's file may not do."""

from pathlib import Path

import pytest

from ingest.extraction.html import Extracted, extract
from ingest.extraction.readme import readme_html

RST = """
Graph engine
============

It trains on *many* machines.

Install
-------

::

    pip install engine
    engine run --help

* one
* two

=====  ======
name   speed
=====  ======
图     快
=====  ======
"""
MARKDOWN = """# Graph engine

It trains on *many* machines.

## Install

```sh
pip install engine
engine run --help
```

- one
- two

| name | speed |
|------|-------|
| 图   | 快    |
"""


def read(name: str, text: str) -> Extracted:
    """Return a README as it is read from GitHub."""
    return extract(readme_html(name, text), "https://github.com/o/r", "//article")


@pytest.mark.parametrize(
    ("name", "text"), [("README.rst", RST), ("README.md", MARKDOWN), ("readme.MARKDOWN", MARKDOWN)]
)
def test_both_markups(name: str, text: str) -> None:
    """Headings, lists, code and tables of Markdown and reStructuredText arrive alike, code line by line."""
    found = read(name, text)

    assert [(one.level, one.text) for one in found.headings] == [(1, "Graph engine"), (2, "Install")]
    blocks = "pip install engine\nengine run --help\none\ntwo\nname | speed\n图 | 快"
    assert found.text == f"Graph engine\n\nIt trains on many machines.\n\nInstall\n\n{blocks}"


@pytest.mark.parametrize("name", ["README", "README.txt", "README.org"])
def test_plain_text(name: str) -> None:
    """Any other file is taken as paragraphs of plain words, markup and all."""
    found = read(name, "Graph <b>engine</b> & more\nin a second line\n\n  # no heading\r\n \r\n图引擎\n")

    assert found.text == "Graph <b>engine</b> & more in a second line\n\n# no heading\n\n图引擎"
    assert found.headings == ()


@pytest.mark.parametrize(
    "directive",
    [
        ".. include:: {path}",
        ".. literalinclude:: {path}",
        ".. raw:: html\n   :file: {path}",
        ".. csv-table::\n   :file: {path}",
        ".. csv-table::\n   :url: file://{path}",
        ".. raw:: html\n   :url: file://{path}",
        ".. raw:: html\n\n   <p>of the file</p>",
        ".. role:: raw(raw)\n   :format: html\n\n:raw:`<p>of the file</p>`",
    ],
)
def test_a_readme_reads_no_files(directive: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No directive includes a file or passes HTML on, even where the working directory's docutils.conf allows it."""
    path = tmp_path / "secret.txt"
    path.write_text("<p>of the file\n", "utf-8")
    (tmp_path / "docutils.conf").write_text("[general]\nfile_insertion_enabled: yes\nraw_enabled: yes\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    html = readme_html("README.rst", f"Title\n=====\n\nBefore it.\n\n{directive.format(path=path)}\n\nBehind it.\n")

    assert "<p>of the file" not in html
    assert "&lt;p&gt;of the file\n" not in html
    assert "Before it." in html
    assert "Behind it." in html


def test_a_configuration_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A docutils.conf that happens to lie where a build starts changes nothing."""
    before = readme_html("README.rst", RST)
    (tmp_path / "docutils.conf").write_text("[html5 writer]\ninitial_header_level: 4\n", "utf-8")
    monkeypatch.chdir(tmp_path)

    assert readme_html("README.rst", RST) == before


@pytest.mark.parametrize(
    "text",
    [
        "Broken *markup and `more\n\n.. unknown:: directive\n\n|undefined| and [1]_ and `link`_\n\nText stays.",
        "Formula :math:`\\frac{1}` here.\n\n.. math:: \\frac{1}\n\nText stays.",
        "\n".join("  " * depth + "* item\n" for depth in range(250)) + "\nText stays.",
        "Title\n==\n\nText stays.\n\nOdd\n~~~~\n\nLevels\n====\n",
    ],
)
def test_broken_markup(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Mistakes, formulas and lists without end cost no text outside them, and print nothing."""
    assert "Text stays." in read("README.rst", text).text
    assert capsys.readouterr() == ("", "")
