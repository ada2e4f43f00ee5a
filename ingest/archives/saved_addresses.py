"""Which page a saved file holds: what its browser, its author, or a file beside it says of its address."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from ingest.extraction.tree import found, tree_of
from ingest.sites.weixin.script import strings
from ingest.urls import is_web_url
from ingest.urls.weixin import HOST as WEIXIN

TOP_CHARS = 20_000  # browsers and extensions write where a page is from at its very beginning
MAX_SIDECAR_BYTES = 65_536
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)")
_WEB = re.compile(r"https?://[^\s<>\"']+")
_WEIXIN_NAMES = {
    "__biz": (("bizuin", "biz"), r"[\w+/=-]{6,64}"),
    "mid": (("mid", "appmsgid"), r"\d{1,20}"),
    "idx": (("idx", "itemidx"), r"\d{1,3}"),
    "sn": (("sn",), r"[0-9a-f]{8,64}"),
}
_ARXIV = re.compile(r"(?<!\d)(\d{4}\.\d{4,5})(?:v\d{1,2})?(?!\d)")


def named_in(html: str, *known: str) -> tuple[str, ...]:
    """Return the addresses of a saved HTML page, the surest first.

    Args:
        html: the page, as much of it as may say so.
        known: addresses that are known already, which are surer.
    """
    top = html[:TOP_CHARS]
    written = [*known, *_SAVED_FROM.findall(top), *_SINGLE_FILE.findall(top)]
    base = next((url for url in written if is_web_url(url)), "")
    return _usable([*written, *(_joined(base, url) for url in _declared(html)), *_weixin(html)])


def named_beside(path: Path) -> tuple[str, ...]:
    """Return the address in a shortcut beside a file (`page.pdf.url`, `page.url`, `page.webloc`), or none."""
    shortcuts = (path.with_name(path.name + ".url"), path.with_suffix(".url"), path.with_suffix(".webloc"))
    for shortcut in shortcuts:
        if shortcut.is_file() and not shortcut.is_symlink():
            with shortcut.open("rb") as file:
                text = file.read(MAX_SIDECAR_BYTES).decode("utf-8", "replace")
            text = re.sub(r"<!DOCTYPE[^>]*>", "", text).replace("&amp;", "&")
            return _usable(_WEB.findall(text))[:1]
    return ()


def named_by_number(name: str) -> tuple[str, ...]:
    """Return the addresses of the paper whose arXiv number is a file's name, or none."""
    found = _ARXIV.search(name)
    numbers = dict.fromkeys((found[1], found[0])) if found else ()
    return tuple(f"https://arxiv.org/{form}" for n in numbers for form in (f"abs/{n}", f"pdf/{n}", f"pdf/{n}.pdf"))


def _declared(html: str) -> Iterator[str]:
    tree = tree_of(html)
    for link in found(tree, "//link[@rel='canonical']"):
        yield link.get("href", "").strip()
    for meta in found(tree, "//meta[@property='og:url' or @name='og:url']"):
        yield meta.get("content", "").strip()


def _weixin(html: str) -> Iterator[str]:
    """Yield the addresses that only the scripts of a WeChat article hold."""
    if WEIXIN not in html:
        return
    yield from strings(html, "msg_link")
    values = {key: _first(html, names, pattern) for key, (names, pattern) in _WEIXIN_NAMES.items()}
    if all(values.values()):
        yield f"https://{WEIXIN}/s?" + "&".join(f"{key}={value}" for key, value in values.items())


def _first(html: str, names: tuple[str, ...], pattern: str) -> str:
    values = (value for name in names for value in strings(html, name))
    return next((value for value in values if re.fullmatch(pattern, value)), "")


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def _usable(urls: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in urls if is_web_url(url)))
