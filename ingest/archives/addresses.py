"""How a URL stands in an archive: as a server sees it, and without the secrets of a reader's session."""

import re
import string
from urllib.parse import quote

import httpx

from ingest.urls.weixin import HOST, stripped

_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)


def archived(url: str) -> str:
    """Return the form in which a URL is recorded and looked up.

    A fragment stays with the client, a user name and a session's secrets are nobody's business; the rest is the normal
    form of RFC 3986, 6.2.2.1 and 6.2.3: host in lower case, no default port, a path, escapes in upper case.
    """
    return without_secrets(_ESCAPE.sub(lambda found: found[0].upper(), _as_sent(url)), url)


def without_secrets(text: str, url: str) -> str:
    """Return an address without the parameters by which WeChat knows its reader, if it or `url` is WeChat's."""
    return stripped(text) if HOST in text or HOST in url else text


def _as_sent(url: str) -> str:
    try:
        parsed = httpx.URL(url).copy_with(fragment=None, userinfo=b"")
        return str(parsed.copy_with(path="/") if parsed.path == "/" else parsed)
    except (httpx.InvalidURL, UnicodeError, TypeError):
        return quote(url.partition("#")[0].rpartition("@")[2], safe=string.punctuation)
