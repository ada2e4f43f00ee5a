"""Which names a server on loopback answers to: a web page whose own name was made to lead here is none of them."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Return whether an address that is listened on is this machine's own."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class HostNames:
    """Names that a Host header may have."""

    def __init__(self, listening_on: str, more: Iterable[str] = ()) -> None:
        """Allow localhost, addresses and the names in `more`; any name where others can reach the server anyway."""
        self._any = not is_loopback(listening_on)
        self._names = {"localhost", *(name.casefold() for name in more)}

    def allow(self, host: str) -> bool:
        """Return whether a Host header names this server."""
        name = _name_of(host)
        return self._any or name in self._names or _is_address(name)


def is_foreign(origin: str, host: str) -> bool:
    """Return whether a request comes from a page of another server, or of another port of this one."""
    return urlsplit(origin).netloc.casefold() != host.casefold()


def _name_of(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:  # brackets that hold no address
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
