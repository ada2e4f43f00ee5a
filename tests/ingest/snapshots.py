"""A Wayback Machine on loopback, and the answers that it gives about one page."""

from collections.abc import Mapping

from loopback import Answer, Loopback, Serve, reaching, reply, server_tls
from recordings import run

from ingest.documents import Page
from ingest.fetching.wayback import HOST, Wayback

URL = "https://e.example/engine?part=2"
NEWEST = "20230102030405"
OLDER = "20210102030405"


def found(url: str = URL, time: str = NEWEST, to: str = "") -> dict[str, Answer]:
    """Return the answer that names the newest snapshot of a page."""
    return {f"/web/{url}": redirect(to or f"https://{HOST}/web/{time}/{url}")}


def redirect(to: str) -> bytes:
    """Return a redirect."""
    return reply(status=302, location=to)


def raw(time: str = NEWEST, url: str = URL) -> str:
    """Return the path of a snapshot's bytes."""
    return f"/web/{time}id_/{url}"


def error_page(status: int, link: str = "") -> bytes:
    """Return an error page of the archived server, as it was archived."""
    return reply(b"gone", status, memento_datetime="Mon, 02 Jan 2023 03:04:05 GMT", link=link or '<x>; rel="original"')


def earlier(time: str) -> str:
    """Return the header that names the snapshot before this one."""
    start = f'<{URL}>; rel="original", <https://{HOST}/web/timemap/link/{URL}>; rel="timemap"; type="x"'
    last = f'<https://{HOST}/web/{NEWEST}/{URL}>; rel="last memento"; datetime="Mon, 02 Jan 2023 03:04:05 GMT"'
    return f'{start}, <https://{HOST}/web/{time}/{URL}>; rel="first prev memento"; datetime="x", {last}'


def machine(serve: Serve, answers: Mapping[str, Answer]) -> Loopback:
    """Start a Wayback Machine."""
    return serve(answers, server_tls(HOST))


def get(server: Loopback, url: str = URL) -> Page:
    """Return the page that it has."""

    async def asked() -> Page:
        async with reaching({f"{HOST}:443": server}) as fetcher:
            return await Wayback(fetcher).get(url, {"Authorization": "Bearer secret"})

    return run(asked())
