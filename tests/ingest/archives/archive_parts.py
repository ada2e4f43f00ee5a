"""What the tests of archives share: exchanges made up by hand, archives of them, and what an archive answers."""

import asyncio
import random
import subprocess
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

from ingest.archives.replay import ReplayTransport
from ingest.archives.writer import writing
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Cut, Exchange, Headers
from ingest.fetching.transport.client import Client
from ingest.status import Status

URL = "https://e.example"
NOISE = random.Random(5)
BODIES = [NOISE.randbytes(3000) for _ in range(4)]  # nothing that compresses: a byte of the file is a byte of a body
HTML: Headers = (("Content-Type", "text/html"),)


def exchange(
    url: str, body: bytes = b"", status: int = 200, headers: Headers = HTML, sent: Headers = (), cut: Cut | None = None
) -> Exchange:
    """Return an exchange as a client makes it."""
    return Exchange(url, sent, status, "OK", headers, body, cut)


def failure(status: Status = Status.TIMEOUT) -> FetchFailed:
    """Return a failure."""
    return FetchFailed(status, "it did not answer", retryable=True)


def record(path: Path, bodies: Sequence[bytes], sent: Headers = ()) -> Path:
    """Record bodies as pages 0, 1, … through our own writer."""
    with writing(path) as writer:
        for number, body in enumerate(bodies):
            writer.write(exchange(f"{URL}/{number}", body, sent=sent))
    return path


def read_back(path: Path) -> dict[int, bytes]:
    """Return the pages that an archive still answers with."""
    transport = ReplayTransport.open([path])
    numbers = [number for number in range(len(BODIES)) if transport.date_of(f"{URL}/{number}")]
    return {number: transport.answer(f"{URL}/{number}").body for number in numbers}


def replayed_exchange(transport: ReplayTransport, url: str) -> Exchange:
    """Return what the client of a build gets from an archive."""

    async def get() -> Exchange:
        async with Client(transport) as client:
            return await client.exchange(url, {})

    return asyncio.run(get())


def members(data: bytes) -> list[int]:
    """Return where the gzip members of an archive begin."""
    starts, rest = [0], data
    while rest:
        inflater = zlib.decompressobj(31)
        inflater.decompress(rest)
        rest = inflater.unused_data
        starts.append(len(data) - len(rest))
    return starts[:-1]


def checked_by_warcio(path: Path) -> str:
    """Return what `warcio check` has to say of an archive: nothing, when all is well."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "warcio.cli", "check", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return f"{done.stdout}{done.stderr}{done.returncode or ''}"
