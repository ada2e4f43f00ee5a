"""The Wayback Machine: what it is never asked for, and what of its answers is no page."""

from collections.abc import Mapping

import pytest
from loopback import Answer, Serve, reply
from snapshots import NEWEST, URL, earlier, error_page, found, get, machine, raw, redirect

from ingest.errors import FetchFailed
from ingest.fetching.wayback import HOST, SNAPSHOTS
from ingest.status import Status

BODY = b"<p>A page</p>"


@pytest.mark.parametrize(
    "url",
    [
        "http://wiki/page",
        "http://wiki.corp/page",
        "https://printer.local/",
        "http://192.168.1.5/plan",
        "http://127.1/plan",
        "http://[fd00::1]/plan",
        "https://name:word@e.example/",
        "file:///etc/hosts",
    ],
)
def test_addresses_that_are_nobodys_business(url: str, serve: Serve) -> None:
    """It is never told of an address within somebody's own network, or of one that is none."""
    server = machine(serve, {})

    with pytest.raises(FetchFailed, match="not a public address") as caught:
        get(server, url)
    assert (caught.value.status, server.requests) == (Status.BLOCKED_URL, [])


def test_nothing_but_error_pages(serve: Serve) -> None:
    """Only a few snapshots are looked at."""
    server = machine(serve, found() | {raw(): error_page(503, earlier(NEWEST))})

    with pytest.raises(FetchFailed, match=r"newest snapshots of https://e.example/engine are error pages") as caught:
        get(server)
    assert (caught.value.status, len(server.requests)) == (Status.GONE, 1 + SNAPSHOTS)


LOCATIONS = {
    "another host": "https://evil.example/web/20230102030405/" + URL,
    "a name like its own": f"https://{HOST}.evil.example/web/{NEWEST}/{URL}",
    "no date": f"https://{HOST}/web/*/{URL}",
    "no such date": f"https://{HOST}/web/20231302030405/{URL}",
    "another page": f"https://{HOST}/web/{NEWEST}/https://e.example/other",
    "no page": f"https://{HOST}/web/{NEWEST}/javascript:alert(1)",
    "the page itself": URL,
}


@pytest.mark.parametrize("to", LOCATIONS.values(), ids=LOCATIONS.keys())
def test_odd_answers(to: str, serve: Serve) -> None:
    """A redirect to anything but a dated snapshot of this very page is not followed."""
    server = machine(serve, found(to=to))

    with pytest.raises(FetchFailed, match=r"answered for https://e.example/engine with something else") as caught:
        get(server)
    assert (caught.value.status, len(server.requests)) == (Status.HTTP_ERROR, 1)


@pytest.mark.parametrize(
    ("answers", "expected", "reason"),
    [
        ({}, (Status.GONE, False), "holds no snapshot"),
        ({f"/web/{URL}": reply(status=429)}, (Status.BLOCKED, True), "answered 429"),
        ({f"/web/{URL}": reply(status=503)}, (Status.HTTP_ERROR, True), "answered 503"),
        ({f"/web/{URL}": reply(BODY)}, (Status.HTTP_ERROR, False), "something else"),
        (found() | {raw(): reply(status=429)}, (Status.BLOCKED, True), "answered 429"),
        (found() | {raw(): reply(status=503)}, (Status.HTTP_ERROR, True), "answered 503"),
        (found() | {raw(): error_page(404)}, (Status.GONE, False), "only snapshots .* are error pages"),
        (found() | {raw(): redirect("https://e.example/moved")}, (Status.GONE, False), "leads out of the Wayback"),
        (found() | {raw(): redirect(f"/web/{NEWEST}id_/https://e.example/")}, (Status.GONE, False), "front page"),
        (found() | {raw(): redirect(raw())}, (Status.GONE, False), "redirects more than 5 times"),
    ],
    ids=[
        "none", "too often", "out of order", "no redirect", "too often later", "out of order later", "an archived 404",
        "a redirect to the web", "a redirect to the front page", "a circle",
    ],
)  # fmt: skip
def test_no_snapshot(answers: Mapping[str, Answer], expected: tuple[Status, bool], reason: str, serve: Serve) -> None:
    """Each way not to have a page ends in its own status; a crowded machine can be asked again later."""
    with pytest.raises(FetchFailed, match=reason) as caught:
        get(machine(serve, answers))
    assert (caught.value.status, caught.value.retryable) == expected
