"""What a build records of pages that it could not get: each once, with its reason, so that a replay ends the same."""

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from loopback import Answer, Loopback, Serve, reply, reset
from politeness import AT_ONCE, HOST, PAGE, URL, Clock, failure, polite
from recordings import replaying, run

from ingest.archives.failures import MEDIA_TYPE
from ingest.archives.reader import block, records
from ingest.archives.writer import writing
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Asked
from ingest.fetching.fetch import Fetcher
from ingest.fetching.limits import Limits
from ingest.status import Status

DENY = reply(b"User-agent: *\nDisallow: /denied\n")
LIMITS = Limits(read_s=0.3, attempt_s=0.3, raw_bytes=20_000)


def half(connection: socket.socket) -> None:
    """Send half a page, then break off."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>half")
    connection.recv(1)  # until the client is tired of waiting
    reset(connection)


ANSWERS: dict[str, Answer] = {"/robots.txt": DENY, "/half": half, "/empty": b"", "/large": reply(b"x" * 30_000)}


async def failing(path: Path, server: Loopback, url: str, **asked: Any) -> FetchFailed:
    """Fetch one page that fails, recorded."""
    with writing(path) as recorder:
        async with polite({HOST: server}, Clock(), recorder, default_s=AT_ONCE, limits=LIMITS) as fetcher:
            if asked.pop("stopped", False):
                fetcher.stop(url, "it wants to see a person")
            return await failure(fetcher, url, **asked)


def recorded(path: Path) -> list[Mapping[str, Any]]:
    """Return the failures that an archive holds."""
    found = [record for record in records(path) if record.fields.get("content-type") == MEDIA_TYPE]
    return [
        {"url": record.fields["warc-target-uri"], **json.loads(block(path, record.offset, 10_000))} for record in found
    ]


@pytest.mark.parametrize(
    ("url", "asked", "status", "robots"),
    [
        (f"{URL}/denied", {"asked": Asked.FOLLOWED}, Status.ROBOTS_DENIED, "denied"),
        (f"{URL}/a", {"stopped": True}, Status.SKIPPED_HOST, None),
        (f"{URL}/half", {}, Status.TIMEOUT, "allowed"),
        (f"{URL}/empty", {}, Status.INCOMPLETE, "allowed"),
        (f"{URL}/large", {}, Status.TOO_LARGE, "allowed"),
        ("http://169.254.169.254/latest", {"asked": Asked.SERVICE}, Status.SSRF_BLOCKED, None),
        ("http://no-such-host.example/", {"asked": Asked.SERVICE}, Status.DNS_ERROR, None),
    ],
)
def test_a_failure_is_recorded_once(
    url: str, asked: Mapping[str, Any], status: Status, robots: str | None, serve: Serve, tmp_path: Path
) -> None:
    """However often a page was asked for in vain, its archive says once why, and offline it fails for that reason."""
    path = tmp_path / "a.warc.gz"
    failed = run(failing(path, serve(ANSWERS), url, **asked))
    (told,) = recorded(path)

    assert failed.status is status
    assert (told["url"], told["status"], told["robots"]) == (url, status.value, robots)
    again = run(failure(replaying(path), url))
    assert (again.status, again.problem, again.retryable) == (status, failed.problem, failed.retryable)


def test_what_came_is_recorded_too(serve: Serve, tmp_path: Path) -> None:
    """Of each attempt that broke off, what had come is kept, marked as cut off."""
    path = tmp_path / "a.warc.gz"
    run(failing(path, serve(ANSWERS), f"{URL}/half"))
    cut = [record for record in records(path) if "warc-truncated" in record.fields]

    assert [record.fields["warc-truncated"] for record in cut] == ["time"] * 3
    assert all(block(path, record.offset, 10_000).endswith(b"<p>half") for record in cut)


def test_a_redirect_to_what_fails(serve: Serve, tmp_path: Path) -> None:
    """Of a redirect to a host that does not exist both halves are recorded: the redirect, and why it led to nothing."""
    path = tmp_path / "a.warc.gz"
    server = serve({"/a": reply(status=301, location="http://no-such-host.example/b")})
    failed = run(failing(path, server, f"{URL}/a"))
    pages = [told for told in recorded(path) if not told["url"].endswith("/robots.txt")]

    assert [told["url"] for told in pages] == ["http://no-such-host.example/b"]
    again = run(failure(replaying(path), f"{URL}/a"))
    assert (again.status, again.problem) == (Status.DNS_ERROR, failed.problem)


def test_pages_leave_no_failure_behind(serve: Serve, tmp_path: Path) -> None:
    """A page that came, and one that its server says is gone, are no failures to ask."""
    path = tmp_path / "a.warc.gz"
    server = serve({"/a": reply(PAGE)})

    async def work() -> None:
        with writing(path) as recorder:
            async with polite({HOST: server}, None, recorder, default_s=AT_ONCE) as fetcher:
                await _both(fetcher)

    run(work())
    assert recorded(path) == []
    run(_both(replaying(path)))


async def _both(fetcher: Fetcher) -> None:
    assert (await fetcher.get(f"{URL}/a")).body == PAGE
    assert (await failure(fetcher, f"{URL}/gone")).status is Status.GONE
