"""The pages of an index's list, for a review; apart, as opening an index takes longer than all else that it does."""

from pathlib import Path

from eval.reviewing.review import Pages, SourcePage
from index.reader import Index
from ingest.urls import identity_of


def listed(folder: Path) -> Pages:
    """Return the pages of the list of the index in a folder, those too of which nothing could be read.

    Raises:
        SearchIndexError: the index was made by another version, or is damaged.
    """
    index = Index.load(folder)
    found = {identity_of(row.link.url): SourcePage(row.link.url, row.link.title, "") for row in index.links}
    for document in index.documents:
        key, text = identity_of(document.link.url), document.text
        if key in found:
            text = f"{found[key].text}\n{text}"
        found[key] = SourcePage(document.link.url, document.title, text)
    return found
