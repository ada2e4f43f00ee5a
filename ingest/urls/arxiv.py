"""Addresses of arXiv papers, whichever of its pages they name."""

import re
from urllib.parse import unquote, urlsplit

HOSTS = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org"})
# Both schemes of identifiers, with or without a version (info.arxiv.org/help/arxiv_identifier.html).
_ID = r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3})?"
_FURTHER = re.compile(r"v\d+$|\.[A-Z]{2}(?=/)")
_PATH = re.compile(rf"/(?:abs|pdf|html|format|ps|src|e-print)/({_ID})(?:\.pdf)?/?")


def paper_of(url: str) -> str | None:
    """Return a paper's identifier, with the version that the URL names, or None when it names no paper."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    found = _PATH.fullmatch(unquote(parts.path)) if host in HOSTS else None
    return found[1] if found else None


def without_version(paper: str) -> str:
    """Return an identifier without its version and subject class: what all versions of a paper share."""
    return _FURTHER.sub("", paper)


def query_url(paper: str) -> str:
    """Return where arXiv's API describes a paper (info.arxiv.org/help/api/user-manual.html)."""
    return f"https://export.arxiv.org/api/query?id_list={paper}"


def page_url(kind: str, paper: str) -> str:
    """Return the address of a paper's `abs`, `html` or `pdf`."""
    return f"https://arxiv.org/{kind}/{paper}"
