"""What hosts send instead of a robots.txt (fault 23): none of it costs much time, or more than RFC 9309 says."""

import socket
import time
from collections.abc import Mapping
from contextlib import suppress

import pytest
from loopback import Answer, Serve, reply
from politeness import PAGE, Outcome, followed, paths

from ingest.fetching.limits import Limits
from ingest.status import Status, Verdict

DENY = b"User-agent: *\nDisallow: /\n"
TIGHT = Limits(read_s=0.4, attempt_s=0.4, connect_s=0.4, attempts=1, raw_bytes=600_000)


def moved(to: str) -> bytes:
    """Return a redirect."""
    return reply(status=301, location=to)


def endless(first: bytes) -> Answer:
    """Return what never stops sending comments after its first lines."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + first)
        with suppress(OSError):
            for _ in range(10_000):
                connection.sendall(b"# and so on\n" * 1000)

    return answer


def silent(connection: socket.socket) -> None:
    """Say nothing until the client leaves."""
    connection.settimeout(5)
    connection.recv(1)


ALLOWED, DENIED = (Verdict.ALLOWED, None), (Verdict.DENIED, Status.ROBOTS_DENIED)
UNREACHABLE = (Verdict.UNREACHABLE, Status.ROBOTS_DENIED)
ODD: dict[str, tuple[Mapping[str, Answer], Outcome]] = {
    "endless": ({"/robots.txt": endless(b"User-agent: *\nDisallow: /a\n")}, DENIED),
    "endless, allows": ({"/robots.txt": endless(b"User-agent: *\nDisallow: /b\n")}, ALLOWED),
    "a rule after 500 KiB": ({"/robots.txt": reply(b"User-agent: *\n" + b"#" * 512_000 + b"\nDisallow: /\n")}, ALLOWED),
    "500": ({"/robots.txt": reply(DENY, status=500)}, UNREACHABLE),
    "503": ({"/robots.txt": reply(status=503, retry_after="1")}, UNREACHABLE),
    "silence": ({"/robots.txt": silent}, UNREACHABLE),
    "empty reply": ({"/robots.txt": b""}, UNREACHABLE),
    "404": ({"/robots.txt": reply(DENY, status=404)}, ALLOWED),
    "401": ({"/robots.txt": reply(DENY, status=401)}, ALLOWED),
    "HTML": ({"/robots.txt": reply(b"\n <html><pre>\nUser-agent: *\nDisallow: /\n</pre></html>")}, ALLOWED),
    "garbage": ({"/robots.txt": reply(bytes(range(256)) * 400)}, ALLOWED),
    "not gzip": ({"/robots.txt": reply(DENY, content_encoding="br")}, ALLOWED),
    "loop": ({"/robots.txt": moved("/other.txt"), "/other.txt": moved("/robots.txt")}, ALLOWED),
    "redirect to nowhere": ({"/robots.txt": reply(status=302)}, ALLOWED),
    "redirect to a file": ({"/robots.txt": moved("file:///etc/hostname")}, ALLOWED),
    "five redirects": ({"/robots.txt": moved("/1")} | {f"/{n}": moved(f"/{n + 1}") for n in range(1, 5)}
                       | {"/5": reply(DENY)}, DENIED),
    "six redirects": ({"/robots.txt": moved("/1")} | {f"/{n}": moved(f"/{n + 1}") for n in range(1, 6)}
                      | {"/6": reply(DENY)}, ALLOWED),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "outcome"), ODD.values(), ids=[f"fault 23: {name}" for name in ODD])
def test_an_odd_robots_txt(answers: Mapping[str, Answer], outcome: Outcome, serve: Serve) -> None:
    """What is no robots.txt forbids nothing, what cannot be reached forbids everything; neither takes long."""
    server = serve({"/a": reply(PAGE), **answers})
    started = time.perf_counter()

    assert followed(server, limits=TIGHT) == outcome
    assert time.perf_counter() - started < 15
    assert paths(server).count("/a") == (outcome[1] is None)


def test_a_robots_txt_made_to_be_slow(serve: Serve) -> None:
    """Fault 23: thousands of names and rules, of which a parser may make the product, cost no more than others."""
    rules = "".join(f"User-agent: a{number}\n" for number in range(4_000)) + "Disallow: /b\n" * 4_000
    server = serve({"/robots.txt": reply(rules.encode() + DENY), "/a": reply(PAGE)})
    started = time.perf_counter()

    assert followed(server) == DENIED
    assert time.perf_counter() - started < 15
