"""What a list holds: its topics, links in two places, tables, nesting, and destinations that are no web page."""

import pytest

from ingest.documents import Link, Occurrence
from ingest.lists.link_list import LinkList, parse_list
from ingest.lists.walk import SkippedLink

A, B, C = "https://e.example/a", "https://e.example/b", "https://e.example/c"


def parsed(text: str) -> LinkList:
    """Parse a list called list.md."""
    return parse_list(text, "list.md")


def test_headings_are_topics() -> None:
    """A link's topic is the path of headings above it; headings without a link are topics of the list too."""
    found = parsed(f"# 系统\n[a]({A})\n### Deep\n[b]({B})\n## Empty\nSetext\n---\n[c]({C})\n# 系统\n")

    assert [link.topics for link in found.links] == [(("系统",),), (("系统", "Deep"),), (("系统", "Setext"),)]
    assert found.topics == (("系统",), ("系统", "Deep"), ("系统", "Empty"), ("系统", "Setext"))


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("## Two  *words* `here` ##", ("Two words here",)),
        (f"## [Tool]({B}) and more", ("Tool and more",)),
        ("> # Quoted", ("Quoted",)),
        ("- # In a list", ("In a list",)),
        ("#标题没有空格", ("标题没有空格",)),
        ("#\u3000全角空格", ("全角空格",)),
        ("#标签 #另一个标签", ()),
        ("#tag or issue", ()),
        ("####### Seven", ()),
        ("<h2 align='center'>In <b>HTML</b></h2>", ("In HTML",)),
        ("<div>\n<h1><img src='logo.png' alt='logo only'></h1>\n</div>", ("logo only",)),
        (f"<p>\n<a href='{B}'><h2>In a link</h2></a></p>", ("In a link",)),
        ("# ![logo only](x.png)", ("logo only",)),
        ("# ![](x.png)", ()),
    ],
)
def test_a_heading_of_any_make(heading: str, topic: tuple[str, ...]) -> None:
    """A topic is the heading's visible text; without text there is none, and before Latin text "#" needs a space."""
    found = parsed(f"{heading}\n\n[a]({A})")

    assert found.links[-1].topics == (topic,)


def test_a_link_in_a_heading() -> None:
    """A link in a heading is a link of the topic that the heading opens."""
    found = parsed(f"# Tools\n## [One]({A}) for all\nIt is good for graphs.")

    assert found.links == (
        Link(A, (Occurrence(("Tools", "One for all"), "One", "", "", "It is good for graphs.", 2),)),
    )


def test_one_page_in_two_places() -> None:
    """The same page under two topics is one link, as it stands first, with both occurrences."""
    found = parsed(f"# One\n[first]({A}/)\n# Two\n[second](http://www.e.example/a?utm_source=list#x): again\n")

    (link,) = found.links
    assert link.url == f"{A}/"
    assert link.title == "first"
    assert link.topics == (("One",), ("Two",))
    assert [(one.title, one.remark, one.line) for one in link.occurrences] == [("first", "", 2), ("second", "again", 4)]


def test_tables() -> None:
    """A row of a table is one line: its other cells are the remark; the header is no prose."""
    found = parsed(f"| name | where |\n|---|---|\n| 图 | [a]({A}) |\n| plain row, no link | |\n| B | {B} |\n")

    assert [(link.url, link.occurrences[0].remark, link.occurrences[0].line) for link in found.links] == [
        (A, "图", 3),
        (B, "B", 5),
    ]
    assert [one.text for one in found.prose] == ["plain row, no link"]
    assert [link.url for link in parsed(f"| [a]({A}) | x |\n|---|---|\n| 1 | 2 |\n").links] == [A]


@pytest.mark.parametrize("depth", [1, 8, 12, 30])
@pytest.mark.parametrize("marker", ["- ", "> "])
def test_nesting(depth: int, marker: str) -> None:
    """However deep lists and quotes nest, the links in them are found."""
    lines = [
        (marker if marker == "> " else "  ") * level + marker + f"[n{level}]({A}{level})" for level in range(depth)
    ]
    found = parsed("\n\n".join(lines))

    assert [link.title for link in found.links] == [f"n{level}" for level in range(depth)]


def test_skipped_links() -> None:
    """Destinations that are no web page are reported with their lines, and keep none of the others from being read."""
    found = parsed(f"""[top](#top) and [file](docs/a.md)
[mail](mailto:a@e.example) [typing error](https;//e.example) [ok]({A})

[empty]() <a href="//e.example/b">relative</a>
""")

    assert [link.url for link in found.links] == [A]
    assert found.skipped == (
        SkippedLink("#top", 1),
        SkippedLink("docs/a.md", 1),
        SkippedLink("mailto:a@e.example", 2),
        SkippedLink("https;//e.example", 2),
        SkippedLink("", 4),
        SkippedLink("//e.example/b", 4),
    )
