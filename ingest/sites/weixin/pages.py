"""What kind of page WeChat sent: an article, or one of the pages it sends in an article's place, all with status 200.

The structure decides; only the visible words of a message block are read, for the scripts of every article hold the
words of every message.
"""

import html
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.etree import _Element

from ingest.extraction.blocks import text_of
from ingest.extraction.tree import found as found_in
from ingest.sites.weixin.script import strings
from ingest.status import Status
from ingest.urls.weixin import canonical, is_weixin

ARTICLE = "//*[@id='js_article']"
VERIFICATION_PATH = "/mp/wappoc_appmsgcaptcha"
SHORT_CHARS = 400  # a page without a known block is all message when it holds no more than this
_TITLES = "//*[contains(@class, 'weui-msg__title') or contains(@class, 'mesg-block')]"
_BLOCKS = "//*[contains(@class, 'weui-msg') or contains(@class, 'page_msg')]"
_GONE = (
    "该内容已被发布者删除", "The content has been deleted by the author", "该内容已被删除", "此内容因违规无法查看",
    "接相关投诉，此内容违反", "此内容发送失败无法查看", "该内容暂时无法查看", "此帐号已被屏蔽", "帐号已注销",
    "帐号已被注销", "帐号已自主注销", "帐号已冻结", "帐号已被冻结", "链接已过期", "根据作者隐私设置，无法查看该内容",
)  # fmt: skip
_BLOCKED = ("环境异常", "访问过于频繁", "操作频繁", "请在微信客户端打开链接")
_MOVED = "该公众号已迁移"
_INVALID = "参数错误"


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A page in an article's place: the status that the link ends in and why; `target` is where the article moved."""

    status: Status
    reason: str
    retryable: bool = False
    target: str = ""


def unavailable(tree: _Element, address: str, script: str) -> Unavailable | None:
    """Return what stands in an article's place, or None when the page is an article.

    Args:
        tree: the parsed page.
        address: where all redirects ended.
        script: the page's scripts, read only for the new address of an account that moved.
    """
    if urlsplit(address).path == VERIFICATION_PATH:
        return Unavailable(Status.BLOCKED, "WeChat asks for a verification", retryable=True)
    if found_in(tree, ARTICLE):
        return None
    for message in _messages(tree):
        if found := _meaning(message, script):
            return found
    if _is_empty_app(tree):
        return Unavailable(Status.GONE, "WeChat shows nothing, as for an article that its author has hidden")
    return Unavailable(Status.EXTRACT_FAILED, "it is a page of WeChat that is no article")


def _messages(tree: _Element) -> list[str]:
    """Return the visible words that may say why: those of titles, then of whole blocks, then of a page without any."""
    blocks = [*found_in(tree, _TITLES), *found_in(tree, _BLOCKS)]
    if blocks:
        return [_words(block) for block in blocks]
    words = " ".join(_words(part) for part in found_in(tree, "//title | //body"))
    return [words] if len(words) <= SHORT_CHARS else []


def _meaning(message: str, script: str) -> Unavailable | None:
    if _MOVED in message:
        return Unavailable(Status.MOVED, f"WeChat: {_MOVED}", target=_target(script))
    if found := _first(_GONE, message):
        return Unavailable(Status.GONE, f"WeChat: {found}")
    if found := _first(_BLOCKED, message):
        return Unavailable(Status.BLOCKED, f"WeChat: {found}", retryable=True)
    if _INVALID in message:
        return Unavailable(Status.HTTP_ERROR, f"WeChat says that the address is wrong: {_INVALID}")
    return None


def _target(script: str) -> str:
    links = (canonical(html.unescape(link)) for link in strings(script, "transferTargetLink") if is_weixin(link))
    return next(links, "")


def _is_empty_app(tree: _Element) -> bool:
    """Tell the page of a hidden article: no title, an empty application, its message made by a script."""
    return bool(found_in(tree, "//div[@id='app']")) and not any(
        _words(part) for part in found_in(tree, "//title | //body")
    )


def _words(element: _Element) -> str:
    return _squeezed(text_of(element)[0])


def _squeezed(words: str) -> str:
    return "".join(words.split()).replace("账号", "帐号").lower()


def _first(messages: tuple[str, ...], words: str) -> str:
    return next((message for message in messages if _squeezed(message) in words), "")
