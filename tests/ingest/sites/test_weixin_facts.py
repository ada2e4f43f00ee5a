"""WeChat's facts about an article: title, account and date, in each of the places where the site keeps them."""

import time
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weixin_wire import DAY, URL, Article, escaped, page, read

from ingest.documents import Link, Page
from ingest.errors import FetchFailed
from ingest.sites.weixin import parse
from ingest.sites.weixin.script import strings, unescaped

STARTS = (b"", b"<div id=js_article>", b"<div id=js_article><div id=js_content>", b"<script>content_noencode='")


@pytest.mark.parametrize(
    ("article", "title"),
    [
        (Article(title="", heading="只在正文上方"), "只在正文上方"),
        (Article(title="", heading="", data="title: JsDecode('在\\x26quot;脚本\\x26quot;里'),"), '在"脚本"里'),
        (Article(title="", heading="", time="window.msg_title = window.title = '旧式' || '';"), "旧式"),
        (Article(title=f"第一行\\x0a{'长' * 200}"), "第一行"),
        (Article(title="长" * 200), "长" * 119 + "…"),
    ],
)
def test_where_titles_stand(article: Article, title: str) -> None:
    """Without og:title the heading or a script names the article; a title is one line of bounded length."""
    assert read(article.html).title == title


@pytest.mark.parametrize(
    ("article", "account"),
    [
        (Article(account="页面上的号"), "页面上的号"),
        (Article(account="", data="nick_name: JsDecode('甲\\x26amp;乙'),"), "甲&乙"),
        (Article(account="", data="", time='var nickname = htmlDecode("旧式的号");'), "旧式的号"),
        (Article(account="", data=""), ""),
    ],
)
def test_where_accounts_stand(article: Article, account: str) -> None:
    """The account is the page's, else a script's; never the advertiser's, which scripts name first."""
    assert read(article.html).site == account


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ('var ct = "1715011199";', "2024-05-06"),  # 23:59:59 in China
        ('var ct = "1715011200";', "2024-05-07"),  # midnight in China, 16:00 UTC
        ("window.ct = '1715011200';", "2024-05-07"),
        ("x = {ori_create_time: '1715011199' * 1}", "2024-05-06"),
        ("x = {create_time: JsDecode('2024-05-06 23:59')}", "2024-05-06"),
        ("x = {create_time: JsDecode('2024-13-45 23:59')}", None),
        ('var ct = "0000000001";', None),
        ("", None),
    ],
)
def test_dates(written: str, day: str | None) -> None:
    """Unix seconds in a script are a day in China; dates in words count too; without either there is no date."""
    assert read(Article(time=written).html).published == day


def test_a_date_in_the_page() -> None:
    """A page saved after its scripts ran, and without them, shows its date in words."""
    html = Article(time="").html.replace('<em id="publish_time">', '<em id="publish_time">2024年05月07日 01:00')
    document = read(html)

    assert document.published == DAY


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r"\x3cp\x3e", "<p>"),
        (r"\u6587\u{5b57}", "文字"),
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\ud83d", "\ufffd"),
        (r"\u{110000}", "\ufffd"),
        (r"a\nb\tc\\x3c\'\"\/", "a\nb\tc\\x3c'\"/"),
        (r"\xZZ\u12", "xZZu12"),
        ("\\", "\\"),
    ],
)
def test_escapes(literal: str, text: str) -> None:
    """A string literal stands for what JavaScript would make of it, each escape read once."""
    assert unescaped(literal) == text


@given(st.text(max_size=200))
@settings(derandomize=True, max_examples=150)
def test_any_text_comes_back(text: str) -> None:
    """Whatever text a site writes into a script is what is read there."""
    wanted = [text] if text.strip() else []

    assert strings(f"x = {{a: JsDecode('{escaped(text)}'), b: 1}}", "a") == wanted
    assert strings(f"window.a = '{escaped(text)}';", "a") == wanted


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@settings(derandomize=True, max_examples=150)
def test_strangers_bytes(rest: bytes) -> None:
    """Whatever a page holds, it is an article or it fails as a link does."""
    for start in STARTS:
        with suppress(FetchFailed):
            assert len(parse(Link(URL, ()), page_of(start + rest))) == 1


def page_of(body: bytes) -> Page:
    """Return any bytes as a page of the site."""
    return replace(page(""), body=body)


def test_a_string_that_never_ends() -> None:
    """A hostile script is read in time that grows with its length, not with its square."""
    start = time.process_time()

    assert strings("content_noencode: '" + "\\'" * 1_000_000, "content_noencode") == []
    assert strings("content_noencode: " * 200_000, "content_noencode") == []
    assert strings("a=?:" * 200_000, "a") == []
    assert time.process_time() - start < 5
