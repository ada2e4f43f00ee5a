"""URLs as they stand on lists: where a bare one ends, what can be fetched, what is one page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.urls import MAX_LENGTH, bare_url_length, identity_of, is_web_url, short_name


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://e.example/a，后面是说明", "https://e.example/a"),
        ("https://e.example/a。", "https://e.example/a"),
        ("https://e.example/a；https://e.example/b", "https://e.example/a"),
        ("https://e.example/a）", "https://e.example/a"),
        ("https://e.example/a》", "https://e.example/a"),
        ("https://e.example/a”", "https://e.example/a"),
        ("https://e.example/a\u3000b", "https://e.example/a"),
        ("https://e.example/a……", "https://e.example/a"),
        ("https://e.example/a**", "https://e.example/a"),
        ("https://e.example/a~~", "https://e.example/a"),
        ("https://e.example/a|", "https://e.example/a"),
        ("https://e.example/a_b_(c)?d=1&e=2#f", "https://e.example/a_b_(c)?d=1&e=2#f"),
        ("https://e.example/路径/页面", "https://e.example/路径/页面"),
        ("https://github.com/o/r看这里", "https://github.com/o/r"),
        ("https://www.github.com/o/r看这里", "https://www.github.com/o/r"),
        ("https://mp.weixin.qq.com/s/Ab-1_2点开", "https://mp.weixin.qq.com/s/Ab-1_2"),
        ("https://arxiv.org/abs/1234.5678论文", "https://arxiv.org/abs/1234.5678"),
    ],
)
def test_where_a_bare_url_ends(written: str, url: str) -> None:
    """Chinese punctuation and emphasis end a bare URL; Chinese characters do where the host's paths have none."""
    assert written[: bare_url_length(written)] == url


@given(st.text(max_size=60))
@settings(derandomize=True, max_examples=150)
def test_a_bare_url_is_never_longer_than_what_is_written(rest: str) -> None:
    """Whatever follows, the length lies within the text, and what it cuts off begins where it says."""
    written = "https://e.example/" + rest

    assert 0 < bare_url_length(written) <= len(written)


@pytest.mark.parametrize(
    "url",
    [
        "http://e.example",
        "HTTPS://E.EXAMPLE/A",
        "https://e.example:8080/a",
        "http://127.0.0.1:9/",
        "https://例子.中国/路径",
        "https://[2001:db8::1]/",
    ],
)
def test_addresses_that_can_be_fetched(url: str) -> None:
    """Any http or https address with a host counts, on any port, in any script."""
    assert is_web_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "#section",
        "docs/guide.md",
        "//e.example/a",
        "https;//e.example/a",
        "https:///a",
        "https://",
        "ftp://e.example/a",
        "file:///etc/hosts",
        "javascript:alert(1)",
        "mailto:a@e.example",
        "data:text/html,hi",
        "https://name:word@e.example/",
        "https://name@e.example/",
        "https://e.example:0/",
        "https://e.example:99999/",
        "https://e.example:port/",
        "http://[::1/",
        "http://[nonsense]/",
        "https://e.example/a\nb",
        "https://e.example/\x07",
        "https://e.example/\u200b",
        "https://e.example/" + "a" * MAX_LENGTH,
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    """Other schemes, missing hosts, user names, impossible ports, invisible characters and endless URLs are refused."""
    assert not is_web_url(url)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://e.example/a", "https://e.example/a"),
        ("https://www.e.example/a", "https://e.example/a"),
        ("https://E.Example/a", "https://e.example/a"),
        ("https://e.example./a", "https://e.example/a"),
        ("https://e.example:443/a", "http://e.example:80/a"),
        ("https://e.example/a/", "https://e.example/a"),
        ("https://e.example/", "https://e.example"),
        ("https://e.example/a#part", "https://e.example/a"),
        ("https://e.example/a?utm_source=x&utm_medium=y&b=1", "https://e.example/a?b=1"),
        ("https://e.example/a?b=1&c=2", "https://e.example/a?c=2&b=1"),
        ("https://e.example/%E8%B7%AF", "https://e.example/路"),
        ("https://github.com/Owner/Repo.git", "https://github.com/owner/repo"),
        ("https://github.com/Owner/Repo/", "http://www.github.com/owner/repo"),
        (
            "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=2&sn=f&chksm=9&scene=27#wechat_redirect",
            "http://mp.weixin.qq.com/s?sn=f&idx=2&mid=1&__biz=M",
        ),
        ("https://mp.weixin.qq.com/s/AbC-1?scene=1", "https://mp.weixin.qq.com/s/AbC-1"),
    ],
)
def test_two_ways_to_write_one_page(one: str, other: str) -> None:
    """What does not change the page does not change its identity."""
    assert identity_of(one) == identity_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.example/a", "https://e.example/A"),
        ("https://e.example/a?id=1", "https://e.example/a?id=2"),
        ("https://e.example:8080/a", "https://e.example/a"),
        ("https://a.example/", "https://b.example/"),
        ("https://github.com/o/r/blob/main/A.md", "https://github.com/o/r/blob/main/a.md"),
        ("https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=1&sn=f", "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=2&sn=f"),
        ("https://mp.weixin.qq.com/s/AbC", "https://mp.weixin.qq.com/s/abc"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    """Case of a path, a query, a port, another host or another part of a WeChat issue make another page."""
    assert identity_of(one) != identity_of(other)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/owner/repo", "owner/repo"),
        ("https://www.github.com/owner/repo/tree/main/docs", "owner/repo"),
        ("https://e.example/a/b/", "e.example/a/b"),
        ("https://e.example/", "e.example"),
        ("https://e.example/%E8%B7%AF", "e.example/路"),
        ("https://github.com/", "github.com"),
    ],
)
def test_short_name(url: str, name: str) -> None:
    """An untitled page is called by its repository, or by its host and path."""
    assert short_name(url) == name
