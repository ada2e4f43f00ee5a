"""Pages that the user saved, matched to links: HTML, MHTML, PDF and WARC files of one folder, never fetched."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ingest.archives.catalogue import Catalogue
from ingest.archives.mhtml import NoPage, read_mhtml
from ingest.archives.replay import ReplayTransport
from ingest.archives.saved_addresses import named_beside, named_by_number, named_in
from ingest.archives.saved_files import MAX_FILES, MHTML, PDF, WARC, Found, saved_files, unreadable
from ingest.documents import Page
from ingest.errors import ArchiveUnreadable, FetchFailed
from ingest.extraction.charset import to_text
from ingest.fetching.redirects import is_redirect, target
from ingest.fetching.transport.content_coding import decoded
from ingest.status import Source
from ingest.urls import identity_of, is_web_url
from ingest.urls.weixin import without_secrets

HEAD_BYTES = 4_000_000  # WeChat says where a page is from in the middle of 3 MB of scripts
REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class _Copy:
    """A page in a file: its addresses, the surest first, when the file was written, and how to read it."""

    name: str
    addresses: tuple[str, ...]
    modified: float
    load: Callable[[str], Page]


class SavedPages:
    """Gives saved pages by the addresses of the links that name them.

    `unused` are the files that cannot be used, each with the reason.
    """

    def __init__(self, copies: Iterable[_Copy], unused: Iterable[tuple[str, str]] = ()) -> None:
        self._copies = tuple(copies)
        self._best: dict[str, tuple[tuple[int, float], _Copy]] = {}
        for copy in self._copies:
            self._add(copy)
        used = {copy.name for _, copy in self._best.values()}
        beaten = sorted({copy.name for copy in self._copies} - used)
        self.unused = (*unused, *((name, "another file holds the same page") for name in beaten))

    def page_of(self, url: str) -> Page | None:
        """Return the saved page of a link, or None; of several files the one that is surest of it, then the newest."""
        found = self._best.get(identity_of(url)) if is_web_url(url) else None
        try:
            return found[1].load(url) if found else None
        except (OSError, NoPage, FetchFailed, ArchiveUnreadable):  # it changed since it was looked at
            return None

    def unmatched(self, urls: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the files that hold the page of none of these links, in the order of their names."""
        wanted = {identity_of(url) for url in urls if is_web_url(url)}
        names = {copy.name for copy in self._copies}
        matched = {copy.name for copy in self._copies if wanted & {identity_of(url) for url in copy.addresses}}
        return tuple(sorted(names - matched))

    def _add(self, copy: _Copy) -> None:
        for rank, address in enumerate(copy.addresses):
            identity, order = identity_of(address), (-rank, copy.modified)
            if identity not in self._best or self._best[identity][0] < order:
                self._best[identity] = order, copy


def read_saved(folder: Path, most: int = MAX_FILES) -> SavedPages:
    """Look through a folder, and the folders in it, for at most so many files of saved pages.

    Raises:
        SavedPagesUnreadable: it is no folder, or cannot be opened.
    """
    copies: list[_Copy] = []
    unused: list[tuple[str, str]] = []
    for file in saved_files(folder, most):
        found, problem = ([], file.problem) if file.problem else _copies(file)
        copies += found
        if problem:
            unused.append((file.name, problem))
    return SavedPages(copies, unused)


def _copies(file: Found) -> tuple[list[_Copy], str]:
    """Return the pages of a file, or why there are none."""
    try:
        found = list(_in_warc(file)) if file.kind in WARC else [_alone(file)]
    except (OSError, NoPage) as error:
        return [], unreadable(error)
    except ArchiveUnreadable as error:
        return [], error.problem
    return ([], "it does not say which page it is") if not found[:1] or not found[0].addresses else (found, "")


def _alone(file: Found) -> _Copy:
    modified, beside = file.path.stat().st_mtime, named_beside(file.path)
    if file.kind in PDF:
        load = partial(_page, file.path, "application/pdf", modified)
        return _Copy(file.name, beside or named_by_number(file.path.name), modified, load)
    if file.kind in MHTML:
        saved = read_mhtml(file.path)
        html = to_text(saved.body[:HEAD_BYTES], saved.content_type)
        return _Copy(file.name, named_in(html, *beside, *saved.addresses), modified, partial(_mhtml_page, file.path))
    with file.path.open("rb") as opened:
        html = to_text(opened.read(HEAD_BYTES), "text/html")
    return _Copy(file.name, named_in(html, *beside), modified, partial(_page, file.path, "text/html", modified))


def _in_warc(file: Found) -> Iterator[_Copy]:
    catalogue, modified = Catalogue.open([file.path]), file.path.stat().st_mtime
    transport = ReplayTransport(catalogue)
    for entry in catalogue.all_responses():
        if is_web_url(entry.url):
            yield _Copy(file.name, (entry.url,), modified, partial(_recorded, transport, entry.url, modified))


def _page(path: Path, content_type: str, modified: float, url: str) -> Page:
    return Page(url, without_secrets(url), content_type, path.read_bytes(), _iso(modified), Source.ARCHIVE)


def _mhtml_page(path: Path, url: str) -> Page:
    saved = read_mhtml(path)
    date = saved.date or _iso(path.stat().st_mtime)
    return Page(url, without_secrets(url), saved.content_type, saved.body, date, Source.ARCHIVE)


def _recorded(transport: ReplayTransport, address: str, modified: float, url: str) -> Page:
    """Return a recorded page, its redirects followed within the file."""
    exchange = transport.answer(address)
    for _ in range(REDIRECTS):
        if not is_redirect(exchange):
            break
        address = target(exchange)
        exchange = transport.answer(address)
    if exchange.status_code != 200:
        raise NoPage("it was not answered")
    body = decoded(exchange.body, exchange.header("content-encoding"))
    fetched = transport.date_of(address) or _iso(modified)
    return Page(url, exchange.url, exchange.header("content-type"), body, fetched, Source.ARCHIVE)


def _iso(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):  # a file system may say anything
        return datetime.now(UTC).isoformat(timespec="seconds")
