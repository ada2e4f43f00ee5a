"""What WeChat shows in an article's place: each page ends in its own status, told by its structure (fault 58)."""

from collections.abc import Callable

import pytest
from weixin_wire import MESSAGES_IN_SCRIPTS, TEXT, Article, filler, hidden, message, moved, small_message, verification

from ingest.documents import Link, Page
from ingest.errors import FetchFailed
from ingest.sites.weixin import parse
from ingest.status import Source, Status

URL = "https://mp.weixin.qq.com/s/Ab3dEf6hIj9lMn2pQr5t_w"
TARGET = "https://mp.weixin.qq.com/s/Zz3dEf6hIj9lMn2pQr5t_w"
GONE = {
    "该内容已被发布者删除": "该内容已被发布者删除",
    "The content has been deleted by the author.": "The content has been deleted by the author",
    "该内容已被删除": "该内容已被删除",
    "此内容因违规无法查看": "此内容因违规无法查看",
    "接相关投诉，此内容违反《即时通信工具公众信息服务发展管理暂行规定》": "接相关投诉，此内容违反",
    "此内容发送失败无法查看": "此内容发送失败无法查看",
    "该内容暂时无法查看": "该内容暂时无法查看",
    "此帐号已被屏蔽, 内容无法查看": "此帐号已被屏蔽",
    "此帐号已注销": "帐号已注销",
    "该账号已自主注销": "帐号已自主注销",
    "此帐号已冻结": "帐号已冻结",
    "此帐号已被冻结，\n  内容无法查看": "帐号已被冻结",
    "链接已过期": "链接已过期",
    "根据作者隐私设置，无法查看该内容": "根据作者隐私设置，无法查看该内容",
}
BLOCKED = ["环境异常", "访问过于频繁", "操作频繁，请稍后再试", "请在微信客户端打开链接"]
MOVED = moved(TARGET)


def failure(html: str, address: str = URL) -> FetchFailed:
    """Return how reading a page ends."""
    page = Page(URL, address, "text/html; charset=utf-8", html.encode(), "2024-06-01T00:00:00Z", Source.LIVE)
    with pytest.raises(FetchFailed, match=r"\w") as caught:
        parse(Link(URL, ()), page)
    return caught.value


@pytest.mark.parametrize(("words", "quoted"), GONE.items())
@pytest.mark.parametrize("shown", [message, small_message], ids=["block", "small block"])
def test_gone(words: str, quoted: str, shown: Callable[[str], str]) -> None:
    """Every message that says so, in either block, means that the article is gone for good; the reason quotes it."""
    found = failure(shown(words))

    assert (found.status, found.retryable) == (Status.GONE, False)
    assert found.problem == f"WeChat: {quoted}"


def test_gone_by_its_description() -> None:
    """Where a block's title says nothing, the sentence under it counts."""
    assert failure(message("温馨提示", "此内容因违规无法查看")).problem == "WeChat: 此内容因违规无法查看"


def test_hidden_by_its_author() -> None:
    """An empty application without a title is an article that its author has hidden, though no visible word says so."""
    found = failure(hidden())

    assert (found.status, found.retryable) == (Status.GONE, False)
    assert "author has hidden" in found.problem


@pytest.mark.parametrize("words", BLOCKED)
@pytest.mark.parametrize("shown", [message, small_message], ids=["block", "small block"])
def test_blocked(words: str, shown: Callable[[str], str]) -> None:
    """Every page that asks for a person, or for patience, is worth another try."""
    found = failure(shown(words))

    assert (found.status, found.retryable) == (Status.BLOCKED, True)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (verification(), URL),
        (verification().replace("</script></body>", filler(1_800_000) + "</script></body>"), URL),
        ("<html><body><p>当前环境异常，完成验证后即可继续访问。</p><a>去验证</a></body></html>", URL),
        (Article().html, "https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=abc&target_url=x"),
        ("<html></html>", "https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha"),
    ],
    ids=["block", "of two megabytes", "no block", "address", "address of nothing"],
)
def test_verification(html: str, address: str) -> None:
    """The verification page is known by its block, by its few words, or by the address where it stands."""
    found = failure(html, address)

    assert (found.status, found.retryable) == (Status.BLOCKED, True)
    assert "poc_token" not in found.problem


@pytest.mark.parametrize(
    "html",
    [
        MOVED,
        moved(TARGET.replace("https", "http") + "?scene=1&amp;key=SECRET#rd"),
        moved(TARGET.replace("/", "\\x2f").replace(":", "\\x3a")),
    ],
    ids=["as it is", "with what it needs not", "escaped"],
)
def test_moved(html: str) -> None:
    """An account that moved names the article's new address."""
    found = failure(html)

    assert (found.status, found.problem) == (Status.MOVED, f"the article moved to {TARGET}")


@pytest.mark.parametrize(
    "link", ["https://evil.example/s/Zz3d", "https://mp.weixin.qq.com.evil.example/s/1", "//x", "http://[", ""]
)
def test_moved_elsewhere(link: str) -> None:
    """A new address on another host, or none at all, is not followed."""
    assert (failure(moved(link)).status, failure(moved(link)).problem) == (Status.MOVED, "WeChat: 该公众号已迁移")


def test_invalid() -> None:
    """An address with wrong parameters is an error for good, not a page that once was."""
    found = failure(message("参数错误"))

    assert (found.status, found.retryable) == (Status.HTTP_ERROR, False)
    assert "参数错误" in found.problem


@pytest.mark.parametrize(
    "html",
    [
        message("系统出错"),
        f"<html><title>微信公众平台</title><body>{'登录以后才能管理您的公众号。' * 60}</body></html>",
        f"<html><title>微信公众平台</title><body>{'此内容因违规无法查看是一句话。' * 60}</body></html>",
        f"<html><title>公众号</title><script>{MESSAGES_IN_SCRIPTS}</script><body><div id='app'></div></body></html>",
        f"<html><script>{MESSAGES_IN_SCRIPTS}</script><body></body></html>",
        '{"base_resp": {"ret": -3}}',
        "\x00\x01\x02",
    ],
    ids=["a new message", "the login page", "long", "an application", "only scripts", "data", "bytes"],
)
def test_unknown_pages(html: str) -> None:
    """Anything else that is no article is never read as one, whatever its scripts or its long texts say."""
    found = failure(html)

    assert (found.status, found.problem) == (Status.EXTRACT_FAILED, "it is a page of WeChat that is no article")


def test_an_empty_answer() -> None:
    """An empty answer is empty."""
    assert failure(" ").status is Status.EMPTY


def test_an_article_about_messages() -> None:
    """An article that quotes every message, in its text and in its scripts, is an article."""
    quoted = "".join(
        f'<p class="weui-msg__title">{words}</p>' for words in (*GONE, *BLOCKED, "参数错误", "该公众号已迁移")
    )
    article = Article(content=f"{quoted}<p>{TEXT}</p>")
    page = Page(URL, URL, "text/html", article.html.encode(), "2024-06-01T00:00:00Z", Source.LIVE)

    assert "环境异常" in parse(Link(URL, ()), page)[0].text


def test_an_album() -> None:
    """An album is a list of articles, which is said without looking for one."""
    link = Link("https://mp.weixin.qq.com/mp/appmsgalbum?__biz=M&action=getalbum&album_id=1", ())
    page = Page(link.url, link.url, "text/html", Article().html.encode(), "2024-06-01T00:00:00Z", Source.ARCHIVE)

    with pytest.raises(FetchFailed, match="list of articles") as caught:
        parse(link, page)
    assert caught.value.status is Status.UNSUPPORTED_TYPE
