"""HTTP messages as a record's block holds them (RFC 9112), written and read so that nothing in them can break it."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

import httpx

from ingest.archives.addresses import archived, without_secrets
from ingest.errors import FetchFailed
from ingest.fetching.exchange import Cut, Exchange
from ingest.status import Status

CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
ADDRESSES = frozenset({"location", "content-location", "referer", "refresh"})
CODING = "Transfer-Encoding"
ORIGINAL_CODING = "X-Archive-Orig-Transfer-Encoding"
"""The client hands bodies over without their transfer encoding, so the record must not claim one."""
_BREAKS = str.maketrans("\r\n\0", "   ")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: +(.*))?")
_CHUNK = re.compile(rb"([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n", re.IGNORECASE)


def request_head(exchange: Exchange) -> bytes:
    """Return a request's head without credentials."""
    url = archived(exchange.url)
    kept = [(name, value) for name, value in exchange.sent if name.lower() not in CREDENTIALS]
    return _head(f"GET {httpx.URL(url).raw_path.decode('ascii')} HTTP/1.1", kept, url)


def response_head(exchange: Exchange) -> bytes:
    """Return a response's head."""
    renamed = [(ORIGINAL_CODING if name.lower() == CODING.lower() else name, value) for name, value in exchange.headers]
    return _head(f"HTTP/1.1 {exchange.status_code:03} {exchange.phrase}", renamed, exchange.url)


def response_in(url: str, block: bytes, cut: Cut | None = None) -> Exchange:
    """Return the response in a block, its chunks put together where the writer left them as they came.

    Raises:
        FetchFailed: `http_error` for what is no HTTP response, `incomplete` where chunks are missing.
    """
    stream = BytesIO(block)
    status = _STATUS_LINE.fullmatch(stream.readline().rstrip(b"\r\n"))
    if not status:
        raise FetchFailed(Status.HTTP_ERROR, f"the archive holds no HTTP response for {url}")
    headers = tuple(_fields(stream))
    body = stream.read()
    if any(name.lower() == CODING.lower() and "chunked" in value.lower() for name, value in headers):
        body = _joined(url, body)
    restored = tuple((CODING if name.lower() == ORIGINAL_CODING.lower() else name, value) for name, value in headers)
    return Exchange(url, (), int(status[1]), _text(status[2] or b""), restored, body, cut)


def _head(line: str, headers: Iterable[tuple[str, str]], url: str) -> bytes:
    lines = [line.translate(_BREAKS).rstrip()]
    for name, value in headers:
        shown = without_secrets(value, url) if name.lower() in ADDRESSES else value
        lines.append(f"{name}: {shown}".translate(_BREAKS))
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")


def _fields(stream: BytesIO) -> Iterator[tuple[str, str]]:
    """Yield the header fields; a line that begins with a blank goes on with the one before (RFC 9112, 5.2)."""
    lines: list[bytes] = []
    while line := stream.readline().rstrip(b"\r\n"):
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1] += b" " + line.strip(b" \t")
        else:
            lines.append(line)
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon:
            yield _text(name.strip(b" \t")), _text(value.strip(b" \t"))


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _joined(url: str, body: bytes) -> bytes:
    """Put chunks together (RFC 9112, 7.1); some writers keep the header though they have done so."""
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK.match(body, at):
        end = size.end() + int(size[1], 16)
        if end == size.end():
            return b"".join(parts)
        parts.append(body[size.end() : end])
        at = end + len(body[end : end + 2]) - len(body[end : end + 2].lstrip(b"\r\n"))
    if parts or not body:
        raise FetchFailed(Status.INCOMPLETE, f"the archive holds only the beginning of {url}", retryable=True)
    return body
