"""What a list says about its links: topics, labels, remarks, notes, lines, and prose between them."""

import pytest

from ingest.documents import Link, Occurrence
from ingest.lists.link_list import LinkList, parse_list
from ingest.lists.walk import Prose, SkippedLink

A, B, C = "https://e.example/a", "https://e.example/b", "https://e.example/c"


def parsed(text: str) -> LinkList:
    """Parse a list called list.md."""
    return parse_list(text, "list.md")


def only(text: str) -> Occurrence:
    """Return the one occurrence of a list's one link."""
    ((occurrence,),) = [link.occurrences for link in parsed(text).links]
    return occurrence


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


@pytest.mark.parametrize(
    ("text", "title", "label"),
    [
        (f"Haiku：[{A}]({A})", "", "Haiku"),
        (f"Haiku: <{A}>", "", "Haiku"),
        (f"Haiku：\n\n{A}", "", "Haiku"),
        (f"**Haiku**:\n\n{A}", "", "Haiku"),
        (f"论文: [a title]({A})", "a title", "论文"),
        (f"论文:\n\n[a title]({A})", "a title", ""),
        (f"no colon\n\n{A}", "", ""),
        (f"{'long ' * 10}:\n\n{A}", "", ""),
        (f"Haiku：\n\nanother paragraph\n\n{A}", "", ""),
        (f"Haiku：\n\nsee {A}", "", ""),
    ],
)
def test_label_before_a_link(text: str, title: str, label: str) -> None:
    """A short text with a colon before a link is its label; on a line of its own, only of a link without a title."""
    occurrence = only(text)

    assert (occurrence.title, occurrence.label) == (title, label)


def test_a_label_belongs_to_one_link() -> None:
    """The second untitled link behind a label has none."""
    found = parsed(f"代码：\n\n{A}\n\n{B}\n")

    assert [link.occurrences[0].label for link in found.links] == ["代码", ""]


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (f"- [a]({A}): says why", "says why"),
        (f"- [a]({A}) — says why", "says why"),
        (f"- [a]({A}) - says why", "says why"),
        (f"- [a]({A})：说明原因", "说明原因"),
        (f"a remark before [a]({A})", "a remark before"),
        (f"before [a]({A}) after", "before after"),
        (f"[a]({A})\nthe next line", "the next line"),
        (f"([a]({A})).", ""),
        (f"* [a]({A}) *", ""),
        (f"[a]({A}) .NET only", ".NET only"),
        (f"看{A}，写得好。", "看 写得好。"),
        (f"[a]({A}) and `code` and [b](rel.md)", "and code and b"),
    ],
)
def test_remark_beside_a_link(text: str, remark: str) -> None:
    """What else stands on the link's line is its remark, without separators; marks alone are none."""
    assert only(text).remark == remark


def test_remarks_of_two_links_on_a_line() -> None:
    """Text behind a link is that link's, up to the next one."""
    found = parsed(f"Both [a]({A}) is fast, [b]({B}) is small.")

    assert [link.occurrences[0].remark for link in found.links] == ["Both is fast,", "is small."]


def test_notes_and_prose() -> None:
    """Paragraphs behind a link are its notes up to the next link or heading, and the list's own prose as well."""
    found = parsed(f"""# Engines
Short.

A paragraph before any link.

[a]({A})

The first paragraph on a.

- a list item on a

[b]({B})
## Other
A paragraph on nothing in particular.
""")

    notes = {link.url: link.occurrences[0].notes for link in found.links}
    assert notes == {A: "The first paragraph on a.\na list item on a", B: ""}
    assert found.prose == (
        Prose(("Engines",), "A paragraph before any link.", 4),
        Prose(("Engines",), "The first paragraph on a.\na list item on a", 8),
        Prose(("Engines", "Other"), "A paragraph on nothing in particular.", 14),
    )


def test_a_label_without_a_link_is_prose() -> None:
    """A line with a colon that no link follows is an ordinary paragraph."""
    found = parsed("# T\nThe three parts of it are:\n\n# U\n")

    assert found.prose == (Prose(("T",), "The three parts of it are:", 2),)


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
