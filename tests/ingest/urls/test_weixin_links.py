"""Addresses of WeChat articles: one form to ask for, one identity, and no secrets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.urls import identity_of
from ingest.urls.weixin import canonical, is_album, is_weixin, without_secrets

SITE = "https://mp.weixin.qq.com"
LONG = f"{SITE}/s?__biz=MzA==&mid=2&idx=1&sn=f"
TEMPORARY = f"{SITE}/s?src=11&timestamp=17&ver=5&signature=a*b-c"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("http://mp.weixin.qq.com/s/Ab3dEf6hIj9lMn2pQr5t_w", f"{SITE}/s/Ab3dEf6hIj9lMn2pQr5t_w"),
        ("https://MP.weixin.qq.com./s/Ab3?scene=1&key=2#rd", f"{SITE}/s/Ab3"),
        (f"{LONG}&chksm=9&scene=27&sessionid=0#wechat_redirect", LONG),
        ("http://mp.weixin.qq.com/s?sn=f&amp;idx=1&amp;mid=2&amp;__biz=MzA==", LONG),
        (f"{SITE}/s?__biz=MzA%3D%3D&appmsgid=2&itemidx=1&sign=f", LONG),
        (f"{SITE}/mp/appmsg/show?__biz=MzA==&appmsgid=2&itemidx=1&sign=f", LONG),
        (f"{SITE}/s/?__biz=MzA==&mid=2&idx=1&sn=f", LONG),
        (f"{TEMPORARY}&new=1&key=2", TEMPORARY),
        (f"{SITE}/mp/appmsgalbum?__biz=M&album_id=1#x", f"{SITE}/mp/appmsgalbum?__biz=M&album_id=1"),
        (f"{SITE}/", f"{SITE}/"),
    ],
)
def test_what_is_asked(written: str, asked: str) -> None:
    """Only what names the article is asked for, over https, and asking for that asks for the same."""
    assert canonical(written) == asked
    assert canonical(asked) == asked
    assert identity_of(written) == identity_of(asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TEMPORARY, TEMPORARY.replace("a*b", "a*d")),
        (TEMPORARY, LONG),
        (f"{SITE}/mp/appmsgalbum?__biz=M&album_id=1", f"{SITE}/mp/appmsgalbum?__biz=M&album_id=2"),
        (LONG, LONG.replace("idx=1", "idx=2")),
    ],
)
def test_two_articles(one: str, other: str) -> None:
    """Two temporary links, two albums and two parts of an issue are two pages."""
    assert identity_of(one) != identity_of(other)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        (f"{LONG}&key=SECRET&pass_ticket=SECRET", LONG),
        (f"{SITE}/s?uin=SECRET&__biz=MzA==&exportkey=SECRET&mid=2", f"{SITE}/s?__biz=MzA==&mid=2"),
        (f"{SITE}/s/Ab3?key=SECRET", f"{SITE}/s/Ab3"),
        (f"{SITE}/s/Ab3?key=SECRET#rd", f"{SITE}/s/Ab3#rd"),
        (f"{SITE}/s?a=1&amp;key=SECRET&amp;b=2", f"{SITE}/s?a=1&amp;b=2"),
        (f"{SITE}/s/Ab3#rd&pass_ticket=SECRET", f"{SITE}/s/Ab3#rd"),
        (f"{SITE}/s?a=1&key=SECRET&uin=SECRET&b=2", f"{SITE}/s?a=1&b=2"),
        (f"{SITE}/s?monkey=1&key2=2", f"{SITE}/s?monkey=1&key2=2"),
        ("https://e.example/a?key=1&uin=2", "https://e.example/a?key=1&uin=2"),
        ("https://e.example/mp.weixin.qq.com?key=1", "https://e.example/mp.weixin.qq.com?key=1"),
    ],
)
def test_secrets(written: str, clean: str) -> None:
    """What tells a reader's session is cut out; everything else stays as it is written, on other hosts all of it."""
    assert without_secrets(written) == clean


@given(st.text("ab?&=#;/%+kKeyuin", max_size=40))
@settings(derandomize=True, max_examples=200)
def test_any_address(rest: str) -> None:
    """Whatever follows the host, the form to ask for is stable, stays on the host and keeps no secret."""
    asked = canonical(f"{SITE}/s?key=SECRET&{rest}&uin=SECRET")

    assert canonical(asked) == asked
    assert asked.startswith(f"{SITE}/")
    assert "SECRET" not in asked


def test_kinds_of_address() -> None:
    """Only the host of articles counts, and albums are told from articles."""
    assert is_weixin("http://mp.weixin.qq.com/s/a")
    assert not any(
        is_weixin(url) for url in ("https://weixin.qq.com/s/a", "https://mp.weixin.qq.com.e.example/", "http://[")
    )
    assert is_album(f"{SITE}/mp/appmsgalbum/?a=1")
    assert not is_album(LONG)
