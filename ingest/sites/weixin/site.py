"""WeChat articles: title, account, author, date and text from the places that hold them.

The host forbids its articles to robots; what is fetched is the one page that a person's own list names, at a person's
pace, and the host is asked for nothing more once it answers with a verification page.
"""

import html

from lxml.etree import _Element

from ingest.documents import Document, Link, Page
from ingest.errors import FetchFailed
from ingest.extraction.blocks import text_of, visible
from ingest.extraction.charset import to_text
from ingest.extraction.tree import found as found_in
from ingest.extraction.tree import tree_of
from ingest.extraction.worker import Extractor
from ingest.fetching.exchange import Pages
from ingest.sites.weixin.pages import Unavailable, unavailable
from ingest.sites.weixin.script import account, published, strings, unescaped
from ingest.sites.weixin.text import body_of
from ingest.status import Status
from ingest.urls.weixin import canonical, is_album, is_weixin

ACCEPT = {"Accept": "text/html,application/xhtml+xml"}
TITLE_CHARS = 120  # short texts have no title: the site gives their whole text for one


def matches(url: str) -> bool:
    """Return whether a URL lies on the host of WeChat's articles."""
    return is_weixin(url)


async def read(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    """Fetch and read one article; an article whose account moved is followed once.

    Raises:
        FetchFailed: with the status that the link ends in; `unsupported_type`, without a request, for an album.
    """
    _refuse_album(link.url)
    found = await _opened(link, canonical(link.url), "", pages, extract)
    if isinstance(found, str):  # a redirect in the page's own words: it is still the page that the list names
        found = await _opened(link, found, found, pages, extract)
    if isinstance(found, str):
        raise FetchFailed(Status.MOVED, f"the article moved twice, in the end to {found}")
    return found


def parse(link: Link, page: Page) -> tuple[Document, ...]:
    """Read one article.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    _refuse_album(link.url)
    found = _parsed(link, page, "")
    if isinstance(found, str):
        raise FetchFailed(Status.MOVED, f"the article moved to {found}")
    return found


async def _opened(
    link: Link, address: str, moved_to: str, pages: Pages, extract: Extractor
) -> tuple[Document, ...] | str:
    """Return the documents at an address, or the address to which they moved; a verification page stops the host."""
    page = await pages.get(address, ACCEPT)
    try:
        return await extract(_parsed, link, page, moved_to)
    except FetchFailed as failure:
        if failure.status is Status.BLOCKED:
            pages.stop(address, failure.problem)
        raise


def _refuse_album(url: str) -> None:
    if is_album(url):
        raise FetchFailed(Status.UNSUPPORTED_TYPE, "a WeChat album is a list of articles, none of them in particular")


def _parsed(link: Link, page: Page, moved_to: str) -> tuple[Document, ...] | str:
    tree = _tree(page)
    script = "\n".join(part.text or "" for part in found_in(tree, "//script"))
    if instead := unavailable(tree, page.final_url, script):
        return _target(instead)
    return (_article(link, page, tree, script, moved_to),)


def _target(instead: Unavailable) -> str:
    if instead.target:
        return instead.target
    raise FetchFailed(instead.status, instead.reason, retryable=instead.retryable)


def _article(link: Link, page: Page, tree: _Element, script: str, moved_to: str) -> Document:
    address = canonical(page.final_url) if is_weixin(page.final_url) else page.final_url
    text, headings = body_of(tree, script, _meta(tree, "og:description") or _meta(tree, "description"))
    title = _title(tree, script)
    if not (text or title):
        raise FetchFailed(Status.EMPTY, f"{address} holds no text")
    return Document(
        link=link,
        url=address,
        title=link.title or title,
        text=text or title,
        headings=headings,
        source=page.source,
        fetched=page.fetched,
        published=published(script, _element_text(tree, "publish_time")),
        author=_meta(tree, "author"),
        site=_element_text(tree, "js_name") or account(script),
        moved_to=moved_to or page.moved_to,
    )


def _title(tree: _Element, script: str) -> str:
    shown = _meta(tree, "og:title") or _element_text(tree, "activity-name")
    named = shown or next(iter([*strings(script, "msg_title"), *strings(script, "title")]), "")
    line = visible(html.unescape(named)).strip().partition("\n")[0]
    return line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1] + "…"


def _tree(page: Page) -> _Element:
    if not page.body.strip():
        raise FetchFailed(Status.EMPTY, f"{page.url} is empty")
    tree: _Element = tree_of(to_text(page.body, page.content_type))
    return tree


def _meta(tree: _Element, name: str) -> str:
    r"""Return what a page says of itself; WeChat writes line breaks there as `\x0a`."""
    found = [part.get("content", "") for part in found_in(tree, f"//meta[@property='{name}' or @name='{name}']")]
    return next((unescaped(value).strip() for value in found if value.strip()), "")


def _element_text(tree: _Element, identifier: str) -> str:
    found = found_in(tree, f"//*[@id='{identifier}']")
    return " ".join(text_of(found[0])[0].split()) if found else ""
