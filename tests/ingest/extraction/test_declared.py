"""Title, date, author and site: those that a page declares, and never ones that its text happens to mention."""

import pytest

from ingest.extraction.html import Extracted, extract

BODY = "".join(
    f"<p>Paragraph {number} tells how a graph engine shares memory, at some length.</p>" for number in range(15)
)
LONG = "Running text that goes on for a while about engines, memory and the machines that share it between them, until "


NAMED = '<meta name="author" content="{}"><meta property="og:site_name" content="{}">'


def facts(head: str, top: str = "", bottom: str = "", url: str = "https://e.example/page") -> Extracted:
    """Return what is found on a page with such a head, and such things around its article."""
    page = f"<html><head>{head}</head><body><article>{top}{BODY}</article>{bottom}</body></html>"
    return extract(page, url)


def json_ld(fields: str) -> str:
    what = '"@context": "https://schema.org", "@type": "Article"'
    return f'<script type="application/ld+json">{{{what}, {fields}}}</script>'


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        ('<meta property="article:published_time" content="2020-03-04T05:06:07Z">', "", "2020-03-04"),
        ('<meta name="citation_publication_date" content="2018/05/06">', "", "2018-05-06"),
        (json_ld('"datePublished": "2019-05-06", "dateModified": "2021-01-01"'), "", "2019-05-06"),
        ("", '<p class="meta">Ada, <time datetime="2018-07-08">8 July</time></p>', "2018-07-08"),
        ("", "<header><time>2017-02-03</time></header>", "2017-02-03"),
        ('<meta name="date" content="2016-02-03">', '<p><time datetime="2018-07-08">later</time></p>', "2016-02-03"),
    ],
)
def test_declared_dates(head: str, top: str, published: str) -> None:
    """A date is taken from a meta tag, from JSON-LD, or from a time that stands by itself, in this order."""
    assert facts(head, top).published == published


def test_a_date_in_the_address() -> None:
    """Where nothing else is declared, a whole date in the page's address is its date."""
    url = "https://e.example/2020/05/06/engines"
    declared = '<meta property="article:published_time" content="2020-05-01">'

    assert (facts("", url=url).published, facts(declared, url=url).published) == ("2020-05-06", "2020-05-01")


@pytest.mark.parametrize(
    ("head", "top", "bottom"),
    [
        ("", "<p>The engine was released on 2021-03-04.</p>", ""),
        ("", "<p>2021年3月4日发布了第一版。</p>", ""),
        ("", f"<p>{LONG}<time datetime='2021-03-04'>that day</time></p>", ""),
        ("", "<p>It came out on <time datetime='2021-03-04'>that day</time>.</p>", ""),
        ("<title>What was new on 2021-03-04</title>", "<h1>Release 2021-03-04</h1>", ""),
        ('<meta name="description" content="As of 2021-03-04 10:00:00 it is so.">', "", ""),
        ('<meta property="article:modified_time" content="2021-03-04">', "", ""),
        ('<meta name="lastmod-date" content="2021-03-04">', "", ""),
        ("<script>var built = '2024-09-26 10:11:12', ct = '1700000000'</script>", "", ""),
        ("", "", "<footer>© 2019 the authors, <time>2019-01-01</time></footer>"),
        ("", "", "<aside><time datetime='2015-01-01'>another article</time></aside>"),
        ("", "", "<ul><li><a href='/b'>Read on</a> <time datetime='2015-01-01'>then</time></li></ul>"),
        ("", "", "<div class='comments'><p><b>Bob</b> <time datetime='2015-01-01'>then</time></p></div>"),
        ("", "<img src='/2020/01/02/engine.png'>", ""),
    ],
)
def test_dates_of_something_else(head: str, top: str, bottom: str) -> None:
    """A date in running text, in a title, a script, another article or a comment is not the page's; None is no lie."""
    assert facts(head, top, bottom).published is None


@pytest.mark.parametrize(
    ("head", "author", "site"),
    [
        (NAMED.format("Ada Byron", "The Post"), "Ada Byron", "The Post"),
        (NAMED.format("张三", "引擎周刊"), "张三", "引擎周刊"),
        (json_ld('"author": {"name": "Ada Byron"}, "publisher": {"name": "The Post"}'), "Ada Byron", "The Post"),
        ('<meta property="article:author" content="https://social.example/ada">', "", ""),
        ('<meta property="og:site_name" content="微信公众平台">', "", ""),
        ('<meta property="og:site_name" content="www.e.example">', "", ""),
        ("", "", ""),
    ],
)
def test_author_and_site(head: str, author: str, site: str) -> None:
    """Author and site are as declared, also of one word; an address is no author, a host or platform no site."""
    found = facts(head)

    assert (found.author, found.site) == (author, site)


def test_authors_of_comments() -> None:
    """Who wrote a comment has not written the page."""
    byline = "<p>By <a rel='author' href='/ada'>Ada Byron</a></p>"
    comment = "<div id='comments'><p><span itemprop='author'>Bob Troll</span>: no</p></div>"

    assert facts("", bottom=comment).author == ""
    assert facts("", byline, comment).author == "Ada Byron"


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        ("<title>From the title tag</title>", "", "From the title tag"),
        ("<meta property='og:title' content='From Open\u200b Graph'><title>x</title>", "<h1>y</h1>", "From Open Graph"),
        ("<title>Engines - Some site</title>", "<h1>How engines share</h1>", "How engines share"),
        (json_ld('"headline": "From JSON-LD"'), "", "From JSON-LD"),
        ("", "", ""),
    ],
)
def test_titles(head: str, top: str, title: str) -> None:
    """The title is the one declared for sharing, else the only heading, else the title tag; it is visible."""
    assert facts(head, top).title == title
