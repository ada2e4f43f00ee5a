"""Content codings: a body as it came over the wire to the bytes of the page, whatever its sender intends."""

import zlib

from ingest.documents import Status
from ingest.errors import FetchFailed

MAX_DECODED_BYTES = 64_000_000
MAX_MEMBERS = 100  # zlib copies what follows each of them
GZIP_MAGIC = b"\x1f\x8b"
GZIP_OR_ZLIB = 47  # zlib's window bits for "detect the header"
BARE_DEFLATE = -15


def decoded(raw: bytes, encoding: str) -> bytes:
    """Return a body without its content encoding, never more than 64 MB of it.

    Raises:
        FetchFailed: `bad_encoding`, `incomplete` or `too_large`.
    """
    names = [name for name in encoding.lower().replace(" ", "").split(",") if name not in ("", "identity")]
    for name in reversed(names):
        if name not in ("gzip", "x-gzip", "deflate") or len(names) > 2:
            raise FetchFailed(Status.BAD_ENCODING, f"its content encoding {encoding[:40]} is not supported")
        raw = _inflated(raw, name)
    return raw


def _inflated(raw: bytes, name: str) -> bytes:
    """Decompress one coding; a gzip body may be several members (RFC 1952), and rubbish behind it does no harm."""
    members: list[bytes] = []
    room = MAX_DECODED_BYTES
    while raw and len(members) < MAX_MEMBERS:
        inflater = zlib.decompressobj(_window_bits(raw, name))
        try:
            members.append(inflater.decompress(raw, room + 1))
        except zlib.error as error:
            raise FetchFailed(Status.BAD_ENCODING, "its compressed body is damaged") from error
        room -= len(members[-1])
        if room < 0:
            raise FetchFailed(Status.TOO_LARGE, "it is larger than 64 MB when decompressed")
        if not inflater.eof:
            raise FetchFailed(Status.INCOMPLETE, "its compressed body ends early", retryable=True)
        raw = inflater.unused_data if inflater.unused_data.startswith(GZIP_MAGIC) else b""
    if raw:
        raise FetchFailed(Status.BAD_ENCODING, "its compressed body is in too many pieces")
    return b"".join(members)


def _window_bits(raw: bytes, name: str) -> int:
    """Tell zlib what comes: servers that say `deflate` may leave out its header, a multiple of 31."""
    has_header = raw[0] & 15 == 8 and int.from_bytes(raw[:2]) % 31 == 0
    return BARE_DEFLATE if name == "deflate" and not has_header else GZIP_OR_ZLIB
