"""Tokens and credentials: sent over TLS to the one host they are for, on every hop, and repeated nowhere."""

from pathlib import Path

import pytest
from loopback import Loopback, Serve, reply, server_tls
from politeness import AT_ONCE, PAGE, failure, fetched, polite
from recordings import run

from ingest.archives.writer import writing
from ingest.fetching.access import Access
from ingest.fetching.fetch import Fetcher

API, OTHER = "api.example", "other.example"
TOKENS = {API: "s3cr3t-token"}
OWN = {"Authorization": "Basic s3cr3t-own", "Cookie": "id=s3cr3t-own", "X-Version": "3"}


def heads(server: Loopback) -> list[str]:
    """Return the heads of the requests for pages."""
    return [request for request in server.requests if "/robots.txt" not in request]


@pytest.fixture
def servers(serve: Serve) -> dict[str, Loopback]:
    """An API over TLS and without, and another host, all of which redirect about."""
    to_other, to_api = reply(status=301, location=f"https://{OTHER}/2"), reply(status=302, location=f"https://{API}/3")
    api = serve({"/1": to_other, "/3": reply(PAGE), "/plain": reply(PAGE)}, server_tls(API))
    other = serve({"/2": to_api}, server_tls(OTHER))
    plain = serve({"/plain": reply(PAGE), "/1": reply(status=302, location=f"https://{API}/3")})
    return {f"{API}:443": api, f"{API}:8443": api, f"{OTHER}:443": other, f"{API}:80": plain}


def test_a_token_goes_to_its_host_only(servers: dict[str, Loopback]) -> None:
    """Fault 48: on the way from the token's host to another and back, the other host never gets it."""
    assert fetched(lambda fetcher: fetcher.get(f"https://{API}/1"), servers, tokens=TOKENS).body == PAGE
    first, last = heads(servers[f"{API}:443"])
    (between,) = heads(servers[f"{OTHER}:443"])

    assert "Authorization: Bearer s3cr3t-token" in first
    assert "Authorization: Bearer s3cr3t-token" in last
    assert "s3cr3t" not in between
    everything = "\n".join(servers[f"{API}:443"].requests)
    assert everything.count("s3cr3t") == 2  # robots.txt is anybody's


@pytest.mark.parametrize("url", [f"http://{API}/plain", f"https://{API}:8443/plain"])
def test_a_token_goes_over_tls_to_the_webs_port_only(url: str, servers: dict[str, Loopback]) -> None:
    """Neither without TLS nor to another port of its host is a token sent."""
    assert fetched(lambda fetcher: fetcher.get(url), servers, tokens=TOKENS).body == PAGE
    requests = [request for server in servers.values() for request in server.requests]
    assert requests
    assert not any("s3cr3t" in request for request in requests)


def test_a_callers_own_credentials_stay_where_they_were_meant_to_go(servers: dict[str, Loopback]) -> None:
    """Fault 48: what a caller sends along is dropped on a redirect to another host, and from http to https."""

    async def work(fetcher: Fetcher) -> None:
        await fetcher.get(f"https://{API}/1", OWN)
        await fetcher.get(f"http://{API}/1", OWN)

    fetched(work, servers)
    first, last, upgraded = heads(servers[f"{API}:443"])
    (between,) = heads(servers[f"{OTHER}:443"])
    (plain,) = heads(servers[f"{API}:80"])

    assert [request.count("s3cr3t-own") for request in (first, between, last, plain, upgraded)] == [2, 0, 2, 2, 0]
    assert all("X-Version: 3" in request for request in (first, between, last, plain, upgraded))


def test_secrets_are_repeated_nowhere(servers: dict[str, Loopback], tmp_path: Path) -> None:
    """No token stands in a reason, in what an object prints, or in the archive."""
    path = tmp_path / "a.warc"

    async def work() -> str:
        with writing(path) as recorder:
            async with polite(servers, recorder=recorder, tokens=TOKENS, default_s=AT_ONCE) as fetcher:
                await fetcher.get(f"https://{API}/1")
                return str(await failure(fetcher, f"https://{API}/none"))

    assert run(work()) == f"https://{API}/none answered 404; see `citeshelf links`."
    assert "s3cr3t" in "".join(servers[f"{API}:443"].requests)
    assert b"s3cr3t" not in path.read_bytes()
    assert "s3cr3t" not in repr(Access(TOKENS))
