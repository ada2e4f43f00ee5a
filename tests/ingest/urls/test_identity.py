"""Which URLs are one page (fault 50): all ways to write it, and no two pages."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.urls import identity_of

M = "https://mp.weixin.qq.com"


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
        ("https://e.example/?a=1", "https://e.example?a=1"),
        ("https://e.example/a#part", "https://e.example/a"),
        ("https://e.example/a#:~:text=words", "https://e.example/a"),
        ("https://e.example/#/", "https://e.example/"),
        ("https://e.example/a?utm_source=x&utm_medium=y&b=1&gclid=z", "https://e.example/a?b=1"),
        ("https://e.example/a?from=timeline&isappinstalled=0", "https://e.example/a"),
        ("https://e.example/a?b=1&c=2", "https://e.example/a?c=2&b=1"),
        ("https://e.example/a?b=1&amp;c=2", "https://e.example/a?b=1&c=2"),
        ("https://e.example/a?q=x%20y", "https://e.example/a?q=x+y"),
        ("https://e.example/%E8%B7%AF", "https://e.example/路"),
        ("https://e.example/%e8%b7%af?q=%e8%b7%af", "https://e.example/路?q=路"),
        ("https://e.example/%7Ename/%61", "https://e.example/~name/a"),
        ("https://e.example/a b", "https://e.example/a%20b"),
        ("https://e.example/x/../a/./b", "https://e.example/a/b"),
        ("https://例子.中国/", "https://xn--fsqu00a.xn--fiqs8s/"),
        ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
        ("https://例子。中国/", "https://例子.中国/"),
        ("https://[2001:DB8::1]:443/a", "http://[2001:db8::1]/a"),
        ("https://github.com/Owner/Repo.git", "https://github.com/owner/repo"),
        ("https://github.com/Owner/Repo/", "http://www.github.com/owner/repo"),
        ("https://github.com/o/r?tab=readme-ov-file#usage", "https://github.com/o/r"),
        ("https://arxiv.org/abs/1910.04940", "http://www.arxiv.org/pdf/1910.04940v2.pdf"),
        ("https://arxiv.org/html/1910.04940v1", "https://arxiv.org/pdf/1910.04940"),
        ("https://export.arxiv.org/abs/math.GT/0309136v1", "https://arxiv.org/pdf/math/0309136.pdf"),
        (f"{M}/s?__biz=M&mid=1&idx=2&sn=f&chksm=9&scene=27#wechat_redirect", f"{M}/s?sn=f&idx=2&mid=1&__biz=M"),
        (f"{M}/s?__biz=M&amp;mid=1&amp;idx=2&amp;sn=f", f"{M}/s?__biz=M&mid=1&idx=2&sn=f"),
        (f"{M}/s?__biz=M&appmsgid=1&itemidx=2&sign=f", f"{M}/s?__biz=M&mid=1&idx=2&sn=f"),
        (f"{M}/s?__biz=M%3D%3D&mid=1&idx=2&sn=f&key=a&pass_ticket=b", f"{M}/s?__biz=M==&mid=1&idx=2&sn=f"),
        (f"{M}/s/AbC-1?scene=1#rd", "http://mp.weixin.qq.com/s/AbC-1/"),
    ],
)
def test_two_ways_to_write_one_page(one: str, other: str) -> None:
    """Fault 50: what does not change the page does not change its identity."""
    assert identity_of(one) == identity_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.example/a", "https://e.example/A"),
        ("https://e.example/a", "https://e.example/a/index.html"),
        ("https://e.example/a%2Fb", "https://e.example/a/b"),
        ("https://e.example/a?id=1", "https://e.example/a?id=2"),
        ("https://e.example/a?id=1&id=2", "https://e.example/a?id=2&id=1"),
        ("https://e.example/a?q=x%26id=1", "https://e.example/a?q=x&id=1"),
        ("https://e.example/a?q=1%2B1", "https://e.example/a?q=1+1"),
        ("https://e.example/a?q=%fe", "https://e.example/a?q=%ff"),
        ("https://e.example/a%3Fq=1", "https://e.example/a?q=1"),
        ("https://e.example/a?from=2020", "https://e.example/a?from=2021"),
        ("https://e.example/a?scene=1", "https://e.example/a?scene=2"),
        ("https://e.example/#!/a", "https://e.example/#!/b"),
        ("https://e.example/#/a", "https://e.example/"),
        ("https://e.example:8080/a", "https://e.example/a"),
        ("https://e.example:80/a", "https://e.example/a"),
        ("https://a.example/", "https://b.example/"),
        ("https://straße.example/", "https://strasse.example/"),
        ("https://www.example/", "https://example/"),
        ("https://[2001:db8::1:8080]/", "https://[2001:db8::1]:8080/"),
        ("https://github.com/o/r/blob/main/A.md", "https://github.com/o/r/blob/main/a.md"),
        ("https://github.com/o?tab=repositories", "https://github.com/o"),
        ("https://gitlab.example/O/r", "https://gitlab.example/o/r"),
        ("https://arxiv.org/abs/1910.04940", "https://arxiv.org/abs/1910.04941"),
        ("https://arxiv.org/abs/math/0309136", "https://arxiv.org/abs/cs/0309136"),
        ("https://arxiv.org/list/cs.LG/2401", "https://arxiv.org/list/cs.CL/2401"),
        (f"{M}/s?__biz=M&mid=1&idx=1&sn=f", f"{M}/s?__biz=M&mid=1&idx=2&sn=f"),
        (f"{M}/s/AbC", f"{M}/s/abc"),
        (f"{M}/s?src=11&timestamp=1&ver=2&signature=x", f"{M}/s?src=11&timestamp=1&ver=2&signature=y"),
        (f"{M}/mp/appmsgalbum?__biz=M&album_id=1", f"{M}/mp/appmsgalbum?__biz=M&album_id=2"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    """Fault 50: what may be another page has another identity."""
    assert identity_of(one) != identity_of(other)


WORDS = st.text("abzAZ019-._~ %/?&=+;路ß\xe9", min_size=1, max_size=6)
PATHS = st.lists(WORDS, max_size=3)
QUERIES = st.lists(st.tuples(WORDS, WORDS), max_size=3, unique_by=lambda pair: pair[0])
HOSTS = st.sampled_from(["e.example", "f.example", "例子.中国", "deep.e.example"])
PORTS = st.sampled_from(["", ":8080"])


def spelled(host: str, port: str, path: list[str], query: list[tuple[str, str]], *, plainly: bool) -> str:
    """Write a page's URL plainly, or in the oddest way that means the same."""
    if plainly:
        tail = "".join(f"/{quote(word, safe='')}" for word in path)
        asked = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in query)
        return f"https://{host}{port}{tail}" + (f"?{asked}" if asked else "")
    name = host if host.isascii() else "xn--fsqu00a.xn--fiqs8s"
    tail = "".join("/" + "".join(f"%{byte:02x}" for byte in word.encode()) for word in path)
    pairs = [(everywhere(name), everywhere(value)) for name, value in reversed(query)]
    asked = "&amp;".join(["utm_source=list", *(f"{name}={value}" for name, value in pairs)])
    return f"HTTP://WWW.{name.upper()}{port}/x/..{tail}/?{asked}#part"


def everywhere(word: str) -> str:
    """Encode every byte of a word."""
    return "".join(f"%{byte:02X}" for byte in word.encode())


PAGES = st.tuples(HOSTS, PORTS, PATHS.filter(lambda path: not {".", ".."} & set(path)), QUERIES)


@given(PAGES)
@settings(derandomize=True, max_examples=300)
def test_any_page_in_two_spellings(page: tuple[str, str, list[str], list[tuple[str, str]]]) -> None:
    """However oddly a page's URL is spelled, its identity is that of the plain URL, and the identity's own too."""
    plain = spelled(*page, plainly=True)

    assert identity_of(spelled(*page, plainly=False)) == identity_of(plain)
    assert identity_of(f"//{identity_of(plain)}") == identity_of(plain)


@given(PAGES, PAGES)
@settings(derandomize=True, max_examples=300)
def test_any_two_pages(
    one: tuple[str, str, list[str], list[tuple[str, str]]], other: tuple[str, str, list[str], list[tuple[str, str]]]
) -> None:
    """Pages that differ in host, port, path or query, in whatever spelling, differ in identity."""
    different = (*one[:3], sorted(one[3])) != (*other[:3], sorted(other[3]))
    swapped = (*one[:2], other[2], one[3])

    assert (identity_of(spelled(*one, plainly=True)) != identity_of(spelled(*other, plainly=False))) == different
    assert (identity_of(spelled(*one, plainly=False)) != identity_of(spelled(*swapped, plainly=True))) == (
        one[2] != other[2]
    )
