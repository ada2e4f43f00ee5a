"""Content codings: a body as it came over the wire to the bytes of the page, whatever its sender intends."""

import zlib

from ingest.errors import FetchFailed
from ingest.status import Status

MAX_DECODED_BYTES = 64_000_000
MAX_PACKED_BYTES = 20_000_000  # of what is still compressed after the first of two codings
MAX_CODINGS = 2
MAX_MEMBERS = 100  # zlib copies what follows each of them
PIECE = 1_000_000  # bytes unpacked at a time: zlib joins its output, so a bomb unpacked at once would count twice
CODINGS = ("gzip", "x-gzip", "deflate")
GZIP_MAGIC = b"\x1f\x8b"
GZIP_OR_ZLIB = 47  # zlib's window bits for "detect the header"
BARE_DEFLATE = -15


def decoded(raw: bytes, encoding: str, limit: int = MAX_DECODED_BYTES) -> bytes:
    """Return a body without its content encoding, which may be two codings deep.

    Args:
        raw: the body, without its transfer encoding.
        encoding: the value of Content-Encoding (RFC 9110, 8.4).
        limit: how many bytes the page may have.

    Raises:
        FetchFailed: `bad_encoding`, `incomplete` or `too_large`.
    """
    names = [name for name in encoding.lower().replace(" ", "").split(",") if name not in ("", "identity")]
    if len(names) > MAX_CODINGS or not all(name in CODINGS for name in names):
        shown = "".join(filter(str.isprintable, encoding))[:40]
        raise _bad(f"its content encoding {shown} is not supported")
    for left in range(len(names) - 1, -1, -1):
        raw = _inflated(raw, names[left], min(limit, MAX_PACKED_BYTES) if left else limit)
    if len(raw) > limit:
        raise _too_large(limit)
    return raw


def _inflated(raw: bytes, name: str, limit: int) -> bytes:
    """Decompress one coding; a gzip body may be several members (RFC 1952), and rubbish behind it does no harm."""
    body = bytearray()
    for _ in range(MAX_MEMBERS):
        if not raw:
            return bytes(body)
        raw = _inflated_member(raw, name, body, limit)
        raw = raw if raw.startswith(GZIP_MAGIC) else b""
    raise _bad("its compressed body is in too many pieces")


def _inflated_member(raw: bytes, name: str, body: bytearray, limit: int) -> bytes:
    """Add what a member holds to the body, and return what follows the member."""
    inflater = zlib.decompressobj(_window_bits(raw, name))
    rest = raw
    while not inflater.eof:
        try:
            piece = inflater.decompress(rest, PIECE)
        except zlib.error as error:
            raise _bad("its compressed body is damaged") from error
        body += piece
        if len(body) > limit:
            body.clear()  # an error keeps what its frames hold, until nobody keeps the error
            raise _too_large(limit)
        rest = inflater.unconsumed_tail
        if not piece and not rest and not inflater.eof:
            raise FetchFailed(Status.INCOMPLETE, "its compressed body ends early", retryable=True)
    return inflater.unused_data


def _window_bits(raw: bytes, name: str) -> int:
    """Tell zlib what comes: servers that say `deflate` may leave out its header, a multiple of 31."""
    has_header = raw[0] & 15 == 8 and int.from_bytes(raw[:2]) % 31 == 0
    return BARE_DEFLATE if name == "deflate" and not has_header else GZIP_OR_ZLIB


def _bad(reason: str) -> FetchFailed:
    return FetchFailed(Status.BAD_ENCODING, reason)


def _too_large(limit: int) -> FetchFailed:
    return FetchFailed(Status.TOO_LARGE, f"it is larger than {limit // 1_000_000} MB when decompressed")
