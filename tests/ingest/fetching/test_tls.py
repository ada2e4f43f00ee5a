"""Fault 51: a server whose certificate or TLS is not right is not read, and the reason says what is wrong."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Thread

import pytest
import trustme
from dialling import ask, failure
from loopback import Loopback, Serve, authority, client, client_tls, network, reply, server_tls

from ingest.fetching.network import Network, client_on
from ingest.fetching.transport.client import Client, public_tls
from ingest.status import Status

NAME = "site.example"
URL = f"https://{NAME}/"
PAST, FUTURE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)


def reached(server: Loopback) -> Client:
    """Return a client for which the host is the server."""
    return client_on(network({f"{NAME}:443": server}))


def context(key: trustme.Blob, *certificates: trustme.Blob) -> ssl.SSLContext:
    """Return what a server needs to show these certificates, and no others."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with trustme.Blob(b"".join(one.bytes() for one in (key, *certificates))).tempfile() as path:
        made.load_cert_chain(path)
    return made


def dated(since: datetime, until: datetime) -> ssl.SSLContext:
    """Return a certificate of the known authority for some time."""
    leaf = authority().issue_cert(NAME, not_before=since, not_after=until)
    return context(leaf.private_key_pem, *leaf.cert_chain_pems)


def of_an_intermediate(*, whole: bool) -> ssl.SSLContext:
    """Return a certificate that an authority below the known one signed, with or without that one's own."""
    leaf = authority().create_child_ca().issue_cert(NAME)
    return context(leaf.private_key_pem, *leaf.cert_chain_pems[: None if whole else 1])


def of_a_stranger() -> ssl.SSLContext:
    """Return a certificate of an authority that nobody knows, with that authority's own."""
    stranger = trustme.CA()
    leaf = stranger.issue_cert(NAME)
    return context(leaf.private_key_pem, *leaf.cert_chain_pems, stranger.cert_pem)


def self_signed() -> ssl.SSLContext:
    """Return a certificate that signed itself."""
    own = trustme.CA()
    return context(own.private_key_pem, own.cert_pem)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda: dated(PAST, datetime(2021, 1, 1, tzinfo=UTC)), "has expired", id="fault 51 expired"),
        pytest.param(lambda: dated(datetime(2190, 1, 1, tzinfo=UTC), FUTURE), "is not valid yet", id="not yet valid"),
        pytest.param(self_signed, "is self-signed", id="fault 51 self-signed"),
        pytest.param(lambda: server_tls("other.example"), "is for another host", id="fault 51 wrong host"),
        pytest.param(lambda: of_an_intermediate(whole=False), "an intermediate certificate may", id="fault 51 chain"),
        pytest.param(of_a_stranger, "comes from an authority of its own", id="unknown authority"),
    ],
)
def test_a_certificate_that_is_not_right(make: Callable[[], ssl.SSLContext], reason: str, serve: Serve) -> None:
    """No request is sent under a certificate that does not prove the host, and none without TLS instead."""
    server = serve({"/": reply(b"page")}, make())
    failed = failure(reached(server), URL)

    assert (failed.status, failed.retryable, failed.partial) == (Status.TLS_ERROR, False, None)
    assert failed.problem.startswith(f"{URL}: its certificate ")
    assert reason in failed.problem
    assert server.requests == []


def test_a_whole_chain(serve: Serve) -> None:
    """A certificate whose intermediate comes with it is right."""
    server = serve({"/": reply(b"page")}, of_an_intermediate(whole=True))

    assert ask(reached(server), URL)[0].body == b"page"


def test_an_address_that_the_certificate_lacks(serve: Serve) -> None:
    """A certificate for a name is none for the address behind it."""
    server = serve({"/": reply(b"page")}, server_tls(NAME))
    failed = failure(client(), f"{server.url}/")

    assert failed.status is Status.TLS_ERROR
    assert failed.problem == f"{server.url}/: its certificate is for another address"


@contextmanager
def answering(answer: bytes) -> Iterator[tuple[str, int]]:
    """Serve one connection: wait for its first bytes, send these, and hang up when the other side has."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def serve_once() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.recv(5000)
                connection.sendall(answer)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(5000)

        thread = Thread(target=serve_once)
        thread.start()
        yield listening.getsockname()
        thread.join()


def hello_of_tls_1_0() -> bytes:
    """Return how a server that knows TLS 1.0 only begins (RFC 2246, 7.4.1.3): version 3.1, and an old cipher."""
    body = b"\x03\x01" + bytes(32) + b"\x00" + b"\x00\x2f" + b"\x00"
    handshake = b"\x02" + len(body).to_bytes(3, "big") + body
    return b"\x16\x03\x01" + len(handshake).to_bytes(2, "big") + handshake


@pytest.mark.parametrize(
    ("answer", "reason", "retryable"),
    [
        pytest.param(hello_of_tls_1_0(), "its TLS is too old to be safe", False, id="fault 51 TLS 1.0"),
        pytest.param(b"\x15\x03\x01\x00\x02\x02\x46", "its TLS is too old to be safe", False, id="alert: version"),
        pytest.param(b"\x15\x03\x03\x00\x02\x02\x28", "TLS could not be agreed on with it", False, id="alert: failure"),
        pytest.param(b"HTTP/1.1 400 Bad\r\n\r\n", "it does not speak TLS there", False, id="plain HTTP"),
        pytest.param(b"", "TLS could not be agreed on with it", True, id="closed"),
    ],
)
def test_a_handshake_that_fails(answer: bytes, reason: str, retryable: bool) -> None:  # noqa: FBT001 - a column
    """A server whose TLS is too old, or none, ends as a TLS error; only one that hung up may be asked again."""
    with answering(answer) as address:
        failed = failure(client_on(Network(tls=client_tls(), connect_to={f"{NAME}:443": address})), URL)

    assert (failed.status, failed.retryable, failed.problem) == (Status.TLS_ERROR, retryable, f"{URL}: {reason}")


def test_what_is_trusted() -> None:
    """Certificates and names are always checked, and nothing older than TLS 1.2 is spoken."""
    tls = public_tls()
    assert (tls.verify_mode, tls.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert tls.minimum_version >= ssl.TLSVersion.TLSv1_2
