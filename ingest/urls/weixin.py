"""Addresses of WeChat articles: the form to ask for, and the same one without what belongs to a reader's session."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from ingest.urls.forms import host_of

HOST = "mp.weixin.qq.com"
ARTICLE_KEYS = ("__biz", "mid", "idx", "sn")
TEMPORARY_KEYS = ("src", "timestamp", "ver", "signature")
_ALIASES = {"appmsgid": "mid", "itemidx": "idx", "sign": "sn"}
_ARTICLE_PATHS = ("/s", "/mp/appmsg/show")
_ALBUM = "/mp/appmsgalbum"
_SECRET = re.compile(
    r"(?<=[?&#;])(?:key|pass_ticket|uin|exportkey|appmsg_token|poc_token)=[^&#]*(?:&amp;|&|(?=#)|$)", re.IGNORECASE
)
_LEFT_OVER = re.compile(r"(?:&amp;|[?&])+(?=#|$)")


def is_weixin(url: str) -> bool:
    """Return whether a URL lies on the host of WeChat's articles."""
    return host_of(url) == HOST


def is_album(url: str) -> bool:
    """Return whether a WeChat URL is a list of articles instead of one."""
    return urlsplit(url).path.rstrip("/") == _ALBUM


def without_secrets(url: str) -> str:
    """Return a URL without the parameters by which WeChat knows a reader's session; other hosts' stay as they are."""
    return stripped(url) if is_weixin(url) else url


def stripped(address: str) -> str:
    """Return an address on WeChat's host, absolute or not, without those parameters."""
    return _LEFT_OVER.sub("", _SECRET.sub("", address))


def canonical(url: str) -> str:
    """Return the address to ask for: https, no fragment, and of an article's parameters only those that name it.

    An article is `/s/<22 characters>`, or `/s` with `__biz`, `mid`, `idx` and `sn`, or with four others that expire.
    """
    parts = urlsplit(without_secrets(url).replace("&amp;", "&"))
    path = parts.path.rstrip("/") or "/"
    if path.startswith("/s/"):
        return f"https://{HOST}{path}"
    if path not in _ARTICLE_PATHS:
        return f"https://{HOST}{path}" + (f"?{parts.query}" if parts.query else "")
    given = {_ALIASES.get(name, name): value for name, value in parse_qsl(parts.query)}
    keys = ARTICLE_KEYS if "__biz" in given else TEMPORARY_KEYS
    query = urlencode([(key, given[key]) for key in keys if key in given], safe="=*-")
    return f"https://{HOST}/s" + (f"?{query}" if query else "")
