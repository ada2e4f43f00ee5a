"""GitHub as it answers, recorded or over the wire: its API, raw files and pages; the clock does not wait."""

import asyncio
import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from loopback import Answer, Loopback, Serve, network, reply, server_tls
from recordings import Recording, run

from ingest.documents import Document, Link
from ingest.errors import FetchFailed
from ingest.extraction.worker import in_process
from ingest.fetching.fetch import Fetcher
from ingest.fetching.network import online
from ingest.fetching.politeness.pace import Pace
from ingest.sites import read_link
from ingest.status import Status

LINK = "https://github.com/owner/engine"
API = "https://api.github.com/repos/owner/engine/readme"
RAW = "https://raw.githubusercontent.com/owner/engine/HEAD"
README = "# Engine\n\nIt trains graphs on many machines.\n\n## Install\n\n    pip install engine\n"
TEXT = "Engine\n\nIt trains graphs on many machines.\n\nInstall\n\npip install engine"
CHINESE = "# 引擎\n\n它在多台机器上训练图，每台机器只保存图的一部分。\n"
CHINESE_TEXT = "引擎\n\n它在多台机器上训练图，每台机器只保存图的一部分。"
HOSTS = ("github.com", "api.github.com", "raw.githubusercontent.com")


def answer(text: str, path: str = "README.md", repository: str = "owner/engine") -> Recording:
    """Return what the API says of a README."""
    content = base64.encodebytes(text.encode()).decode()
    url = f"https://github.com/{repository}/blob/main/{path}"
    said = {"name": path.rpartition("/")[2], "path": path, "content": content, "html_url": url}
    return 200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(said).encode()


def plain(text: str) -> Recording:
    """Return a raw file."""
    return 200, {"Content-Type": "text/plain; charset=utf-8"}, text.encode()


def wired(recording: Recording) -> bytes:
    """Return the same answer as it comes over the wire."""
    status, headers, body = recording
    return reply(body, status, **{name.replace("-", "_"): value for name, value in headers.items()})


class Clock:
    """Passes the time at once."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> float:
        """Return the seconds that have passed."""
        return self.passed

    def date(self) -> datetime:
        """Return some date."""
        return datetime(2026, 3, 1, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass, and others run."""
        self.passed += seconds
        await asyncio.sleep(0)


def github(serve: Serve, answers: Mapping[str, Answer]) -> Loopback:
    """Start one server that is all of GitHub's hosts: their paths tell them apart."""
    return serve(answers, server_tls(*HOSTS))


def paths(server: Loopback) -> list[str]:
    """Return what the server was asked for, robots.txt left out."""
    asked = [request.split()[1] for request in server.requests]
    return [path for path in asked if path != "/robots.txt"]


def read(server: Loopback, *urls: str) -> list[tuple[Document, ...] | FetchFailed]:
    """Read links one after the other as a build does, robots.txt and all, without its pauses."""

    async def each() -> list[tuple[Document, ...] | FetchFailed]:
        reached = network({f"{host}:443": server for host in HOSTS}, pace=lambda: Pace(clock=Clock()))
        async with online(reached) as fetcher:
            return [await end(fetcher, url) for url in urls]

    async def end(fetcher: Fetcher, url: str) -> tuple[Document, ...] | FetchFailed:
        try:
            return await read_link(Link(url, ()), fetcher, in_process)
        except FetchFailed as failure:
            return failure

    return run(each())


def status(found: tuple[Document, ...] | FetchFailed) -> Status:
    """Return how a link ended."""
    return found.status if isinstance(found, FetchFailed) else Status.OK
