"""arXiv papers: the abstract at least, the text where it can be had, from HTML or PDF, and each thing once."""

from pathlib import Path

import pytest
from arxiv_pages import (
    ABSTRACT,
    ABSTRACT_PAGE,
    API,
    AS_HTML,
    AS_PDF,
    FEED,
    INTRODUCTION,
    LINK,
    METHOD,
    PAPER,
    PRINTED,
)
from recordings import DATE, HTML, Recording, html, read_recorded, write_warc

from ingest.documents import Document, Link, Page
from ingest.errors import FetchFailed
from ingest.sites.arxiv import parse
from ingest.status import Source, Status

ONLY_ABSTRACT = f"Abstract\n\n{ABSTRACT}"
NOT_THERE: Recording = (404, HTML, b"")


def read(tmp_path: Path, pages: dict[str, Recording], link: str = LINK) -> Document:
    """Return the only document of a link."""
    (document,) = read_recorded(write_warc(tmp_path / "a.warc.gz", pages), link)
    return document


@pytest.mark.parametrize("missing", [NOT_THERE, html("<p>No HTML for this paper.</p>"), (200, HTML, b"%PDF-1.4")])
def test_the_abstract_at_least(missing: Recording, tmp_path: Path) -> None:
    """Where neither HTML nor PDF can be read, the document is the abstract, with all that the API tells."""
    found = read(tmp_path, {API: FEED, AS_HTML: missing, AS_PDF: missing})

    assert (found.text, found.url, found.pages) == (ONLY_ABSTRACT, LINK, ())
    assert [(one.start, one.level, one.text) for one in found.headings] == [(0, 2, "Abstract")]
    assert (found.title, found.author, found.site) == ("The Lamps of the North", "Ann Bo, 王小明", "arXiv")
    assert (found.published, found.fetched, found.source) == ("2021-01-02", DATE, Source.ARCHIVE)


def test_the_lists_title_counts(tmp_path: Path) -> None:
    """What the list calls the paper stays its title."""
    path = write_warc(tmp_path / "a.warc.gz", {API: FEED})

    assert read_recorded(path, LINK, "On the list")[0].title == "On the list"


def test_the_text_from_html(tmp_path: Path) -> None:
    """The paper's HTML follows the abstract: no second title or abstract, formulas as LaTeX, cited by its address."""
    found = read(tmp_path, {API: FEED, AS_HTML: html(PAPER), AS_PDF: PRINTED})

    assert found.text == f"{ONLY_ABSTRACT}\n\n1 Lamps\n\nA lamp burns n^{{2}} hours."
    assert [(one.level, one.text) for one in found.headings] == [(2, "Abstract"), (2, "1 Lamps")]
    assert found.text.startswith("1 Lamps", found.headings[1].start)
    assert (found.url, found.pages, found.author) == (AS_HTML, (), "Ann Bo, 王小明")


@pytest.mark.parametrize("without_html", [NOT_THERE, html("<html><p>Conversion failed.</p></html>")])
def test_the_text_from_the_pdf(without_html: Recording, tmp_path: Path) -> None:
    """Without HTML the PDF follows the abstract, which stands there once, and each quote is on its own page."""
    found = read(tmp_path, {API: FEED, AS_HTML: without_html, AS_PDF: PRINTED})

    parts = [ONLY_ABSTRACT, f"1 Introduction\n{INTRODUCTION}", f"2 Method\n{METHOD}"]
    assert found.text == "\n\n".join(parts)
    assert [(one.level, one.text) for one in found.headings] == [
        (2, "Abstract"),
        (2, "1 Introduction"),
        (2, "2 Method"),
    ]
    assert all(found.text.startswith(one.text, one.start) for one in found.headings)
    assert [found.page_at(found.text.index(part[:30])) for part in parts] == [1, 1, 2]
    assert found.url == AS_PDF


@pytest.mark.parametrize("api", [NOT_THERE, (200, HTML, b"Rate exceeded."), (503, HTML, b""), None])
def test_without_the_api(api: Recording | None, tmp_path: Path) -> None:
    """Where the API fails, the page of the abstract tells the same."""
    found = read(tmp_path, {LINK: ABSTRACT_PAGE} | ({API: api} if api else {}))

    assert (found.text, found.url) == (ONLY_ABSTRACT, LINK)
    assert (found.title, found.author, found.published) == ("The Lamps of the North", "Bo, Ann", "2021-01-02")


@pytest.mark.parametrize(
    ("pages", "status"),
    [
        ({API: (200, HTML, b'<feed xmlns="http://www.w3.org/2005/Atom"/>'), LINK: NOT_THERE}, Status.GONE),
        ({API: (429, HTML, b""), LINK: NOT_THERE}, Status.GONE),
        ({API: (403, HTML, b""), LINK: (403, HTML, b"")}, Status.BLOCKED),
        ({API: (200, HTML, b"nonsense"), LINK: html("<p>busy</p>")}, Status.EXTRACT_FAILED),
        ({"https://arxiv.org/": html("<p>home</p>")}, Status.NOT_IN_ARCHIVE),
    ],
)
def test_no_paper(pages: dict[str, Recording], status: Status, tmp_path: Path) -> None:
    """A paper is gone where its page says so; without an abstract the link ends with the first way's failure."""
    with pytest.raises(FetchFailed, match=r"(?i)arxiv") as caught:
        read(tmp_path, pages)
    assert caught.value.status is status


@pytest.mark.parametrize(
    ("recording", "text", "url"),
    [
        (FEED, ONLY_ABSTRACT, LINK),
        (ABSTRACT_PAGE, ONLY_ABSTRACT, AS_PDF),
        (html(PAPER), "A lamp burns", AS_PDF),
        (PRINTED, METHOD, AS_PDF),
    ],
    ids=["feed", "abstract's page", "HTML", "PDF"],
)
def test_a_page_that_is_there_already(recording: Recording, text: str, url: str) -> None:
    """Each kind of page of a paper is read by itself, when it was saved or archived."""
    page = Page(LINK, AS_PDF, recording[1]["Content-Type"], recording[2], DATE, Source.WAYBACK)
    (document,) = parse(Link(LINK, ()), page)

    assert text in document.text
    assert (document.url, document.site, document.source) == (url, "arXiv", Source.WAYBACK)
