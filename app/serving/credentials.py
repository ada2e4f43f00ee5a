"""The name and password that every door asks for, and how often a wrong one may be tried."""

from base64 import b64decode
from binascii import Error
from hashlib import sha256
from hmac import compare_digest

from app.errors import SettingsInvalid


class Credentials:
    """One name and password, as HTTP Basic or as a bearer token that reads USER:PASSWORD."""

    def __init__(self, text: str) -> None:
        """Read USER:PASSWORD.

        Raises:
            SettingsInvalid: the name or the password is missing.
        """
        user, colon, password = text.partition(":")
        if not (user and colon and password):
            raise SettingsInvalid("--auth needs a name and a password", "write it as --auth USER:PASSWORD")
        self._digest = sha256(text.encode()).digest()

    def fit(self, header: bytes) -> bool:
        """Return whether an Authorization header holds them; what differs does not show in the time it takes."""
        return compare_digest(self._digest, sha256(_said(header)).digest())


def _said(header: bytes) -> bytes:
    scheme, _, rest = header.strip().partition(b" ")
    if scheme.lower() == b"bearer":
        return rest.strip()
    if scheme.lower() != b"basic":
        return b""
    try:
        return b64decode(rest.strip(), validate=True)
    except (Error, ValueError):
        return b""
