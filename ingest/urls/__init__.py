"""URLs as strangers write them: where a bare one ends, which ones can be fetched, which ones are the same page."""

import re
from urllib.parse import unquote, urlsplit

from ingest.language import CJK
from ingest.urls.arxiv import paper_of, without_version
from ingest.urls.forms import Pairs, host_form, host_of, path_form, query_form, query_pairs
from ingest.urls.weixin import canonical, is_weixin

MAX_LENGTH = 2083
PORTS = {"http": 80, "https": 443}
ASCII_PATH_HOSTS = ("mp.weixin.qq.com", "github.com", "arxiv.org")
_CHINESE_STOP = re.compile("[，。；：！？、（）【】《》「」『』“”‘’…\u3000]")
_CHINESE = re.compile(f"[{CJK}]")
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|d|y|ms)clid|[gw]braid|mc_[ce]id|igshid|_hs(?:enc|mi)|spm|share_token|isappinstalled",
    re.IGNORECASE,
)
_SHARED = ("singlemessage", "timeline", "groupmessage")  # `from`, as WeChat adds it to any page that is shared there
_TRAILING = "*~_|.,:;!?'\""
_ESCAPED = re.compile("&(?:amp;)+")
MAX_NAME = 100


def bare_url_length(written: str) -> int:
    """Return how many characters of an auto-linked text are the URL.

    Chinese punctuation ends it; of ASCII punctuation, what stands at its end, and brackets closed too often, do not
    belong to it (GitHub Flavored Markdown, section 6.9).
    """
    end = len(written)
    if stop := _CHINESE_STOP.search(written):
        end = stop.start()
    if host_of(written).removeprefix("www.") in ASCII_PATH_HOSTS and (stop := _CHINESE.search(written, 0, end)):
        end = stop.start()
    url = written[:end].rstrip(_TRAILING)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_TRAILING)
    return len(url)


def is_web_url(url: str) -> bool:
    """Return whether a URL is one to fetch: http or https with a possible host, no control characters, no user name."""
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return False
    readable = len(url) <= MAX_LENGTH and url.isprintable() and "@" not in parts.netloc
    return parts.scheme in PORTS and readable and port_is_valid and host_form(parts.hostname or "") is not None


def identity_of(url: str) -> str:
    """Return a key that is equal for URLs of one page: the URL's normal form, without its scheme.

    Scheme, `www.`, case and script of the host, default port, trailing slash, order and tracking parameters of the
    query do not count, nor does a fragment unless it is the page ("#!/page"). On GitHub the case of owner and repo and
    `.git` do not either; on WeChat only the article's own parameters do; on arXiv all forms and versions of a paper are
    one page. What is no URL is its own key.
    """
    try:
        parts = urlsplit(canonical(url) if is_weixin(url) else _ESCAPED.sub("&", url))
        port = parts.port
    except ValueError:
        return url
    host = host_form(parts.hostname or "") or (parts.hostname or "")
    host = host.removeprefix("www.") if host.count(".") > 1 else host
    pairs = [pair for pair in query_pairs(parts.query) if not _is_tracking(*pair)]
    host, path, pairs = _site_form(host, path_form(parts.path), pairs)
    query = f"?{query_form(pairs)}" if pairs else ""
    end = f"#{path_form(parts.fragment)}" if parts.fragment[:1] in ("!", "/") and parts.fragment[1:] else ""
    return f"{host}{'' if port in (None, PORTS.get(parts.scheme)) else f':{port}'}{path}{query}{end}"


def short_name(url: str) -> str:
    """Return what to call a page without a title: `owner/repository`, or host and path, at most 100 characters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _shown(url)
    path = unquote(parts.path).strip("/")
    if host_of(url).removeprefix("www.") == "github.com" and path:
        return _shown("/".join(path.split("/")[:2]))
    return _shown(f"{host_of(url)}/{path}".rstrip("/"))


def _is_tracking(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name)) or (name == "from" and value in _SHARED)


def _site_form(host: str, path: str, pairs: Pairs) -> tuple[str, str, Pairs]:
    """Return host, path and query as the site itself tells pages apart."""
    if host == "github.com":
        return host, _github_path(path), [pair for pair in pairs if pair != ("tab", "readme-ov-file")]
    if paper := paper_of(f"https://{host}{path}"):
        return "arxiv.org", f"/abs/{without_version(paper)}", []
    return host, path, pairs


def _github_path(path: str) -> str:
    owner_and_repository, rest = path.split("/")[:3], path.split("/")[3:]
    repository = "/".join(owner_and_repository).lower().removesuffix(".git")
    return "/".join([repository, *rest])


def _shown(name: str) -> str:
    name = "".join(mark for mark in name if mark.isprintable())
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…"
