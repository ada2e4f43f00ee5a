"""Addresses on GitHub: what each form of them names."""

import pytest

from ingest.sites.github import matches
from ingest.sites.github.urls import Place, place_of

ENGINE = Place("owner/engine")
GUIDE = Place("owner/engine", "main", "docs/guide.md", is_file=True)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://github.com/owner/engine", ENGINE),
        ("http://www.github.com/owner/engine.git", ENGINE),
        ("https://github.com/owner/engine/?tab=readme-ov-file#install", ENGINE),
        ("https://GitHub.com./Owner/En.gi-ne_2", Place("Owner/En.gi-ne_2")),
        ("https://github.com/owner/engine/tree/main", Place("owner/engine", "main")),
        ("https://github.com/owner/engine/tree/v1.2/examples/one/", Place("owner/engine", "v1.2", "examples/one")),
        ("https://github.com/owner/engine/blob/main/docs/guide.md?plain=1#L3", GUIDE),
        ("https://github.com/owner/engine/raw/main/docs/guide.md", GUIDE),
        ("https://raw.githubusercontent.com/owner/engine/main/docs/guide.md", GUIDE),
        (
            "https://raw.githubusercontent.com/o/r/refs/heads/a/b.rst",
            Place("o/r", "refs/heads/a", "b.rst", is_file=True),
        ),
        ("https://github.com/o/r/blob/main/%E8%AF%B4%E6%98%8E.md", Place("o/r", "main", "说明.md", is_file=True)),
        ("https://github.com/o/r/blob/main/notes.ipynb", Place("o/r", "main", "notes.ipynb", is_file=True)),
        ("https://github.com/o/r/blob/main/paper.PDF", Place("o/r", "main", "paper.PDF", is_file=True)),
        ("https://github.com/o/r/blob/main/README", Place("o/r", "main", "README", is_file=True)),
        ("https://github.com/o/r/blob/main/engine.py", None),
        ("https://github.com/o/r/blob/main", None),
        ("https://github.com/o/r/blob/main/../../x.md", None),
        ("https://github.com/owner/engine/issues/4", None),
        ("https://github.com/owner/engine/pull/4", None),
        ("https://github.com/owner/engine/wiki/Home", None),
        ("https://github.com/owner/engine/releases", None),
        ("https://github.com/owner/engine/discussions/9", None),
        ("https://github.com/owner", None),
        ("https://github.com/topics/graphs", None),
        ("https://github.com/Sponsors/owner", None),
        ("https://github.com/marketplace/actions", None),
        ("https://gist.github.com/owner/123", None),
        ("https://owner.github.io/engine", None),
        ("https://e.example/owner/engine", None),
        ("https://[github.com/owner/engine", None),
    ],
)
def test_what_a_url_names(url: str, place: Place | None) -> None:
    """Front pages, folders and readable files are told apart from users, GitHub's own pages and everything else."""
    assert place_of(url) == place


@pytest.mark.parametrize(
    ("url", "is_github"),
    [
        ("https://github.com/owner/engine/issues/4", True),
        ("https://gist.github.com/owner/123", True),
        ("https://raw.githubusercontent.com/owner/engine/main/a.py", True),
        ("https://owner.github.io/engine", False),
        ("https://github.com.e.example/owner/engine", False),
        ("https://[", False),
    ],
)
def test_whose_pages_these_are(url: str, is_github: bool) -> None:  # noqa: FBT001 - a column of the table
    """All pages of GitHub's hosts are read here, and of no other host."""
    assert matches(url) is is_github


@pytest.mark.parametrize(
    ("place", "api", "raw", "web"),
    [
        (
            ENGINE,
            "https://api.github.com/repos/owner/engine/readme",
            "https://raw.githubusercontent.com/owner/engine/HEAD/README.md",
            "https://github.com/owner/engine",
        ),
        (
            Place("owner/engine", "v 1", "图/a"),
            "https://api.github.com/repos/owner/engine/readme/%E5%9B%BE/a?ref=v%201",
            "https://raw.githubusercontent.com/owner/engine/v%201/%E5%9B%BE/a/README.md",
            "https://github.com/owner/engine/tree/v%201/%E5%9B%BE/a",
        ),
    ],
)
def test_where_a_folder_is_asked_for(place: Place, api: str, raw: str, web: str) -> None:
    """The three ways to a README lead to the folder and the version that the link names."""
    assert (place.api_url(), place.raw_url("README.md"), place.web_url()) == (api, raw, web)


def test_a_renamed_repository_keeps_the_place() -> None:
    """Under a new name a folder or file is where it was."""
    assert GUIDE.web_url("new/name") == "https://github.com/new/name/blob/main/docs/guide.md"
    assert ENGINE.web_url("new/name") == "https://github.com/new/name"
