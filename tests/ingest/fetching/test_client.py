"""One exchange on the wire: what is sent, what is kept of the answer, and what a body may cost."""

import os
import pickle
import socket
import time
from pathlib import Path

import pytest
from dialling import ask, failure
from loopback import Loopback, Serve, client, reply
from recordings import run

from ingest.errors import FetchFailed
from ingest.fetching.exchange import Cut
from ingest.fetching.limits import Limits
from ingest.fetching.transport.client import USER_AGENT, public_tls
from ingest.status import Status

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SMALL = Limits(raw_bytes=2000, document_bytes=5000)
QUICK = Limits(attempt_s=0.5, read_s=0.3, connect_s=0.3)


def test_what_is_sent(serve: Serve) -> None:
    """A request names its sender, takes only codings that can be bounded, and bears what the caller adds, only once."""
    server = serve({"/a?b?c=1": reply(b"page")})

    async def work() -> None:
        async with client() as opened:
            await opened.exchange(f"{server.url}/a?b?c=1#part", {"Authorization": "Bearer s3cr3t"})
            await opened.exchange(f"{server.url}/a?b?c=1", {})

    run(work())
    first, second = (request.split("\n") for request in server.requests)
    host = server.url.removeprefix("http://")
    common = [f"Host: {host}", f"User-Agent: {USER_AGENT}", "Accept: */*", "Accept-Encoding: gzip, deflate"]
    assert first == ["GET /a?b?c=1 HTTP/1.1", *common, "Connection: keep-alive", "Authorization: Bearer s3cr3t"]
    assert second == first[:-1]


def test_what_is_kept(serve: Serve) -> None:
    """An exchange holds the headers of both sides as they were on the wire: in their order, case and number."""
    head = b"HTTP/1.1 299 Fine enough\r\nX-One: a\r\nx-one: b\r\nX-Name: \xe5\x9b\xbe\r\nCONTENT-LENGTH: 4\r\n\r\n"
    server = serve({"/": head + b"\x1f\x8b\x08!"})

    (exchange,) = ask(client(), f"{server.url}/")
    assert (exchange.status_code, exchange.phrase, exchange.body) == (299, "Fine enough", b"\x1f\x8b\x08!")
    assert exchange.headers == (("X-One", "a"), ("x-one", "b"), ("X-Name", "图"), ("CONTENT-LENGTH", "4"))
    assert exchange.sent[0] == ("Host", server.url.removeprefix("http://"))
    assert (exchange.cut, exchange.header("x-ONE")) == (None, "a")


def test_no_cookies(serve: Serve) -> None:
    """A cookie that a server sets is not sent back: no answer depends on what was asked before."""
    server = serve({"/": reply(b"page", set_cookie="session=1; Path=/")})

    ask(client(), f"{server.url}/", f"{server.url}/")
    assert not any("cookie" in request.lower() for request in server.requests)


def test_nothing_of_the_environment(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither proxies nor passwords that the environment names are used."""
    server = serve({"/": reply(b"page")})
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password s3cr3t\n")
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    assert ask(client(), f"{server.url}/")[0].body == b"page"
    assert "Authorization" not in server.requests[0]


def test_a_kept_connection(serve: Serve) -> None:
    """A second request to a host goes over the first one's connection."""

    def twice(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 5\r\n\r\nfirst")
        assert connection.recv(1000).startswith(b"GET /b ")
        connection.sendall(HEAD + b"Content-Length: 6\r\n\r\nsecond")

    server = serve({"/a": twice})
    assert [one.body for one in ask(client(), f"{server.url}/a", f"{server.url}/b")] == [b"first", b"second"]
    assert len(server.requests) == 1


@pytest.mark.parametrize("size", [2000, 2001])
def test_the_largest_page(size: int, serve: Serve) -> None:
    """Fault 22: a body may have just as many bytes as the limit says."""
    server = serve({"/": HEAD + b"Connection: close\r\n\r\n" + bytes(size)})
    if size == SMALL.raw_bytes:
        assert len(ask(client(SMALL), f"{server.url}/")[0].body) == size
        return
    failed = failure(client(SMALL), f"{server.url}/")
    assert (failed.status, failed.retryable, failed.problem) == (Status.TOO_LARGE, False, "it is larger than 0.002 MB")
    assert failed.partial
    assert (len(failed.partial.body), failed.partial.cut) == (2000, Cut.LENGTH)


@pytest.mark.parametrize("size", [5000, 5001])
@pytest.mark.parametrize(
    ("content_type", "start"),
    [("application/pdf", b""), ("Application/PDF;x=1", b""), ("text/html", b"%PDF-1.7"), ("", b"\n" * 1000 + b"%PDF-")],
)
def test_the_largest_pdf(content_type: str, start: bytes, size: int, serve: Serve) -> None:
    """What says that it is a PDF, or begins like one, may be as large as a book."""
    server = serve({"/": reply(start.ljust(size), content_type=content_type)})
    if size == SMALL.document_bytes:
        assert len(ask(client(SMALL), f"{server.url}/")[0].body) == size
    else:
        assert failure(client(SMALL), f"{server.url}/").status is Status.TOO_LARGE


def test_a_pdf_that_comes_slowly(serve: Serve) -> None:
    """A PDF under a false name is known by its first bytes, however few of them come at first."""

    def slow(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 4000\r\n\r\n%P")
        time.sleep(0.05)
        connection.sendall(b"DF-1.7".ljust(3998))

    server = serve({"/": slow})
    assert len(ask(client(SMALL), f"{server.url}/")[0].body) == 4000


def test_a_length_that_is_too_much(serve: Serve) -> None:
    """A body whose header says that it is too large is not waited for."""
    server: Loopback

    def slow(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 3000000000\r\n\r\n" + bytes(1500))
        server.over.wait(5)

    server = serve({"/": slow})
    failed = failure(client(SMALL), f"{server.url}/")
    assert failed.status is Status.TOO_LARGE
    assert failed.partial
    assert (len(failed.partial.body), failed.partial.cut) == (1500, Cut.LENGTH)


def test_the_part_that_came(serve: Serve) -> None:
    """A failure carries what came before it, as long as it stays in its process."""
    server = serve({"/": HEAD + b"Content-Length: 100\r\n\r\n<p>half"})
    failed = failure(client(QUICK), f"{server.url}/")

    assert (failed.status, failed.retryable) == (Status.INCOMPLETE, True)
    assert failed.partial
    assert (failed.partial.body, failed.partial.cut, failed.partial.status_code) == (b"<p>half", Cut.DISCONNECT, 200)
    copied = pickle.loads(pickle.dumps(failed))
    assert isinstance(copied, FetchFailed)
    assert (copied.status, copied.problem, copied.partial) == (failed.status, failed.problem, None)


def test_authorities_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Besides the authorities that browsers trust, those count that the machine's owner added."""
    from loopback import authority

    before = public_tls.__wrapped__().cert_store_stats()["x509_ca"]
    authority().cert_pem.write_to_path(tmp_path / "own.pem")
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(tmp_path / "own.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", os.fspath(tmp_path))
    subjects = [dict(pair for (pair,) in one["subject"]) for one in public_tls.__wrapped__().get_ca_certs()]
    assert before > 100
    assert len(subjects) > 100
    assert any("trustme" in str(subject) for subject in subjects)
