"""What the doors give beside answers, as plain JSON: the topics as a tree, and stretches of stored texts."""

from app.contract import Json, index_json, topic_names
from app.errors import PassageMissing
from app.topic_tree import Branch, topic_tree
from index.reader import Index
from ingest.documents import Document
from ingest.language import language_of

MOST_CHARS = 4000  # of a stored text at once: two screens


def topics_json(index: Index) -> Json:
    """Return the list's headings as a tree with counts of links."""
    root = topic_tree(index)
    return {
        "list": index.manifest.list_name,
        "links": root.links,
        "topics": [_branch(one) for one in root.below.values()],
        "index": index_json(index.manifest),
    }


def passages_json(index: Index, url: str, start: int = 0, end: int | None = None) -> Json:
    """Return what the texts stored for a link say from `start` to `end`, at most 4,000 characters of each.

    Raises:
        PassageMissing: the list has no such link, or none of its texts is that long.
    """
    documents = [one for one in index.documents if url in (one.link.url, one.url)]
    if not documents:
        raise PassageMissing(f"the list has no link to “{url[:200]}”", "give the url of a search's hit")
    stop = start + MOST_CHARS if end is None else min(end, start + MOST_CHARS)
    found = [_stored(one, start, stop) for one in documents if one.text[start:stop]]
    if not found:
        longest = max(len(one.text) for one in documents)
        raise PassageMissing(f"there is no text from {start} to {stop}", f"ask for a place below {longest}")
    return {"url": documents[0].link.url, "passages": found, "index": index_json(index.manifest)}


def _branch(branch: Branch) -> Json:
    below = [_branch(one) for one in branch.below.values()]
    return {"topic": branch.topic, "name": branch.path[-1], "links": branch.links, "topics": below}


def _stored(document: Document, start: int, stop: int) -> Json:
    text = document.text[start:stop]
    return {
        "title": document.title,
        "topics": topic_names(document.link),
        "text": text,
        "start": start,
        "end": start + len(text),
        "length": len(document.text),
        "language": language_of(text),
        "published": document.published,
        "fetched": document.fetched,
        "source": document.source.value,
    }
