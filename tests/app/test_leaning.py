"""Sentences that cannot be read alone bring those that they lean on."""

from dataclasses import replace

import pytest

from app.evidence import MAX_SENTENCES, Evidence
from app.leaning import complete
from index.search import Hit
from ingest.chunk import chunk
from ingest.documents import Document, Link
from ingest.status import Source

URL = "https://kelp.example/"


def hit_of(text: str) -> Hit:
    """Return a passage of a text that is one chunk."""
    document = Document(Link(URL, ()), URL, "Kelp", text, (), Source.LIVE)
    (only,) = chunk(document, lambda texts: [len(one.split()) for one in texts], 400)
    return Hit(only, 7, 1, 0.8)


def said(text: str, *picked: int) -> list[str]:
    """Return what is quoted when sentences of a text are picked, by their numbers."""
    hit = hit_of(text)
    return [one.text for one in complete([Evidence(hit, number, 0.5) for number in picked])]


PROSE = "Kelp is a build tool. It was written in 2019. Its author is Ada Lund. They left. Rust is used throughout."


@pytest.mark.parametrize(
    ("text", "picked", "quoted"),
    [
        (PROSE, 1, ["Kelp is a build tool.", "It was written in 2019."]),
        (PROSE, 2, ["Kelp is a build tool.", "It was written in 2019.", "Its author is Ada Lund."]),
        (PROSE, 3, ["It was written in 2019.", "Its author is Ada Lund.", "They left."]),  # two steps back, no more
        (PROSE, 4, ["Rust is used throughout."]),
        (PROSE, 0, ["Kelp is a build tool."]),
        ("Kelp 是构建工具。它写于 2019 年。", 1, ["Kelp 是构建工具。", "它写于 2019 年。"]),
        ("Kelp 是构建工具。其他工具更慢。", 1, ["其他工具更慢。"]),
        ("Kelp 是构建工具。这篇文章介绍它的用法。", 1, ["这篇文章介绍它的用法。"]),
        ("Kelp is a tool. This article describes Kelp.", 1, ["This article describes Kelp."]),
        ("Kelp is a tool. This makes builds fast.", 1, ["Kelp is a tool.", "This makes builds fast."]),
        ("Kelp is a tool. Itself it is small.", 1, ["Itself it is small."]),
    ],
)
def test_a_pronoun_brings_what_stands_before_it(text: str, picked: int, quoted: list[str]) -> None:
    """One sentence back, or two where that one begins with a pronoun, too; in both languages."""
    assert said(text, picked) == quoted


TABLE = "Speeds are below.\n\nTool | Seconds\nKelp | 3\nMake | 9"
LIST = "Kelp can do three things:\n\nbuild in parallel\nremember what was built\nexplain why\n\nNothing else."


def test_a_row_brings_its_header() -> None:
    """A table's row is quoted under the table's first."""
    assert said(TABLE, 2) == ["Tool | Seconds", "Kelp | 3"]
    assert said(TABLE, 1) == ["Tool | Seconds"]


def test_an_item_brings_the_line_that_announces_it() -> None:
    """An item of a list stands under the line with a colon above it; where there is none, alone."""
    assert said(LIST, 2) == ["Kelp can do three things:", "remember what was built"]
    assert said("Some words.\n\nfirst thing\nsecond thing", 1) == ["first thing"]
    assert said("用法：\n一是构建\n二是缓存", 2) == ["用法：", "二是缓存"]


def test_a_colon_brings_what_it_announces() -> None:
    """A line that ends in a colon says nothing without those below it, and not with what follows them."""
    assert said(LIST, 0) == LIST.removesuffix("\n\nNothing else.").replace("\n\n", "\n").split("\n")
    assert said("It ends here:", 0) == ["It ends here:"]


def test_there_are_never_too_many() -> None:
    """What was picked stays; what it leans on is left out where there is no room for all of it."""
    text = " ".join([f"Fact {number} is known." for number in range(6)] + ["It helps."])

    assert said(text, 0, 1, 2, 6) == ["Fact 0 is known.", "Fact 1 is known.", "Fact 2 is known.", "It helps."]
    assert len(said(LIST.replace("\n\nNothing", "\nand more\nNothing"), 0)) == MAX_SENTENCES


def test_what_is_there_is_not_brought_twice() -> None:
    """A sentence that was picked itself keeps its score."""
    hit = hit_of(PROSE)
    before, after = Evidence(hit, 0, 0.9), Evidence(hit, 1, 0.5)

    assert complete([before, after]) == [before, after]


def test_passages_keep_their_order() -> None:
    """Those of the passage that comes first stay first, what they bring among them."""
    other = replace(hit_of(PROSE), row=3)
    first, second = Evidence(other, 1, 0.5), Evidence(hit_of("Moss is a cache. It is fast."), 1, 0.4)

    assert [one.text for one in complete([first, second])] == [
        "Kelp is a build tool.", "It was written in 2019.", "Moss is a cache.", "It is fast.",
    ]  # fmt: skip
