"""Which IP addresses are public: those that a stranger's link may make this machine connect to."""

import ipaddress
import socket

# Blocks that no web page is served from; whatever `ipaddress` calls private is refused besides.
# IANA's registries of special-purpose addresses: https://www.iana.org/assignments/iana-ipv4-special-registry
# and https://www.iana.org/assignments/iana-ipv6-special-registry
_SPECIAL_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "100.64.0.0/10",  # between a provider and its customers
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays of 6to4
        "198.18.0.0/15",  # benchmarks
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")  # all that is given out for use on the internet (RFC 4291, 2.4)
_SPECIAL_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",  # documentation
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the internet's, of which anyone may ask a page.

    An address that carries an IPv4 address inside is refused, whatever it carries, but for one: behind NAT64 every
    IPv4 server is reached through 64:ff9b::/96 (RFC 6052), and is judged by its own address.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return _is_public_v4(parsed)
    if parsed in _NAT64 and parsed.scope_id is None:
        return _is_public_v4(ipaddress.IPv4Address(parsed.packed[-4:]))
    return parsed in _GLOBAL_V6 and parsed.is_global and not _within(parsed, _SPECIAL_V6) and parsed.scope_id is None


def is_unspecified(address: str) -> bool:
    """Return whether an answer is 0.0.0.0 or ::, by which name servers say that there is no such host."""
    return address in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound


def is_numeric(host: str) -> bool:
    """Return whether a host is an address in any of the spellings that resolvers read (127.1, 0x7f.1, 2130706433)."""
    try:
        socket.inet_aton(host.rstrip("."))
    except (OSError, UnicodeError):
        return ":" in host
    return True


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not _within(address, _SPECIAL_V4)


def _within(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
    blocks: tuple[ipaddress.IPv4Network, ...] | tuple[ipaddress.IPv6Network, ...],
) -> bool:
    return any(address in block for block in blocks)
