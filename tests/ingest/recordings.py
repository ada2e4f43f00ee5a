"""Small archives of pages that tests make up, written with warcio itself, and clients that replay them."""

import asyncio
from collections.abc import Coroutine, Mapping
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.archives.replay import ReplayTransport
from ingest.documents import Document, Link, Occurrence, Page
from ingest.extraction.worker import in_process
from ingest.fetching.fetch import Fetcher
from ingest.fetching.politeness.pace import Pace
from ingest.fetching.transport.client import Client
from ingest.sites import read_link
from ingest.status import Source

DATE = "2024-05-06T07:08:09Z"
HTML = {"Content-Type": "text/html; charset=utf-8"}
Recording = tuple[int, Mapping[str, str], bytes]
"""A recorded answer: status code, headers, body."""
Result = TypeVar("Result")


def html(text: str) -> Recording:
    """Return a page as it is recorded."""
    return 200, HTML, text.encode()


def moved(to: str) -> Recording:
    """Return a redirect as it is recorded."""
    return 301, {"Location": to}, b""


def write_warc(path: Path, pages: Mapping[str, Recording], *, gzip: bool = True) -> Path:
    """Record pages by URL."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip, warc_version="1.1")
        for url, (status, headers, body) in pages.items():
            head = StatusAndHeaders(f"{status} Recorded", list(headers.items()), protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": DATE},
            )
            writer.write_record(record)
    return path


def run(work: Coroutine[object, object, Result]) -> Result:
    """Run a coroutine to its end."""
    return asyncio.run(work)


def replaying(path: Path, source: Source = Source.ARCHIVE) -> Fetcher:
    """Return a fetcher that answers from one archive."""
    transport = ReplayTransport.open([path])
    return Fetcher(Client(transport), source, Pace(waits=False), None, transport.date_of)


def replayed(path: Path, url: str) -> Page:
    """Return a page from an archive, as a build gets it."""
    return run(replaying(path).get(url))


def read_recorded(path: Path, url: str, title: str = "") -> tuple[Document, ...]:
    """Return the documents behind a link whose pages an archive holds."""
    link = Link(url, (Occurrence(("Topic",), title, "", "", "", 1),))
    return run(read_link(link, replaying(path), in_process))
