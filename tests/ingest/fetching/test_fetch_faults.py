"""Hosts and bodies that fail: each ends in one status, in bounded space, and never in half a page."""

import gzip
import re
import socket

import pytest
from loopback import Serve, client, reply
from recordings import run

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits
from ingest.fetching.politeness.pace import Pace
from ingest.status import Source, Status

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
PAGE = b"<p>a page</p>"


def get(url: str, limits: Limits | None = None) -> Page:
    """Fetch one page."""

    async def work() -> Page:
        async with client(limits) as opened:
            return await Fetcher(opened, Source.LIVE, Pace(waits=False), limits=limits).get(url)

    return run(work())


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (PAGE, "gzip", Status.BAD_ENCODING),
        (PAGE, "br", Status.BAD_ENCODING),
        (gzip.compress(PAGE, mtime=0)[:-3], "gzip", Status.INCOMPLETE),
        (gzip.compress(bytes(70_000_000), 1, mtime=0), "gzip", Status.TOO_LARGE),
    ],
)
def test_compressed_bodies(body: bytes, encoding: str, status: Status, serve: Serve) -> None:
    """A body that is not what its encoding says, ends early, or is a bomb is refused although the server said 200."""
    server = serve({"/a": reply(body, content_encoding=encoding)})

    with pytest.raises(FetchFailed, match=r"^its? ") as caught:
        get(f"{server.url}/a")
    assert caught.value.status is status


def test_a_body_without_end(serve: Serve) -> None:
    """A body that never ends is given up at 20 MB, whatever length it claims; one of just that size is read."""
    sent = 0

    def endless(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(HEAD + b"\r\n")
        while not server.over.is_set():
            connection.sendall(bytes(1_000_000))
            sent += 1_000_000

    server = serve({"/a": endless, "/b": HEAD + b"\r\n" + bytes(Limits().raw_bytes)})
    with pytest.raises(FetchFailed, match="it is larger than 20 MB") as caught:
        get(f"{server.url}/a")
    assert caught.value.status is Status.TOO_LARGE
    assert sent < Limits().raw_bytes + 20_000_000  # what lies in the sockets' buffers
    assert len(get(f"{server.url}/b").body) == Limits().raw_bytes


def test_nobody_listens() -> None:
    """A refused connection is an error that may pass."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with pytest.raises(FetchFailed, match=f"^{re.escape(address)}: .+") as caught:
            get(address)
    assert (caught.value.status, caught.value.retryable) == (Status.HTTP_ERROR, True)


def test_a_name_that_does_not_exist() -> None:
    """A host that cannot be looked up is a DNS error: here because tests have no network."""
    with pytest.raises(FetchFailed, match=r"^http://no-such-host\.example/: .+; see") as caught:
        get("http://no-such-host.example/")
    assert (caught.value.status, caught.value.retryable) == (Status.DNS_ERROR, True)


def test_no_tls(serve: Serve) -> None:
    """A server that does not speak TLS where the address says so is a TLS error, and is not asked again without it."""
    server = serve({"/a": reply(PAGE)})

    with pytest.raises(FetchFailed, match=r"^https://127\.0\.0\.1:\d+/a: .+; see") as caught:
        get(server.url.replace("http:", "https:") + "/a")
    assert (caught.value.status, caught.value.retryable) == (Status.TLS_ERROR, False)
    assert not any(request.startswith("GET") for request in server.requests)


@pytest.mark.parametrize("url", ["http://" + "a" * 64 + ".example/", "http://127.0.0.1:1/\ud800", "http://exa mple/"])
def test_hosts_that_cannot_be(url: str) -> None:
    """An address that looks like one but cannot be asked for is blocked or unknown, never a crash."""
    with pytest.raises(FetchFailed, match=r"; see `citeshelf links`\.$") as caught:
        get(url)
    assert caught.value.status in (Status.BLOCKED_URL, Status.DNS_ERROR)
