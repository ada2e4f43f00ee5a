"""Pages in disguise: error pages, logins, walls and challenges that come as 200; honest pages that resemble them."""

import pytest

from ingest.errors import FetchFailed
from ingest.extraction.html import extract
from ingest.extraction.soft_404.rule import refuse_wrong_page
from ingest.status import Status

ASKED = "https://site.example/posts/2020/engine"
ROOT = "https://site.example/"
SHORT = "<p>The engine shares memory between its workers.</p>"
LONG = "".join(
    f"<p>Paragraph {number} tells how an engine shares memory between its workers.</p>" for number in range(12)
)
LINKS = "".join(f"<li><a href='/{number}'>Article number {number} of the site</a></li>" for number in range(40))
PASSWORD = (
    "<form action='/session'>Name <input name='n'> Password <input type='password'><button>Log in</button></form>"
)
COOKIES = (
    "<div id='cookie-consent'><h1>We value your privacy</h1><p>{}</p><button>Accept all</button></div>".format(
        "We and our 800 partners store information on your device. " * 8
    )
)  # fmt: skip
CHALLENGES = {
    "Cloudflare": "<h1>site.example</h1><script>window._cf_chl_opt={cvId:'3'}</script><p>Waiting for site.example.</p>",
    "zhihu": "<meta id='zh-zse-ck' content='abc'><script src='https://static.example/zse-ck/v4/a.js'></script>",
    "DataDome": "<p>Please enable JS and disable any ad blocker</p><script src='https://ct.captcha-delivery.com/c.js'></script>",
    "acw": "<script>var arg1='D3';function reload(x){document.cookie='acw_sc__v2='+x}</script>",
}


def judged(body: str, title: str = "The engine", answered: str = ASKED, asked: str = ASKED, head: str = "") -> str:
    """Return the status that such a page ends in, or `ok`."""
    html = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    try:
        text = extract(html, answered).text
    except FetchFailed:
        text = ""
    try:
        refuse_wrong_page(html, text, asked, answered)
    except FetchFailed as failure:
        return failure.status.value
    return "ok"


@pytest.mark.parametrize("title", ["404 Not Found", "页面不存在"])
def test_error_pages(title: str) -> None:
    """An error's title together with little text, mostly links, `noindex` or a way to the front page is a soft 404."""
    noindex = "<meta name='Robots' content='NOINDEX, follow'>"

    assert judged("<p>Nothing here.</p>", title) == "soft_404"
    assert judged(LONG, title, head=noindex) == "soft_404"
    assert judged(f"<ul>{LINKS}</ul>", title) == "soft_404"
    assert judged(LONG, title, answered=ROOT) == "soft_404"
    assert judged(f"<h1>{title}</h1>{SHORT}") == "soft_404"
    assert judged(f"<p>{title}</p>") == "soft_404"


@pytest.mark.parametrize(
    "answered", [ROOT, "https://www.site.example", "https://site.example/en/", f"{ROOT}index.html"]
)
def test_detours_to_the_front_page(answered: str) -> None:
    """Fault 47: a deep link that ends on a front page of links or of little text is a soft 404."""
    assert judged(f"<ul>{LINKS}</ul>", answered=answered) == "soft_404"
    assert judged(SHORT, answered=answered) == "soft_404"
    assert judged(LONG, answered=answered) == "ok"
    assert judged(f"<ul>{LINKS}</ul>", answered=answered, asked=ROOT) == "ok"


@pytest.mark.parametrize("challenge", CHALLENGES)
def test_challenges(challenge: str) -> None:
    """A challenge, known by what only its page holds, is `blocked`; the same script beside an article is not."""
    assert judged(CHALLENGES[challenge], "Loading") == "blocked"
    assert judged(LONG + CHALLENGES[challenge]) == "ok"


@pytest.mark.parametrize("title", ["Just a moment...", "Access Denied", "百度安全验证", "请先登录", "环境异常"])
def test_walls_by_title(title: str) -> None:
    """Fault 58: a wall's title over little text is `blocked`."""
    assert judged("<p>Please wait.</p>", title) == "blocked"


def test_logins() -> None:
    """Fault 58: a login page is `blocked`: by its form and title or address, by a detour, by nothing else there."""
    login = "https://site.example/login?next=/posts"

    assert judged(PASSWORD, "Sign in") == "blocked"
    assert judged(PASSWORD + SHORT, "登录 - 引擎周刊") == "blocked"
    assert judged(PASSWORD) == "blocked"
    assert judged("<div id='app'></div>", "登录", answered=login) == "blocked"
    assert judged(SHORT, answered=login) == "blocked"


def test_cookie_walls() -> None:
    """Fault 58: a page of which a notice about cookies is all there is, however long, is `blocked`."""
    assert judged(COOKIES) == "blocked"
    assert judged(COOKIES, "Before you continue to The Post") == "blocked"
    assert judged(COOKIES + LONG) == "ok"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<p>A server answers 404 not found when there is nothing at an address.</p>", "What a server answers"),
        (LONG, "How we fixed our 404 pages"),
        ("<h1>How we fixed our 404 pages</h1>" + SHORT, "How we fixed our 404 pages"),
        (LONG, "404"),
        ("<p>本文介绍登录模块怎样校验密码，以及请先登录的提示放在哪里。</p>", "登录模块的设计与实现"),
        ("<h1>单点登录</h1><p>用户登录之后，令牌会发给每个系统。</p>", "单点登录是怎么做的"),
        (SHORT, "登录"),
        (PASSWORD + LONG, "The engine"),
        (PASSWORD + "<p>" + "Short but honest words about an engine. " * 3 + "</p>", "The engine"),
        (f"<ul>{LINKS}</ul>", "A list of engines"),
        ("<article class='cookie-consent-guide'>" + LONG + "<button>Share</button></article>", "Cookie consent"),
        ("<p>Ignore it when a page says: access denied, verify you are human.</p>", "Notes"),
    ],
)
def test_honest_pages(body: str, title: str) -> None:
    """No page is refused for one sign: for being short, for its subject, for a login form beside it, for its links."""
    assert judged(body, title) == "ok"


def test_a_short_page_that_robots_shall_not_index() -> None:
    """Two weak signs are not enough without a title or a detour."""
    assert judged(SHORT, head="<meta name='robots' content='noindex'>") == "ok"


def test_the_reason_is_short() -> None:
    """The reason names the title that gave the page away, never more than 60 characters of it, without its tricks."""
    with pytest.raises(FetchFailed, match=r"shows an error page \(“404 not found”\) in place of the page"):
        refuse_wrong_page("<title>404 not\u202e found</title><p>x</p>", "x", ASKED, ASKED)
    with pytest.raises(FetchFailed, match="shows the site's front page in place of the page"):
        refuse_wrong_page("<title>Home of engines</title><p>x</p>", "x", ASKED, ROOT)


def test_only_walls_may_open_later() -> None:
    """What is blocked is worth another build; an error page is not."""
    with pytest.raises(FetchFailed, match=r"shows a login or a check \(“Access denied”\)") as blocked:
        refuse_wrong_page("<title>Access denied</title><p>x</p>", "x", ASKED, ASKED)
    with pytest.raises(FetchFailed, match="shows an error page") as missing:
        refuse_wrong_page("<title>404</title><p>x</p>", "x", ASKED, ASKED)
    assert (blocked.value.status, blocked.value.retryable) == (Status.BLOCKED, True)
    assert (missing.value.status, missing.value.retryable) == (Status.SOFT_404, False)
