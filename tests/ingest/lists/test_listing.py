"""The list as a source: what a link is called, its own line as a document, and the paragraphs between links."""

from ingest.documents import Link, Occurrence
from ingest.lists.link_list import parse_list
from ingest.lists.listing import display_title, entry, list_documents
from ingest.status import Source


def at(title: str, label: str = "", remark: str = "", line: int = 1) -> Occurrence:
    """Return a place on the list."""
    return Occurrence(("Topic",), title, label, remark, "", line)


def test_what_a_link_is_called() -> None:
    """A link is called by its title, else by its label and short name, else by its short name."""
    url = "https://github.com/owner/repo"

    assert display_title(Link(url, (at(""), at("A title", "label")))) == "A title"
    assert display_title(Link(url, (at("", "代码"), at("", "code")))) == "代码 · owner/repo"
    assert display_title(Link(url, (at(""),))) == "owner/repo"


def test_a_link_stands_for_itself() -> None:
    """A link's own line is a document of the list: its title and each remark once."""
    link = Link("https://e.example/a", (at("Title", remark="快"), at("Other", remark="small"), at("", remark="快")))
    document = entry(link)

    assert document.text == "Title\n快\nsmall"
    assert (document.title, document.url, document.link) == ("Title", "https://e.example/a", link)
    assert (document.source, document.kind, document.fetched, document.headings) == (Source.STUB, "list", None, ())


def test_paragraphs_of_the_list() -> None:
    """Each run of prose is a document of its topic, whose address is the list's line."""
    found = parse_list("Words before any heading.\n\n# 硬件\n## 总线\n\nCPU 与 GPU 之间走总线相连。\n", "list.md")
    first, second = list_documents(found)

    assert (first.url, first.title, first.text) == ("list.md#L1", "list.md", "Words before any heading.")
    assert (second.url, second.title, second.text) == ("list.md#L6", "总线", "CPU 与 GPU 之间走总线相连。")
    assert second.link.topics == (("硬件", "总线"),)
    assert (second.kind, second.source, second.language) == ("list", Source.STUB, "zh")
