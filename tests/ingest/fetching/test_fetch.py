"""Fetching from a real server: pages, redirects, status codes, and what is sent and recorded."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from loopback import Serve, client, reply
from recordings import replaying, run

from ingest.archives.writer import writing
from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.politeness.pace import Pace
from ingest.fetching.transport.client import USER_AGENT, Client
from ingest.status import Source, Status

PAGE = "<p>图引擎</p>".encode()


def get(url: str, headers: dict[str, str] | None = None, make: Callable[[], Client] = client) -> Page:
    """Fetch one page."""

    async def work() -> Page:
        async with make() as opened:
            return await Fetcher(opened, Source.LIVE, Pace(waits=False)).get(url, headers)

    return run(work())


def test_a_page(serve: Serve) -> None:
    """A page comes with its addresses, type, decompressed body and time; the request says who asks, and for what."""
    server = serve(
        {"/a?q=1": reply(gzip.compress(PAGE, mtime=0), content_encoding="gzip", content_type="text/html; charset=gbk")}
    )
    page = get(f"{server.url}/a?q=1#part", {"Accept": "text/html"})

    assert (page.body, page.content_type, page.source) == (PAGE, "text/html; charset=gbk", Source.LIVE)
    assert (page.url, page.final_url) == (f"{server.url}/a?q=1#part",) * 2
    assert page.fetched.startswith("20")
    assert page.fetched.endswith("+00:00")
    (request,) = server.requests
    assert request.startswith("GET /a?q=1 HTTP/1.1\n")
    assert f"User-Agent: {USER_AGENT}" in request
    assert "Accept-Encoding: gzip, deflate" in request
    assert "Accept: text/html" in request


def test_redirects(serve: Serve) -> None:
    """Redirects of every kind and way of writing are followed; the page knows where it began and where it was found."""
    server = serve({"/end/%E5%9B%BE?x=1": reply(PAGE)})
    server.answers |= {
        "/1": reply(status=301, location="/2"),
        "/2": reply(status=302, location=f"{server.url}/deep/3"),
        "/deep/3": reply(status=303, location="../4"),
        "/4": reply(status=307, location=server.url.removeprefix("http:") + "/5"),
        "/5": reply(status=308, location="/end/图?x=1".encode().decode("latin-1")).decode().encode("latin-1"),
    }
    page = get(f"{server.url}/1")

    assert (page.url, page.final_url, page.body) == (f"{server.url}/1", f"{server.url}/end/%E5%9B%BE?x=1", PAGE)
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("code", "status", "retryable"),
    [
        (400, Status.HTTP_ERROR, False),
        (304, Status.HTTP_ERROR, False),
        (401, Status.BLOCKED, True),
        (403, Status.BLOCKED, True),
        (407, Status.BLOCKED, True),
        (408, Status.HTTP_ERROR, True),
        (404, Status.GONE, False),
        (410, Status.GONE, False),
        (418, Status.HTTP_ERROR, False),
        (429, Status.BLOCKED, True),
        (451, Status.GONE, False),
        (500, Status.HTTP_ERROR, True),
        (503, Status.HTTP_ERROR, True),
    ],
)
def test_status_codes(code: int, status: Status, retryable: bool, serve: Serve) -> None:  # noqa: FBT001 - a column
    """Fault 54: every code but those of success and redirects ends the link in one status, and is its reason."""
    server = serve({"/a": reply(b"<p>an error page</p>", status=code)})

    with pytest.raises(FetchFailed, match=rf"/a answered {code}[^;]*; see `citeshelf links`\.$") as caught:
        get(f"{server.url}/a")
    assert (caught.value.status, caught.value.retryable) == (status, retryable)


@pytest.mark.parametrize("code", [200, 203, 206, 299])
def test_success(code: int, serve: Serve) -> None:
    """All codes of success bring a page."""
    head = b"HTTP/1.1 %d Fine\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (code, len(PAGE))

    assert get(f"{serve({'/a': head + PAGE}).url}/a").body == PAGE


@pytest.mark.parametrize("code", [200, 204, 205])
def test_nothing(code: int, serve: Serve) -> None:
    """Fault 32: an answer without a body is empty, not a page."""
    server = serve({"/a": reply(status=code)})

    with pytest.raises(FetchFailed, match=r"/a is empty; see") as caught:
        get(f"{server.url}/a")
    assert (caught.value.status, caught.value.retryable) == (Status.EMPTY, False)


def test_addresses_that_are_never_asked_for() -> None:
    """What is no web address is refused before any request."""
    with pytest.raises(FetchFailed, match=r"^mailto:a@e\.example is not an address to fetch; ") as caught:
        get("mailto:a@e.example")
    assert caught.value.status is Status.BLOCKED_URL


def test_a_recorded_build_replays(serve: Serve, tmp_path: Path) -> None:
    """What a fetcher records gives the same page again from the archive, redirect and compression included."""
    server = serve(
        {
            "/old": reply(status=301, location="/new"),
            "/new": reply(gzip.compress(PAGE, mtime=0), content_encoding="gzip"),
        }
    )
    path = tmp_path / "a.warc.gz"

    async def work() -> Page:
        with writing(path) as recorder:
            async with client() as opened:
                fetcher = Fetcher(opened, Source.LIVE, Pace(waits=False), recorder)
                with pytest.raises(FetchFailed, match="answered 404"):
                    await fetcher.get(f"{server.url}/absent")
                return await fetcher.get(f"{server.url}/old", {"Authorization": "Bearer s3cr3t"})

    live = run(work())
    replay = replaying(path, Source.LIVE)
    again = run(replay.get(f"{server.url}/old"))
    assert (again.url, again.final_url, again.content_type, again.body) == (
        live.url,
        live.final_url,
        live.content_type,
        PAGE,
    )
    assert "Bearer s3cr3t" in server.requests[-1]
    assert b"s3cr3t" not in gzip.decompress(path.read_bytes())
    with pytest.raises(FetchFailed, match="answered 404"):
        run(replay.get(f"{server.url}/absent"))


def test_no_proxy_of_the_environment(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that the environment names is not used: the request goes to the page's own server."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server = serve({"/a": reply(PAGE)})

    assert get(f"{server.url}/a", make=client).body == PAGE
