"""GitHub over the wire: how much is asked, of whom, and what is not asked again."""

import pytest
from github_wire import CHINESE, LINK, README, TEXT, answer, github, paths, plain, read, status, wired
from loopback import Answer, Serve, reply, reset

from ingest.errors import FetchFailed
from ingest.status import Status

API, RAW = "/repos/owner/engine/readme", "/owner/engine/HEAD"
JSON = {"content_type": "application/json"}
OTHER = "https://github.com/owner/other"


def test_one_request_is_enough(serve: Serve) -> None:
    """A README that names no translation costs one request, with the headers that GitHub asks for."""
    server = github(serve, {API: wired(answer(README))})
    ((document,),) = read(server, LINK)

    assert (document.text, paths(server)) == (TEXT, [API])
    assert "accept: application/vnd.github+json" in server.requests[0].lower()
    assert "x-github-api-version: 2022-11-28" in server.requests[0].lower()


def test_no_readme_costs_two_requests(serve: Serve) -> None:
    """A 404 of the API is believed: no file names are tried, and the repository's page has the last word."""
    server = github(serve, {})

    assert [status(one) for one in read(server, LINK)] == [Status.GONE]
    assert paths(server) == [API, "/owner/engine"]


def test_the_apis_limit_is_kept(serve: Serve) -> None:
    """After the API's limit no more is asked of it in this build: the next repository is read from its raw file."""
    limited = reply(b"{}", 403, x_ratelimit_remaining="0", **JSON)
    raw = {f"/owner/{name}/HEAD/README.md": wired(plain(README)) for name in ("engine", "other")}
    server = github(serve, {API: limited, **raw})
    found = read(server, LINK, OTHER)

    assert [one[0].text for one in found if not isinstance(one, FetchFailed)] == [TEXT, TEXT]
    assert paths(server) == [API, f"{RAW}/README.md", "/owner/other/HEAD/README.md"]


def test_at_most_eight_names(serve: Serve) -> None:
    """Where neither API nor raw files help, eight names were tried, each once, and the page is read."""
    page = reply(f"<article class='markdown-body'>{'<p>It trains graphs.</p>' * 3}</article>".encode())
    server = github(serve, {API: reply(b"{}", 403), "/owner/engine": page})
    ((document,),) = read(server, LINK)

    assert document.text.startswith("It trains graphs.")
    assert len(paths(server)) == len(set(paths(server))) == 10


@pytest.mark.parametrize("broken", [reply(b"", 429), reply(b"", 500), reset], ids=["429", "500", "reset"])
def test_a_refused_raw_file_ends_the_names(broken: Answer, serve: Serve) -> None:
    """A raw host that refuses or breaks is not asked for the other names; the page is read, which is another host's."""
    page = reply(f"<article class='markdown-body'>{'<p>It trains graphs.</p>' * 3}</article>".encode())
    server = github(serve, {API: reply(b"{}", 403), f"{RAW}/README.md": broken, "/owner/engine": page})
    ((document,),) = read(server, LINK)

    assert document.text.startswith("It trains graphs.")
    assert set(paths(server)) == {API, f"{RAW}/README.md", "/owner/engine"}


def test_robots_bind_for_a_translation(serve: Serve) -> None:
    """The README is what the list names; a translation is only found from there, so robots.txt binds."""
    robots = reply(b"User-agent: *\nDisallow: /owner\n", content_type="text/plain")
    text = f"{README}\n[one](README_CN.md)\n"
    pages = {f"{RAW}/README.md": wired(plain(text)), f"{RAW}/README_CN.md": wired(plain(CHINESE))}
    server = github(serve, {"/robots.txt": robots, API: reply(b"{}", 403), **pages})
    ((only,),) = read(server, LINK)

    assert only.text.startswith(TEXT)
    assert paths(server) == [API, f"{RAW}/README.md"]


def test_a_translation_costs_one_more(serve: Serve) -> None:
    """The first name that leads to a translation is the last that is asked."""
    text = f"{README}\n[中文](README_CN.md) [docs](docs/README_zh.md)\n"
    server = github(serve, {API: wired(answer(text)), f"{RAW}/README_CN.md": wired(plain(CHINESE))})
    ((first, second),) = read(server, LINK)

    assert (first.language, second.language) == ("en", "zh")
    assert paths(server) == [API, f"{RAW}/README_CN.md"]
