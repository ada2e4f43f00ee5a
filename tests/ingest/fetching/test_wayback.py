"""The Wayback Machine: its newest good snapshot stands in for a page, dated, with an address to cite."""

import gzip

import pytest
from loopback import Loopback, Serve, reply
from recordings import run
from snapshots import NEWEST, OLDER, URL, earlier, error_page, found, get, machine, raw, redirect
from weixin_wire import TEXT, Article, message

from ingest.documents import Document, Link, Page
from ingest.errors import FetchFailed
from ingest.extraction.worker import in_process
from ingest.fetching.politeness.pace import DELAYS_S
from ingest.fetching.wayback import HOST
from ingest.sites import read_page
from ingest.status import Source, Status

ARTICLE = "https://mp.weixin.qq.com/s/Ab3dEf6hIj9lMn2pQr5t_w"
BODY = "<html><body><p>一个图引擎</p></body></html>".encode()


def test_a_snapshot(serve: Serve) -> None:
    """The newest snapshot comes in its original bytes, dated, with the address at which anyone can see it."""
    server = machine(serve, found() | {raw(): reply(BODY, content_type="text/html; charset=gbk")})
    page = get(server)

    assert page == Page(
        URL,
        f"https://{HOST}/web/{NEWEST}/{URL}",
        "text/html; charset=gbk",
        BODY,
        "2023-01-02T03:04:05+00:00",
        Source.WAYBACK,
    )
    assert [request.split()[1] for request in server.requests] == [f"/web/{URL}", raw()]
    assert "secret" not in "".join(server.requests)


def test_a_compressed_snapshot(serve: Serve) -> None:
    """A snapshot's body is unpacked."""
    server = machine(serve, found() | {raw(): reply(gzip.compress(BODY, mtime=0), content_encoding="gzip")})

    assert get(server).body == BODY


def test_its_pace() -> None:
    """It is asked five seconds apart at least."""
    assert DELAYS_S[HOST][0] == 5.0


def test_secrets_stay_here(serve: Serve) -> None:
    """Neither a session's parameters nor a fragment is told to it, and what it has under the rest is the page."""
    server = machine(serve, found(ARTICLE) | {raw(url=ARTICLE): reply(BODY)})

    assert get(server, f"{ARTICLE}?key=SECRET&pass_ticket=SECRET#part").body == BODY
    assert "SECRET" not in "".join(server.requests)


def test_redirects_from_snapshot_to_snapshot(serve: Serve) -> None:
    """An archived redirect is followed to its own snapshot, whose date and address then count."""
    target = "https://e.example/engine-2"
    answers = {raw(): redirect(f"/web/{OLDER}id_/{target}"), raw(OLDER, target): reply(BODY)}
    page = get(machine(serve, found() | answers))

    assert (page.url, page.final_url) == (URL, f"https://{HOST}/web/{OLDER}/{target}")
    assert page.fetched == "2021-01-02T03:04:05+00:00"


def test_error_pages_among_snapshots(serve: Serve) -> None:
    """Where the newest snapshot is an error page of the archived server, the one before it is looked at."""
    answers = {raw(): error_page(404, earlier(OLDER)), raw(OLDER): reply(BODY)}

    assert get(machine(serve, found() | answers)).fetched.startswith("2021-01-02")


def documents(server: Loopback) -> tuple[Document, ...]:
    """Return what a build makes of the snapshot of an article."""
    return run(read_page(Link(ARTICLE, ()), get(server, ARTICLE), in_process))


def test_a_snapshot_of_an_article(serve: Serve) -> None:
    """A snapshot is read like the site's own page, and cited with the address at which anyone can see it."""
    answers = found(ARTICLE) | {raw(url=ARTICLE): reply(Article().html.encode())}
    (document,) = documents(machine(serve, answers))

    assert (document.text, document.source) == (TEXT, Source.WAYBACK)
    assert document.url == f"https://{HOST}/web/{NEWEST}/{ARTICLE}"


def test_a_snapshot_of_an_error_page(serve: Serve) -> None:
    """A snapshot of what the site shows in an article's place is no article (fault 58)."""
    answers = found(ARTICLE) | {raw(url=ARTICLE): reply(message("环境异常").encode())}

    with pytest.raises(FetchFailed, match="WeChat: 环境异常") as caught:
        documents(machine(serve, answers))
    assert caught.value.status is Status.BLOCKED
