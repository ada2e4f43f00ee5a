"""Titles of error pages, walls and logins, told apart from titles of articles about them."""

import time

import pytest

from ingest.extraction.soft_404.titles import Says, says


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404",
        "Page not found | The Post",
        "The Post - 404",
        "Oops! That page can't be found.",
        "HTTP Error 404.0 - Not Found",
        "HTTP Status 404 – Not Found",
        "This article is no longer available",
        "410 Gone",
        "The page you are looking for does not exist",
        "Content has been removed",
        "页面不存在",
        "您访问的页面不存在",
        "404 - 页面不存在",
        "该内容已被作者删除",
        "抱歉，您访问的页面不存在或已被删除",
        "内容不存在 - 引擎周刊",
        "找不到页面",
    ],
)
def test_missing(title: str) -> None:
    """Titles of error pages are known, with a site's name beside them or without."""
    assert says(title) is Says.MISSING


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "Access Denied",
        "403 Forbidden",
        "Verify you are human",
        "Are you a robot?",
        "Please sign in to continue",
        "Before you continue to The Post",
        "安全验证",
        "百度安全验证",
        "请登录",
        "请先登录",
        "登录后查看全文",
        "环境异常，完成验证后即可继续访问。",
        "人机验证",
        "访问过于频繁，请稍后再试",
    ],
)
def test_walls(title: str) -> None:
    """Titles of challenges and walls are known."""
    assert says(title) is Says.WALL


@pytest.mark.parametrize("title", ["登录 - 引擎周刊", "Sign in", "Log in | The Post", "用户登录", "登录/注册"])
def test_logins(title: str) -> None:
    """Titles of login pages are known."""
    assert says(title) is Says.SIGN_IN


@pytest.mark.parametrize(
    "title",
    [
        "",
        "How we fixed our 404 pages",
        "HTTP 404 - Wikipedia",
        "404 pages: best practices",
        "怎样设计404页面",
        "Not found in translation",
        "Page fault handling",
        "Found: a new engine",
        "Error budgets in practice",
        "Access denied: a history of firewalls",
        "Just a moment in time: memory models",
        "Sign in the cloud era",
        "登录模块的设计与实现",
        "单点登录是怎么做的",
        "如何防止登录接口被刷",
        "内容安全验证系统的架构",
        "安全验证码的攻防",
        "The removed page table",
        "Captcha solving with neural networks",
        "删除的内容去哪儿了",
    ],
)
def test_articles_about_them(title: str) -> None:
    """A title that merely mentions an error, a login or a check says nothing."""
    assert says(title) is None


def test_no_title_takes_long() -> None:
    """A title made to keep a pattern busy is read at once."""
    started = time.perf_counter()

    assert says("oops sorry the page was not " * 50_000 + "!") is None
    assert says("404 " * 100_000) is None
    assert time.perf_counter() - started < 15
