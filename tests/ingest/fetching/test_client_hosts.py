"""Fault 49: hosts and addresses as people write them, asked for under their own names or refused, never a crash."""

import pytest
from loopback import Serve, network, reaching, reply, server_tls
from recordings import run

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.network import client_on
from ingest.status import Status


@pytest.mark.parametrize(
    ("url", "place", "host", "line"),
    [
        ("http://例子.example/", "xn--fsqu00a.example:80", "xn--fsqu00a.example", "/"),
        ("http://xn--fsqu00a.example/图", "xn--fsqu00a.example:80", "xn--fsqu00a.example", "/%E5%9B%BE"),
        ("http://my_site.example/", "my_site.example:80", "my_site.example", "/"),
        ("http://SITE.example/", "site.example:80", "site.example", "/"),
        ("http://site.example./", "site.example:80", "site.example.", "/"),
        ("http://site.example:80/", "site.example:80", "site.example", "/"),
        ("http://site.example", "site.example:80", "site.example", "/"),
        ("http://site.example/100%zz", "site.example:80", "site.example", "/100%zz"),
        ("http://site.example/a?b?c=1&d=%E5%9B%BE", "site.example:80", "site.example", "/a?b?c=1&d=%E5%9B%BE"),
        ("http://site.example/#!/page", "site.example:80", "site.example", "/"),
        ("http://site.example?q=1", "site.example:80", "site.example", "/?q=1"),
    ],
)
def test_hosts_that_are_asked(url: str, place: str, host: str, line: str, serve: Serve) -> None:
    """The server of the name that is meant gets one request with the path and name that are meant."""
    server = serve({line: reply(b"page")})

    async def work() -> Page:
        async with reaching({place: server}) as fetcher:
            return await fetcher.get(url)

    assert run(work()).body == b"page"
    head = server.requests[-1].split("\n")
    assert head[:2] == [f"GET {line} HTTP/1.1", f"Host: {host}"]


@pytest.mark.parametrize(
    "url", ["https://例子.example/", "https://xn--fsqu00a.example./", "https://XN--FSQU00A.example"]
)
def test_certificates_of_names(url: str, serve: Serve) -> None:
    """A certificate is asked for and checked by the name as certificates have it: in ASCII, without a last dot."""
    server = serve({"/": reply(b"page")}, server_tls("xn--fsqu00a.example"))

    async def work() -> Page:
        async with reaching({"xn--fsqu00a.example:443": server}) as fetcher:
            return await fetcher.get(url)

    assert run(work()).body == b"page"


@pytest.mark.parametrize(
    ("url", "statuses"),
    [
        ("http://" + "a" * 64 + ".example/", {Status.BLOCKED_URL}),
        ("http://" + "图" * 64 + ".example/", {Status.BLOCKED_URL}),
        ("http://" + ".".join(["abcdefgh"] * 40) + "/", {Status.BLOCKED_URL, Status.DNS_ERROR}),
        ("http://xn--/", {Status.BLOCKED_URL, Status.DNS_ERROR}),
        ("http://xn--\u56fe/", {Status.BLOCKED_URL}),
        ("http://a..example/", {Status.BLOCKED_URL}),
        ("http://.example/", {Status.BLOCKED_URL}),
        ("http://./", {Status.BLOCKED_URL, Status.DNS_ERROR}),
        ("http://exa mple/", {Status.BLOCKED_URL, Status.DNS_ERROR}),
        ("http://exa\u200bmple.example/", {Status.BLOCKED_URL}),
        ("http://site.example/\ud800", {Status.BLOCKED_URL}),
        ("http://site.example/\n", {Status.BLOCKED_URL}),
        ("http://site.example:0/", {Status.BLOCKED_URL}),
        ("http://site.example:x/", {Status.BLOCKED_URL}),
        ("http://me:s3cr3t@site.example/", {Status.BLOCKED_URL}),
        ("http://site.example@127.0.0.1/", {Status.BLOCKED_URL}),
        ("http://site.example/" + "a" * 70_000, {Status.BLOCKED_URL}),
        ("http://[::1/", {Status.BLOCKED_URL}),
        ("//site.example/", {Status.BLOCKED_URL}),
        ("", {Status.BLOCKED_URL}),
    ],
)
def test_hosts_that_cannot_be_asked(url: str, statuses: set[Status]) -> None:
    """What cannot be a page's address ends as one, with a short reason that holds no password."""

    async def work() -> None:
        async with reaching({}) as fetcher:
            await fetcher.get(url)

    with pytest.raises(FetchFailed, match=r"; see `citeshelf links`\.$") as caught:
        run(work())
    assert caught.value.status in statuses
    assert len(caught.value.problem) < 400
    assert "s3cr3t" not in caught.value.problem


LONG = "http://e.example/" + "a" * 70_000


@pytest.mark.parametrize(
    "url", ["", "ftp://e.example/", "http://", "http:///a", LONG, "http://[", "\x00", "mailto:a@b.c"]
)
def test_a_client_without_a_fetcher(url: str) -> None:
    """The client itself, too, refuses what is no address with a status."""

    async def work() -> None:
        async with client_on(network({})) as opened:
            await opened.exchange(url, {})

    with pytest.raises(FetchFailed, match=r": (it is not an address to fetch|its name does not exist); see") as caught:
        run(work())
    assert caught.value.status in (Status.BLOCKED_URL, Status.DNS_ERROR)
