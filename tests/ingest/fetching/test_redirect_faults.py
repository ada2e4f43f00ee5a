"""Redirects that lead astray, by their numbers in the specification, and what permanent ones say of a page's place.

Each ends in one status at once; what comes after it from the same host is read.
"""

import pytest
from loopback import Answer, Loopback, Serve, reply, server_tls
from politeness import AT_ONCE, HOST, PAGE, URL, ended, failure, fetched, page, paths

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.status import Status


def to(location: str | bytes, status: int = 302) -> bytes:
    """Return a redirect with the very bytes of its Location."""
    raw = location.encode() if isinstance(location, str) else location
    return b"HTTP/1.1 %d There\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % (status, raw)


def ended_there(server: Loopback, path: str = "/a") -> FetchFailed:
    """Return how a page ends for good, after which another of its host is read."""
    failed = ended(server, path=path)
    assert paths(server)[-1] == "/next"
    assert not failed.retryable
    return failed


@pytest.mark.parametrize(
    ("chain", "asked"),
    [({"/a": "/a"}, 1), ({"/a": "/b", "/b": "/a"}, 2), ({"/a": "#part"}, 1), ({"/a": "/b", "/b": "/b#top"}, 2)],
    ids=["fault 40: to itself", "fault 40: to and fro", "fault 42: fragment only", "fault 40: later to itself"],
)
def test_a_circle(chain: dict[str, str], asked: int, serve: Serve) -> None:
    """A redirect to an address that was asked already ends the page at once."""
    server = serve({path: to(there) for path, there in chain.items()})
    failed = ended_there(server)

    assert (failed.status, failed.problem) == (Status.HTTP_ERROR, f"{URL}/a redirects in a circle")
    assert len(paths(server)) == asked + 1


def test_a_long_chain(serve: Serve) -> None:
    """Fault 40: of thirty redirects ten are followed."""
    server = serve({f"/{number}": to(f"/{number + 1}") for number in range(30)} | {"/30": reply(PAGE)})
    failed = ended_there(server, "/0")

    assert (failed.status, failed.problem) == (Status.HTTP_ERROR, f"{URL}/0 redirects more than 10 times")
    assert paths(server) == [*(f"/{number}" for number in range(11)), "/next"]
    assert page(f"{URL}/20", {HOST: server}, default_s=AT_ONCE).body == PAGE


def test_plain_and_tls_in_turn(serve: Serve) -> None:
    """Fault 40: a page that is sent from http to https and back ends when it comes round."""
    plain = serve({"/a": to(f"https://{HOST}/a")})
    secure = serve({"/a": to(f"{URL}/a", 301)}, server_tls(HOST))
    failed = fetched(lambda fetcher: failure(fetcher, f"{URL}/a"), {f"{HOST}:80": plain, f"{HOST}:443": secure})

    assert (failed.status, failed.problem) == (Status.HTTP_ERROR, f"{URL}/a redirects in a circle")
    assert (paths(plain), paths(secure)) == (["/a"], ["/a"])


@pytest.mark.parametrize(
    "answer",
    [to(""), to("   "), *(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % code for code in (300, 301, 303, 307, 308))],
)
def test_no_address(answer: Answer, serve: Serve) -> None:
    """Fault 41: a redirect that names no address is an error, not an empty page."""
    failed = ended_there(serve({"/a": answer}))

    assert (failed.status, failed.problem) == (Status.HTTP_ERROR, f"{URL}/a redirects to nowhere")


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("found/b?x=1", "/deep/found/b?x=1"),
        ("../b", "/b"),
        (f"//{HOST}/b", "/b"),
        ("  /b  ", "/b"),
        ("/my page?q=a b", "/my%20page?q=a%20b"),
        ("/图?词=1", "/%E5%9B%BE?%E8%AF%8D=1"),
        ("/caf\u00e9", "/caf%C3%A9"),
        ("/书".encode("gbk"), "/%CA%E9"),  # no UTF-8, as 图 would be in GBK
        ("/%E5%9B%BE%2Fa", "/%E5%9B%BE%2Fa"),
        ("/100%", "/100%25"),
        (f"{URL.upper()}/b#there", "/b"),
    ],
)
def test_odd_locations(location: str | bytes, found: str, serve: Serve) -> None:
    """Fault 42: relative, protocol-relative, with spaces, in raw UTF-8 or GBK: all are followed as browsers do."""
    server = serve({"/deep/a": to(location), found: reply(PAGE)})
    got = page(f"{URL}/deep/a", {HOST: server})

    assert (got.body, paths(server)) == (PAGE, ["/deep/a", found])
    assert got.final_url.lower().partition("#")[0] == f"{URL}{found}".lower()


@pytest.mark.parametrize("code", [302, 300])  # httpx reads the Location of the first, and not of the second
@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/hostname",
        "javascript:alert(1)",
        "data:text/html,hi",
        "gopher://e.example/1",
        "ftp://e.example/a",
        "http://name:s3cr3t@e.example/",
        "http://e.example:99999/",
        "http://e.example:port/",
        "http://[",
        "http://e.example/" + "a" * 3000,
        "http://" + "a" * 70 + ".example/",
        "http://xn--/",
        "http://",
        "http:///a",
    ],
)
def test_a_target_that_is_no_page(code: int, location: str, serve: Serve) -> None:
    """Fault 43: addresses that are none, or that no build may fetch, are refused; their secrets are not repeated."""
    server = serve({"/a": to(location, code)})
    failed = ended_there(server)

    assert failed.status is Status.BLOCKED_URL
    assert paths(server) == ["/a", "/next"]
    assert "s3cr3t" not in str(failed)
    assert len(failed.problem) < 300


@pytest.mark.parametrize(
    ("chain", "moved_to"),
    [
        ({"/a": (301, "/b")}, "/b"),
        ({"/a": (308, "/b"), "/b": (301, "/c"), "/c": (302, "/d")}, "/c"),
        ({"/a": (302, "/b"), "/b": (301, "/c")}, ""),
        ({"/a": (301, "/b"), "/b": (307, "/c"), "/c": (301, "/d")}, "/b"),
        ({"/a": (301, "/a/")}, ""),
        ({}, ""),
    ],
)
def test_where_a_page_has_moved(chain: dict[str, tuple[int, str]], moved_to: str, serve: Serve) -> None:
    """A page has moved to where permanent redirects at its beginning lead, unless that is the same page."""
    server = serve({path: to(there, status) for path, (status, there) in chain.items()})
    last = [there for _, there in chain.values()][-1] if chain else "/a"
    server.answers[last] = reply(PAGE)
    got: Page = page(f"{URL}/a", {HOST: server})

    assert got.moved_to == (f"{URL}{moved_to}" if moved_to else "")
    assert got.final_url == f"{URL}{last}"
