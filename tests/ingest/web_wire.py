"""Reads pages as a build does, through the real client, from servers on loopback that go by other hosts' names."""

from collections.abc import Mapping
from typing import Any

from loopback import Loopback, reaching
from recordings import run

from ingest.documents import Document, Link, Occurrence
from ingest.errors import FetchFailed
from ingest.extraction.worker import Extractor, in_process
from ingest.pipeline import THIN_CHARS
from ingest.sites import read_link

HOST = "site.example"
URL = f"http://{HOST}/posts/engine"
ORIGIN = f"{HOST}:80"
SENTENCES = [f"Paragraph {number} tells how an engine shares memory between its workers." for number in range(12)]
WORDS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
CHINESE = "".join(f"<p>第{number}段讲的是图引擎怎样在多台机器之间共享内存。</p>" for number in range(12))


def article(body: str = WORDS, head: str = "<title>Engine notes</title>") -> str:
    """Return a whole page."""
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>"


def link_to(url: str = URL) -> Link:
    """Return a link without a title."""
    return Link(url, (Occurrence(("Topic",), "", "", "", "", 1),))


async def read_from(
    servers: Mapping[str, Loopback], url: str = URL, extract: Extractor = in_process, **settings: Any
) -> tuple[Document, ...]:
    """Return the documents behind a link to one of the servers."""
    async with reaching(servers, **settings) as fetcher:
        return await read_link(link_to(url), fetcher, extract)


def outcome(servers: Mapping[str, Loopback], url: str = URL, **settings: Any) -> tuple[str, str]:
    """Return the status that a link ends in, and its text or the reason why there is none."""
    try:
        documents = run(read_from(servers, url, **settings))
    except FetchFailed as failure:
        return failure.status.value, failure.problem
    text = documents[0].text
    return "ok" if len("".join(text.split())) >= THIN_CHARS else "thin", text
