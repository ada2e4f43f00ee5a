"""How much memory a build takes when all that it reads wants too much of it."""

import gzip
import json
import subprocess
import sys
import zlib
from pathlib import Path
from socket import socket

from loopback import Serve, reply
from web_wire import HOST, ORIGIN, WORDS, article

MB = 1_000_000
FOLDERS = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "extraction")]
# Run in a process of its own, so that what other tests took does not count.
BUILD = """
import asyncio, json, sys
sys.path[:0] = {folders!r}
import worker_jobs
from loopback import reaching
from web_wire import link_to
from ingest.errors import FetchFailed
from ingest.extraction.worker import Workers
from ingest.sites import read_link

class Server:
    address = {address!r}

async def one(fetcher, workers, name):
    try:
        documents = await read_link(link_to("http://{host}/" + name), fetcher, workers)
        return "ok", len(documents[0].text)
    except FetchFailed as failure:
        return failure.status.value, 0

async def work():
    async with Workers(2) as workers, reaching({{"{origin}": Server}}) as fetcher:
        await asyncio.gather(*(workers(worker_jobs.sleep, 0.2) for _ in range(2)))
        before = worker_jobs.peak_bytes()
        ended = dict(zip({names!r}, await asyncio.gather(*(one(fetcher, workers, name) for name in {names!r}))))
        workers_took = await asyncio.gather(*(workers(worker_jobs.peak_and_wait) for _ in range(2)))
        print(json.dumps([before, worker_jobs.peak_bytes(), max(workers_took), ended]))

asyncio.run(work())
"""


def bomb(window: int, megabytes: int = 80) -> bytes:
    packer = zlib.compressobj(9, wbits=window)
    return b"".join(packer.compress(bytes(MB)) for _ in range(megabytes)) + packer.flush()


def without_end(connection: socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
    while True:
        connection.sendall(b"words " * 10_000)


def test_peak_memory(serve: Serve) -> None:
    """Faults 22, 24, 31, 55: all bombs, an endless body and a 12 MB paragraph at once take less than 300 MB."""
    pages = {
        "gzip": reply(bomb(31), content_encoding="gzip"),
        "zlib": reply(bomb(15), content_encoding="deflate"),
        "raw-deflate": reply(bomb(-15), content_encoding="deflate"),
        "gzip-twice": reply(gzip.compress(bomb(31), mtime=0), content_encoding="gzip, gzip"),
        "file": reply(bomb(31), content_type="application/gzip"),
        "endless": without_end,
        "node": reply(article(f"<p>{'words and more ' * 800_000}</p>").encode()),
        "honest": reply(article(WORDS).encode()),
    }
    server = serve({f"/{name}": answer for name, answer in pages.items()})
    program = BUILD.format(folders=FOLDERS, address=server.address, host=HOST, origin=ORIGIN, names=list(pages))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    before, build, worker, ended = json.loads(done.stdout)

    assert {name: status for name, (status, _) in ended.items()} == {
        name: "ok" if name in ("node", "honest") else "too_large" for name in pages
    }
    assert ended["node"][1] > 11 * MB
    print(f"the build {build / MB:.0f} MB, {before / MB:.0f} before the first page; a worker {worker / MB:.0f} MB")
    assert build < 300 * MB
    assert worker < 300 * MB
