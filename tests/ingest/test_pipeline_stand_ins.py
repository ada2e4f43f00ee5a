"""What stands in for a page that cannot be read, and what is taken for one: saved pages, snapshots, error pages."""

from pathlib import Path

import pytest
from recordings import HTML, Recording, html, replaying, run, write_warc

from ingest.documents import Page
from ingest.fetching.fetch import Fetcher
from ingest.lists.link_list import LinkList, parse_list
from ingest.pipeline import read_links
from ingest.plan import Outcome, Plan
from ingest.status import Source, Status

URL = "https://e.example/engine"
OTHER = "https://e.example/other"
LIST = parse_list(f"# Graphs\n\n[On the list]({URL}): fast\n", "list.md")
WORDS = "".join(f"<p>Paragraph {number} is about a graph engine and its memory.</p>" for number in range(12))
SORRY = "<html><body><p>We moved our blog, sorry.</p></body></html>"


def recorded(path: Path, source: Source = Source.LIVE, **pages: Recording) -> Fetcher:
    """Return a fetcher whose archive holds these pages of the host, by the last part of their path."""
    found = {f"https://e.example/{name}": page for name, page in pages.items()}
    return replaying(write_warc(path, found), source)


def outcomes(plan: Plan, links: LinkList = LIST) -> tuple[Outcome, ...]:
    """Read a list."""
    return run(read_links(links, plan, lambda _: None)).outcomes


def saved(text: str) -> Page:
    """Return the page as its reader saved it."""
    return Page(URL, URL, "text/html", text.encode(), "2025-02-03T04:05:06Z", Source.ARCHIVE)


def test_a_saved_page_is_read_and_nothing_is_asked(tmp_path: Path) -> None:
    """A page that the user saved is read before anything else, and the outcome says that nobody was asked."""
    web = recorded(tmp_path / "a.warc.gz", engine=html(f"<p>live</p>{WORDS}"))
    (outcome,) = outcomes(Plan(saved={URL: saved(f"<p>saved</p>{WORDS}")}.get, primary=[web]))

    assert outcome.documents[0].text.startswith("saved")
    assert (outcome.status, outcome.source, outcome.asked) == (Status.OK, Source.ARCHIVE, False)


def test_a_broken_saved_page_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    """A saved file without any text does not keep the link from being read."""
    web = recorded(tmp_path / "a.warc.gz", engine=html(f"<p>live</p>{WORDS}"))
    (outcome,) = outcomes(Plan(saved={URL: saved("")}.get, primary=[web]))

    assert (outcome.status, outcome.source) == (Status.OK, Source.LIVE)


@pytest.mark.parametrize(
    ("answer", "status", "source"),
    [
        ((404, HTML, b""), Status.OK_FALLBACK, Source.WAYBACK),
        ((410, HTML, b""), Status.OK_FALLBACK, Source.WAYBACK),
        ((500, HTML, b""), Status.HTTP_ERROR, Source.STUB),
        ((403, HTML, b""), Status.BLOCKED, Source.STUB),
    ],
)
def test_snapshots_are_asked_for_what_is_gone(
    answer: Recording, status: Status, source: Source, tmp_path: Path
) -> None:
    """A snapshot stands in for a page that is gone, not for one that is there and only failed."""
    web = recorded(tmp_path / "a.warc.gz", engine=answer)
    snapshots = recorded(tmp_path / "b.warc.gz", Source.WAYBACK, engine=html(f"<p>then</p>{WORDS}"))
    (outcome,) = outcomes(Plan(primary=[web], snapshots=snapshots))

    assert (outcome.status, outcome.source) == (status, source)
    assert outcome.cause is (Status.GONE if source is Source.WAYBACK else None)


def test_a_snapshot_of_an_error_page_is_none(tmp_path: Path) -> None:
    """A snapshot that holds no article leaves the link gone."""
    web = recorded(tmp_path / "a.warc.gz", engine=(404, HTML, b""))
    snapshots = recorded(tmp_path / "b.warc.gz", Source.WAYBACK, engine=html("<title>404 Not Found</title><p>404</p>"))
    (outcome,) = outcomes(Plan(primary=[web], snapshots=snapshots))

    assert (outcome.status, outcome.source) == (Status.GONE, Source.STUB)


def test_the_same_few_words_twice_are_an_error_page(tmp_path: Path) -> None:
    """Two links of a host that both answer 200 with the same short text have lost their pages; one alone is thin."""
    links = parse_list(f"# T\n\n[A]({URL})\n\n[B]({OTHER})\n\n[C](https://e.example/short)\n", "list.md")
    short = html("<html><body><p>A short page of its own.</p></body></html>")
    web = recorded(tmp_path / "a.warc.gz", engine=html(SORRY), other=html(SORRY), short=short)
    found = outcomes(Plan(primary=[web]), links)

    assert [one.status for one in found] == [Status.SOFT_404, Status.SOFT_404, Status.THIN]
    assert [one.source for one in found] == [Source.STUB, Source.STUB, Source.LIVE]


def test_links_without_pages_are_no_error_pages(tmp_path: Path) -> None:
    """Two links of one title whose pages hold nothing at all stay thin: what stands in for them is not their page."""
    links = parse_list(f"# T\n\n[A]({URL})\n\n[A]({OTHER})\n", "list.md")
    blank = html("<html><body><script>go()</script></body></html>")
    found = outcomes(Plan(primary=[recorded(tmp_path / "a.warc.gz", engine=blank, other=blank)]), links)

    assert [one.status for one in found] == [Status.THIN, Status.THIN]


def test_a_failure_says_whether_it_may_pass(tmp_path: Path) -> None:
    """The outcome carries whether a later build may succeed."""
    server_error = recorded(tmp_path / "a.warc.gz", engine=(503, HTML, b""))
    gone = recorded(tmp_path / "b.warc.gz", engine=(404, HTML, b""))

    assert [outcomes(Plan(primary=[web]))[0].retryable for web in (server_error, gone)] == [True, False]


def test_what_a_page_lacks_is_told(tmp_path: Path) -> None:
    """A page without an end, as long as its server says, is read, and the outcome says that some may be missing."""
    body = f"<html><body>{WORDS}".encode()
    web = recorded(tmp_path / "a.warc.gz", engine=(200, dict(HTML) | {"Content-Length": str(len(body))}, body))
    (outcome,) = outcomes(Plan(primary=[web]))

    assert (outcome.status, outcome.reason) == (Status.OK, "its HTML has no end: some of it may be missing")
