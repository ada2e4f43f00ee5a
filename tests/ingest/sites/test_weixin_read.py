"""WeChat over the wire: what is asked, what is followed, and when the host is left alone."""

from collections.abc import Mapping

import pytest
from loopback import Answer, Loopback, Serve, client_on, network, reply, server_tls
from recordings import html, read_recorded, run, write_warc
from weixin_wire import DAY, TEXT, TITLE, Article, moved, small_message, verification

from ingest.documents import Document, Link
from ingest.errors import FetchFailed
from ingest.extraction.worker import in_process
from ingest.fetching.fetch import Fetcher
from ingest.fetching.politeness.pace import Pace
from ingest.sites import read_link
from ingest.status import Source, Status

HOST = "mp.weixin.qq.com"
ONE, TWO = "/s/Ab3dEf6hIj9lMn2pQr5t_w", "/s/Zz3dEf6hIj9lMn2pQr5t_w"


def read(server: Loopback, *addresses: str) -> list[tuple[Document, ...] | FetchFailed]:
    """Read links of the host one after the other, as one build does but without its pauses."""

    async def each() -> list[tuple[Document, ...] | FetchFailed]:
        async with client_on(network({f"{HOST}:443": server})) as client:
            fetcher = Fetcher(client, Source.LIVE, Pace(delays_s={}, default_s=(0.0, 0.0)))
            return [await end(fetcher, address) for address in addresses]

    async def end(fetcher: Fetcher, address: str) -> tuple[Document, ...] | FetchFailed:
        try:
            return await read_link(Link(f"https://{HOST}{address}", ()), fetcher, in_process)
        except FetchFailed as failure:
            return failure

    return run(each())


def site(serve: Serve, answers: Mapping[str, str | Answer]) -> Loopback:
    """Start the site with its pages by path."""
    pages = {path: reply(page.encode()) if isinstance(page, str) else page for path, page in answers.items()}
    return serve(pages, server_tls(HOST))


def paths(server: Loopback) -> list[str]:
    """Return what the server was asked for."""
    return [request.split()[1] for request in server.requests]


def statuses(found: list[tuple[Document, ...] | FetchFailed]) -> list[Status]:
    """Return how each link ended."""
    return [one.status if isinstance(one, FetchFailed) else Status.OK for one in found]


def document(found: tuple[Document, ...] | FetchFailed) -> Document:
    """Return the only document."""
    assert not isinstance(found, FetchFailed), found
    (only,) = found
    return only


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (f"{ONE}?scene=21&key=SECRET&pass_ticket=SECRET&uin=SECRET#wechat_redirect", ONE),
        (
            "/s?chksm=9&__biz=MzA==&amp;mid=2&amp;idx=1&amp;sn=f&amp;exportkey=SECRET",
            "/s?__biz=MzA==&mid=2&idx=1&sn=f",
        ),
        ("/mp/appmsg/show?__biz=MzA==&appmsgid=2&itemidx=1&sign=f", "/s?__biz=MzA==&mid=2&idx=1&sn=f"),
        ("/s?src=11&timestamp=17&ver=5&signature=a*b-c&new=1", "/s?src=11&timestamp=17&ver=5&signature=a*b-c"),
    ],
)
def test_only_what_names_the_article_is_asked(written: str, asked: str, serve: Serve) -> None:
    """Neither tracking nor a session's secrets reach the host or the document; four parameters are enough."""
    server = site(serve, {asked: Article().html})
    (found,) = read(server, written)

    assert (document(found).text, document(found).title, document(found).published) == (TEXT, TITLE, DAY)
    assert paths(server) == [asked]
    assert document(found).url == f"https://{HOST}{asked}"


def test_a_moved_account_is_followed_once(serve: Serve) -> None:
    """The article is read at its new address, which the document names so that the list can be put right."""
    server = site(serve, {ONE: moved(f"http://{HOST}{TWO}#rd"), TWO: Article().html})
    (found,) = read(server, ONE)

    assert (document(found).text, document(found).moved_to) == (TEXT, f"https://{HOST}{TWO}")
    assert paths(server) == [ONE, TWO]


def test_an_account_that_moves_in_a_circle(serve: Serve) -> None:
    """A second move is not followed."""
    server = site(serve, {ONE: moved(f"https://{HOST}{TWO}"), TWO: moved(f"https://{HOST}{ONE}")})
    found = read(server, ONE)

    assert statuses(found) == [Status.MOVED]
    assert paths(server) == [ONE, TWO]


def test_the_first_verification_page_stops_the_host(serve: Serve) -> None:
    """After a verification page nothing more is asked of the host; the links it would have served say so (fault 58)."""
    server = site(serve, {ONE: Article().html, TWO: verification()})
    found = read(server, ONE, TWO, "/s/3", "/s/4")

    assert statuses(found) == [Status.OK, Status.BLOCKED, Status.SKIPPED_HOST, Status.SKIPPED_HOST]
    assert paths(server) == [ONE, TWO]


def test_a_redirect_to_the_verification_page_stops_the_host(serve: Serve) -> None:
    """So does an address that leads to it."""
    captcha = "/mp/wappoc_appmsgcaptcha?poc_token=1"
    server = site(serve, {ONE: reply(status=302, location=captcha), captcha: "<html><body></body></html>"})

    assert statuses(read(server, ONE, TWO)) == [Status.BLOCKED, Status.SKIPPED_HOST]
    assert paths(server) == [ONE, captcha]


def test_a_moved_article_that_is_blocked_stops_the_host(serve: Serve) -> None:
    """The page to which an article moved counts like any other."""
    server = site(serve, {ONE: moved(f"https://{HOST}{TWO}"), TWO: verification()})

    assert statuses(read(server, ONE, "/s/3")) == [Status.BLOCKED, Status.SKIPPED_HOST]


def test_a_page_that_is_gone_stops_nothing(serve: Serve) -> None:
    """An article that is gone says nothing of the others."""
    server = site(serve, {ONE: small_message("该内容已被发布者删除"), TWO: Article().html})

    assert statuses(read(server, ONE, TWO)) == [Status.GONE, Status.OK]


def test_an_album_is_not_asked_for(serve: Serve) -> None:
    """An album is told by its address."""
    server = site(serve, {})

    assert statuses(read(server, "/mp/appmsgalbum?__biz=M&album_id=1")) == [Status.UNSUPPORTED_TYPE]
    assert not server.requests


def test_an_archive_answers_alike(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A recorded article is found under its address however the list writes it."""
    path = write_warc(tmp_path_factory.mktemp("a") / "a.warc.gz", {f"https://{HOST}{ONE}": html(Article().html)})
    (found,) = read_recorded(path, f"http://{HOST}{ONE}?scene=1#rd")

    assert (found.text, found.source) == (TEXT, Source.ARCHIVE)
