"""What arXiv says of a paper: its feed and its page, whole, empty, wrong, and hostile."""

import pytest

from ingest.errors import FetchFailed
from ingest.sites.arxiv.paper import paper_in_feed, paper_on_page
from ingest.status import Status

ENTRY = """<entry><id>http://arxiv.org/abs/2101.00001v2</id><updated>2021-03-04T00:00:00Z</updated>
<published>2021-01-02T18:00:01Z</published><title>Lamps of the\n  North: A &lt;Survey&gt;</title>
<summary>  We count lamps.\n\nThey burn $n$ hours.\n</summary>{authors}
<link title="pdf" href="http://arxiv.org/pdf/2101.00001v2" rel="related"/></entry>"""
AUTHORS = (
    "<author><name>Ann Bo</name></author><author><name> 王 小明 </name><x:affiliation>Pier</x:affiliation></author>"
)


def feed(entry: str) -> bytes:
    """Return an answer of the API."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://arxiv.org/x">'
    return f"{head}<title>ArXiv Query: id_list=2101.00001</title>{entry}</feed>".encode()


def test_a_feed() -> None:
    """Title, authors, abstract and the first version's date come from the entry, line breaks undone."""
    paper = paper_in_feed(feed(ENTRY.format(authors=AUTHORS)))

    assert (paper.title, paper.authors) == ("Lamps of the North: A <Survey>", "Ann Bo, 王 小明")
    assert (paper.abstract, paper.published) == ("We count lamps. They burn $n$ hours.", "2021-01-02")


def test_many_authors() -> None:
    """Of a paper with more than twenty authors the first twenty are named."""
    authors = "".join(f"<author><name>A{number}</name></author>" for number in range(2900))

    assert paper_in_feed(feed(ENTRY.format(authors=authors))).authors.endswith(", A18, A19 and 2880 others")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (feed("<entry><title>Error</title><summary>incorrect id format for x</summary></entry>"), Status.GONE),
        (feed(""), Status.GONE),
        (feed("<entry><title>Lamps</title></entry>"), Status.GONE),
        (b"", Status.EXTRACT_FAILED),
        (b"Rate exceeded.", Status.EXTRACT_FAILED),
        (b"<html><body>busy</body></html>", Status.EXTRACT_FAILED),
        (feed(ENTRY.format(authors=AUTHORS))[:-40], Status.EXTRACT_FAILED),
        (b"<feed>" + b"<a>" * 100_000, Status.EXTRACT_FAILED),
        (feed(f"<entry><title>T</title><summary>{'x' * 11_000_000}</summary></entry>"), Status.EXTRACT_FAILED),
    ],
    ids=["error", "no entry", "no abstract", "empty", "text", "HTML", "cut off", "deep", "a huge text"],
)
def test_a_feed_without_a_paper(body: bytes, status: Status) -> None:
    """A paper that arXiv does not know is gone; an answer that is no feed is a failure of its own."""
    with pytest.raises(FetchFailed, match="arXiv's API") as caught:
        paper_in_feed(body)
    assert caught.value.status is status


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "lamps"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "">',
    ],
)
def test_entities_stay_closed(declared: str) -> None:
    """A feed that declares entities opens neither files nor a bomb: they are left out of the text."""
    body = f"<!DOCTYPE feed [{declared}]><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title>"
    paper = paper_in_feed(f"{body}<summary>We count &a;&b;.</summary></entry></feed>".encode())

    assert paper.abstract == "We count &a;&b;."


def test_a_page() -> None:
    """The page of an abstract tells the same to citation indexes, in meta tags."""
    tags = {
        "title": "Lamps of the\nNorth",
        "date": "2021/01/02",
        "abstract": "We count\nlamps.",
        "arxiv_id": "2101.00001",
    }
    metas = "".join(f'<meta name="citation_{name}" content="{text}"/>' for name, text in tags.items())
    paper = paper_on_page(f'{metas}<meta name="citation_author" content="Bo, Ann"/><p>Computer Science</p>')

    assert (paper.title, paper.authors) == ("Lamps of the North", "Bo, Ann")
    assert (paper.abstract, paper.published) == ("We count lamps.", "2021-01-02")


@pytest.mark.parametrize(
    "html", ["", "<p>busy</p>", '<meta name="citation_title" content="Lamps">', "<?xml version='1.0'?>"]
)
def test_a_page_without_a_paper(html: str) -> None:
    """A page that names no title and abstract is none of a paper's."""
    with pytest.raises(FetchFailed, match="shows no title and abstract") as caught:
        paper_on_page(html)
    assert caught.value.status is Status.EXTRACT_FAILED
