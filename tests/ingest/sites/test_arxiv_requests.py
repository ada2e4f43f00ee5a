"""arXiv over the wire: what is asked on whose behalf, and where it ends; and the addresses of papers."""

from collections.abc import Mapping

import pytest
from arxiv_pages import ABSTRACT, ABSTRACT_PAGE, FEED, NAME, PAPER, PRINTED
from github_wire import Clock, wired
from loopback import Answer, Loopback, Serve, network, reply, server_tls
from recordings import html, run

from ingest.documents import Document, Link
from ingest.errors import FetchFailed
from ingest.extraction.worker import in_process
from ingest.fetching.fetch import Fetcher
from ingest.fetching.network import online
from ingest.fetching.politeness.pace import Pace
from ingest.sites import read_link
from ingest.urls.arxiv import page_url, paper_of, query_url

HOSTS = ("arxiv.org", "export.arxiv.org")
QUERY = f"/api/query?id_list={NAME}"
ROBOTS = reply(b"User-agent: *\nDisallow: /pdf\nDisallow: /api\n", content_type="text/plain")
OTHER = "2101.00002"


def site(serve: Serve, answers: Mapping[str, Answer]) -> Loopback:
    """Start one server that is both hosts of arXiv."""
    return serve(answers, server_tls(*HOSTS))


def read(server: Loopback, *links: str) -> list[tuple[Document, ...] | FetchFailed]:
    """Read links one after the other as a build does, robots.txt and all."""

    async def each() -> list[tuple[Document, ...] | FetchFailed]:
        reached = network({f"{host}:443": server for host in HOSTS}, pace=lambda: Pace(clock=Clock()))
        async with online(reached) as fetcher:
            return [await end(fetcher, Link(f"https://arxiv.org/{link}", ())) for link in links]

    async def end(fetcher: Fetcher, link: Link) -> tuple[Document, ...] | FetchFailed:
        try:
            return await read_link(link, fetcher, in_process)
        except FetchFailed as failure:
            return failure

    return run(each())


def paths(server: Loopback) -> list[str]:
    """Return what the server was asked for, robots.txt left out."""
    asked = [request.split()[1] for request in server.requests]
    return [path for path in asked if path != "/robots.txt"]


def texts(found: list[tuple[Document, ...] | FetchFailed]) -> list[str]:
    """Return the text of each link, or its status."""
    return [one.status.value if isinstance(one, FetchFailed) else one[0].text for one in found]


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        (f"abs/{NAME}", [QUERY, f"/html/{NAME}"]),
        (f"pdf/{NAME}.pdf", [QUERY, f"/html/{NAME}", f"/pdf/{NAME}"]),
    ],
)
def test_robots_bind_what_the_list_does_not_name(link: str, asked: list[str], serve: Serve) -> None:
    """robots.txt binds for a text that the list does not name; the API is made for programs and asked all the same."""
    server = site(serve, {"/robots.txt": ROBOTS, QUERY: wired(FEED), f"/pdf/{NAME}": wired(PRINTED)})
    (text,) = texts(read(server, link))

    assert paths(server) == asked
    assert ("2 Method" in text) is link.startswith("pdf")
    assert text.startswith(f"Abstract\n\n{ABSTRACT}")


def test_html_is_enough(serve: Serve) -> None:
    """Where the HTML can be read, the PDF is not asked for."""
    server = site(serve, {QUERY: wired(FEED), f"/html/{NAME}": wired(html(PAPER))})
    (text,) = texts(read(server, f"abs/{NAME}"))

    assert text.endswith("A lamp burns n^{2} hours.")
    assert paths(server) == [QUERY, f"/html/{NAME}"]


def test_a_refusal_ends_it_for_the_host(serve: Serve) -> None:
    """After a 403, which arXiv means, that host is asked for nothing more: abstracts stand alone."""
    pages = {QUERY: wired(FEED), QUERY.replace(NAME, OTHER): wired(FEED), f"/html/{NAME}": reply(b"", 403)}
    server = site(serve, pages)

    assert texts(read(server, f"abs/{NAME}", f"abs/{OTHER}")) == [f"Abstract\n\n{ABSTRACT}"] * 2
    assert paths(server) == [QUERY, f"/html/{NAME}", QUERY.replace(NAME, OTHER)]


def test_a_refusal_of_the_api(serve: Serve) -> None:
    """After a 403 of the API the papers of this build are read from their pages, one request less each."""
    page = wired(ABSTRACT_PAGE)
    server = site(serve, {QUERY: reply(b"", 403), f"/abs/{NAME}": page, f"/abs/{OTHER}": page})
    found = read(server, f"abs/{NAME}", f"abs/{OTHER}")

    assert texts(found) == [f"Abstract\n\n{ABSTRACT}"] * 2
    assert paths(server).count(QUERY) == 1
    assert QUERY.replace(NAME, OTHER) not in paths(server)


@pytest.mark.parametrize(
    ("url", "paper"),
    [
        ("https://arxiv.org/abs/1910.04940", "1910.04940"),
        ("http://www.arxiv.org/abs/1910.04940v2?context=cs", "1910.04940v2"),
        ("https://export.arxiv.org/abs/0704.0001/", "0704.0001"),
        ("https://arxiv.org/pdf/1910.04940.pdf#page=3", "1910.04940"),
        ("https://arxiv.org/pdf/1910.04940v12", "1910.04940v12"),
        ("https://arxiv.org/html/2401.00001v1", "2401.00001v1"),
        ("https://arxiv.org/abs/cs/0101001", "cs/0101001"),
        ("https://arxiv.org/pdf/math.GT/0309136v1.pdf", "math.GT/0309136v1"),
        ("https://arxiv.org/abs/hep-th%2F9901001", "hep-th/9901001"),
        ("https://arxiv.org/list/cs.LG/recent", None),
        ("https://arxiv.org/abs/1910.04940/extra", None),
        ("https://arxiv.org/abs/19.1", None),
        ("https://arxiv.org/", None),
        ("https://arxiv.org.e.example/abs/1910.04940", None),
        ("https://[arxiv.org/abs/1910.04940", None),
    ],
)
def test_which_paper_a_url_names(url: str, paper: str | None) -> None:
    """Every page of a paper names it, by either scheme of identifiers, with the version when there is one."""
    assert paper_of(url) == paper


def test_where_a_paper_is_asked_for() -> None:
    """The API is asked on the host for programs, the pages on the one for people."""
    assert query_url("cs/0101001v2") == "https://export.arxiv.org/api/query?id_list=cs/0101001v2"
    assert page_url("pdf", "1910.04940") == "https://arxiv.org/pdf/1910.04940"
