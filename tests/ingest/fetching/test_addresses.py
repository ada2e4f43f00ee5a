"""Which addresses are public: the registries' special blocks, both ends of each, and IPv4 addresses in disguise."""

import pytest

from ingest.fetching.transport.addresses import is_numeric, is_public, is_unspecified

SPECIAL = [
    *("0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200", "100.127.255.255"),
    *("127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.0.192"),
    *("192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7"),
    *("203.0.113.9", "224.0.0.1", "233.252.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "3fff::1", "5f00::1"),
    *("fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1"),
]
DISGUISED = [
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::8.8.8.8", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1"),
    *("64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:808:808::1", "2001:0:7f00:1::1"),
    *("64:ff9b::8.8.8.8%1", "2001:4860:4860::8888%1"),
]
PUBLIC = [
    *("1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "198.17.0.1"),
    *("198.20.0.1", "223.255.255.255", "2001:4860:4860::8888", "2400:3200::1", "2606:4700::1111", "64:ff9b::8.8.8.8"),
]


@pytest.mark.parametrize("address", [*SPECIAL, *DISGUISED])
def test_what_is_not_public(address: str) -> None:
    """No address of a special block is public, nor is one that carries another inside (fault 44)."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public(address: str) -> None:
    """The addresses beside the special blocks are public, and so are public ones behind NAT64."""
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "e.example", "127.1", "1.2.3.4.5", "::g", "8.8.8.8:80", "\x00"])
def test_what_is_no_address(text: str) -> None:
    """What is no address is not public."""
    assert not is_public(text)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0X7F000001", "017700000001", "0177.0.0.1", "0", "8.8.8.8.", "::1"],
)
def test_numeric_hosts(host: str) -> None:
    """A host is numeric in every spelling that resolvers read as an address, without asking anybody."""
    assert is_numeric(host)


@pytest.mark.parametrize(
    "host", ["e.example", "1.example", "256.256.256.256", "0x7g.1", "4294967296", "", "图.example"]
)
def test_names(host: str) -> None:
    """Names are not numeric, nor are numbers that are no address."""
    assert not is_numeric(host)


def test_unspecified_addresses() -> None:
    """0.0.0.0 and :: mean that there is no such host; no other address does."""
    assert [is_unspecified(address) for address in ("0.0.0.0", "::", "0.0.0.1", "::1")] == [True, True, False, False]
