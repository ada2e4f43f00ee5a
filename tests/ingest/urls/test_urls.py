"""URLs as they stand on lists: where a bare one ends, what can be fetched, what is one page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.urls import MAX_LENGTH, bare_url_length, is_web_url, short_name


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
        pytest.param("https://under_score.example/", id="fault 49: an underscore in the host"),
        pytest.param("https://e.example./", id="fault 49: a dot behind the host"),
        pytest.param("https://e.example:443/", id="fault 49: the default port"),
        pytest.param("https://xn--fsqu00a.xn--fiqs8s/", id="fault 49: a name as DNS has it"),
        pytest.param("https://e.example/%zz?a?b#!c", id="fault 49: %zz, two question marks, a hashbang"),
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
        pytest.param("https://e.example/" + "a" * 70_000, id="fault 49: 70 KB"),
        pytest.param("https://xn--/", id="fault 49: xn-- of nothing"),
        pytest.param("https://xn--a-ecp.example/", id="fault 49: xn-- that is no name"),
        pytest.param(f"https://{'a' * 64}.example/", id="fault 49: a label of 64"),
        pytest.param(f"https://{'天地玄黄宇宙洪荒' * 5}.example/", id="fault 49: a label of 64 once encoded"),
        pytest.param(f"https://{'a.' * 127}example/", id="fault 49: a name of more than 253"),
        pytest.param("https://e..example/", id="fault 49: an empty label"),
        pytest.param("https://e xample/", id="fault 49: a space in the host"),
        pytest.param("http://127.0.0.1\\.e.example/", id="fault 49: a backslash in the host"),
        pytest.param("https://e%2eexample/", id="fault 49: an encoded host"),
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    """Other schemes, missing hosts, user names, impossible ports, invisible characters and endless URLs are refused."""
    assert not is_web_url(url)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/owner/repo", "owner/repo"),
        ("https://www.github.com/owner/repo/tree/main/docs", "owner/repo"),
        ("https://e.example/a/b/", "e.example/a/b"),
        ("https://e.example/", "e.example"),
        ("https://e.example/%E8%B7%AF", "e.example/路"),
        ("https://github.com/", "github.com"),
        ("https://e.example/%1b[2J%0a%e2%80%8bx", "e.example/[2Jx"),
        ("https://e.example/" + "a" * 200, "e.example/" + "a" * 89 + "…"),
        ("http://[", "http://["),
    ],
)
def test_short_name(url: str, name: str) -> None:
    """An untitled page is called by its repository, or by its host and path, short and without control characters."""
    assert short_name(url) == name
