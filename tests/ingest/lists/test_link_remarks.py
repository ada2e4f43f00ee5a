"""What a list says about a link: label, remark and notes, and the prose that is about none."""

import pytest

from ingest.documents import Occurrence
from ingest.lists.link_list import LinkList, parse_list
from ingest.lists.walk import Prose

A, B = "https://e.example/a", "https://e.example/b"


def parsed(text: str) -> LinkList:
    """Parse a list called list.md."""
    return parse_list(text, "list.md")


def only(text: str) -> Occurrence:
    """Return the one occurrence of a list's one link."""
    ((occurrence,),) = [link.occurrences for link in parsed(text).links]
    return occurrence


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
        (f"- [x] [a]({A}) is done", "is done"),
        (f"- [ ] to do: read [a]({A})", "to do: read"),
        (f"[^1]: see [a]({A})", "see"),
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
