"""The list as a source of its own: each link's line, and the paragraphs between links."""

from ingest.documents import Document, Link, Occurrence
from ingest.lists.link_list import LinkList
from ingest.status import Source
from ingest.urls import short_name


def display_title(link: Link) -> str:
    """Return what to call a link: its title on the list, else its label and short name."""
    if link.title:
        return link.title
    label = next((one.label for one in link.occurrences if one.label), "")
    name = short_name(link.url)
    return f"{label} · {name}" if label else name


def entry(link: Link) -> Document:
    """Return a link's own line on the list as a document: its title and what stands beside it."""
    remarks = dict.fromkeys(one.remark for one in link.occurrences if one.remark)
    title = display_title(link)
    return Document(link, link.url, title, "\n".join([title, *remarks]), (), Source.STUB, kind="list")


def list_documents(links: LinkList) -> tuple[Document, ...]:
    """Return the list's paragraphs as documents; their address is the list's line."""
    documents = []
    for prose in links.prose:
        title = prose.topic[-1] if prose.topic else links.name
        place = Occurrence(prose.topic, title, "", "", "", prose.line)
        link = Link(f"{links.name}#L{prose.line}", (place,))
        documents.append(Document(link, link.url, title, prose.text, (), Source.STUB, kind="list"))
    return tuple(documents)
