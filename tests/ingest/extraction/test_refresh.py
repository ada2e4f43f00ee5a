"""Pages that send their reader on by themselves: where to, and when not."""

import pytest

from ingest.documents import Page
from ingest.extraction.refresh import MAX_PAGE_BYTES, may_refresh, refresh_target
from ingest.status import Source

URL = "https://site.example/old/page.html"


def page(body: str, content_type: str = "text/html; charset=utf-8") -> Page:
    return Page(URL, URL, content_type, body.encode(), "2024-05-06", Source.LIVE)


def meta(content: str) -> Page:
    return page(f'<html><head><meta http-equiv="Refresh" content="{content}"></head><body>Moved.</body></html>')


@pytest.mark.parametrize(
    ("content", "target"),
    [
        pytest.param("0; url=https://other.example/new", "https://other.example/new", id="fault 45: 0 s"),
        pytest.param("5;URL='/new'", "https://site.example/new", id="fault 45: 5 s"),
        pytest.param("6; url=/new", None, id="fault 45: 6 s"),
        pytest.param("100; url=/new", None, id="fault 45: 100 s"),
        ("0.5, url=new.html", "https://site.example/old/new.html"),
        (" 1 ;  url = ../new ", "https://site.example/new"),
        ("0;/new", "https://site.example/new"),
        ("0; url=//other.example/新", "https://other.example/新"),
        ("0", None),
        ("", None),
        ("5", None),
        ("0; url=", None),
        ("0; url=#top", None),
        (f"0; url={URL}#top", None),
        ("0; url=javascript:alert(1)", None),
        ("0; url=file:///etc/passwd", None),
        ("0; url=data:text/html,x", None),
        ("0; url=http://[", None),
        ("0; url=https://user:pw@other.example/", None),
        ("soon; url=/new", None),
        ("-1; url=/new", None),
    ],
)
def test_where_a_page_sends(content: str, target: str | None) -> None:
    """A page sends on to a web address other than its own, within five seconds, in any of the ways this is written."""
    assert refresh_target(meta(content)) == target


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<noscript>{}</noscript>", id="fault 45: inside noscript"),
        "<!-- {} -->",
        "<script>document.write('{}')</script>",
        "<textarea>{}</textarea>",
        "<div data-html='{}'></div>",
    ],
)
def test_what_a_browser_would_not_follow(around: str) -> None:
    """A tag that only browsers without scripts follow, or that is no tag, sends nobody on."""
    tag = '<meta http-equiv="refresh" content="0; url=/new">'

    assert refresh_target(page(f"<html><head>{around.format(tag)}</head><body>Text.</body></html>")) is None


def test_the_first_good_one_counts() -> None:
    """Where several tags send on, the first that does so soon enough counts."""
    tags = "".join(f'<meta http-equiv="refresh" content="{content}">' for content in ("9;/a", "1;/b", "0;/c"))

    assert refresh_target(page(tags)) == "https://site.example/b"


def test_most_pages_are_not_parsed_for_it() -> None:
    """A page that does not hold the word is not looked at further, nor is what stands far behind the beginning."""
    assert may_refresh(meta("0;/new"))
    assert not may_refresh(page("<p>An engine.</p>"))
    assert not may_refresh(page("<p>" + "x" * MAX_PAGE_BYTES + '<meta http-equiv="refresh" content="0;/new">'))


@pytest.mark.parametrize("body", ["", "refresh", "<refresh", "\x00refresh"])
def test_no_page_at_all(body: str) -> None:
    """What is no page sends nobody on."""
    assert refresh_target(page(body)) is None
