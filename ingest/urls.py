"""URLs as strangers write them: where a bare one ends, which ones can be fetched, which ones are the same page."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from ingest.language import CJK
from ingest.weixin_links import canonical, is_weixin

MAX_LENGTH = 2083
ASCII_PATH_HOSTS = ("mp.weixin.qq.com", "github.com", "arxiv.org")
_CHINESE_STOP = re.compile("[，。；：！？、（）【】《》「」『』“”‘’…\u3000]")
_CHINESE = re.compile(f"[{CJK}]")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|spm|share_token|from|scene|isappinstalled", re.IGNORECASE)


def bare_url_length(written: str) -> int:
    """Return how many characters of an auto-linked text are the URL: Chinese punctuation and emphasis marks end it."""
    end = len(written)
    if stop := _CHINESE_STOP.search(written):
        end = stop.start()
    if _host(written).removeprefix("www.") in ASCII_PATH_HOSTS and (stop := _CHINESE.search(written, 0, end)):
        end = stop.start()
    return len(written[:end].rstrip("*~_|"))


def is_web_url(url: str) -> bool:
    """Return whether a URL is one to fetch: http or https with a host, no control characters, no user name."""
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return False
    readable = len(url) <= MAX_LENGTH and url.isprintable() and "@" not in parts.netloc
    return parts.scheme in ("http", "https") and bool(parts.hostname) and readable and port_is_valid


def identity_of(url: str) -> str:
    """Return a key that is equal for URLs of one page.

    Scheme, `www.`, case of the host, default port, trailing slash, fragment and tracking parameters do not count; on
    GitHub the case of owner and repository and `.git` do not either; on WeChat only the article's own parameters do.
    """
    parts = urlsplit(canonical(url) if is_weixin(url) else url)
    host = _host(url).removeprefix("www.")
    path = unquote(parts.path).rstrip("/")
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    if host == "github.com":
        path = _github_path(path)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{host}{port}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def short_name(url: str) -> str:
    """Return what to call a page without a title: `owner/repository`, or host and path."""
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/")
    if _host(url).removeprefix("www.") == "github.com" and path:
        return "/".join(path.split("/")[:2])
    return f"{_host(url)}/{path}".rstrip("/")


def _github_path(path: str) -> str:
    owner_and_repository, rest = path.split("/")[:3], path.split("/")[3:]
    repository = "/".join(owner_and_repository).lower().removesuffix(".git")
    return "/".join([repository, *rest])


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
