"""Token buckets: so much a minute for each client, and as much at once."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from math import ceil

MOST_CLIENTS = 10_000  # that are remembered; beyond them the one that asked longest ago begins anew


class Buckets:
    """A bucket for each client, of one size."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Fill `per_minute` tokens a minute into each bucket, which holds no more; `clock` counts seconds."""
        self._size = float(per_minute)
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> bool:
        """Take a token from a client's bucket; return whether there was one."""
        left = self._left(client)
        self._kept[client] = (max(0.0, left - 1), self._clock()) if left >= 1 else (left, self._clock())
        self._kept.move_to_end(client)
        if len(self._kept) > MOST_CLIENTS:
            self._kept.popitem(last=False)
        return left >= 1

    def wait_s(self, client: str) -> int:
        """Return in how many whole seconds a client's bucket holds a token; 0 when it does."""
        return max(0, ceil((1 - self._left(client)) * 60 / self._size))

    def _left(self, client: str) -> float:
        left, since = self._kept.get(client, (self._size, self._clock()))
        return min(self._size, left + (self._clock() - since) * self._size / 60)


def client_of(address: str) -> str:
    """Return what counts as one client: an address; of IPv6 its network, which has addresses by the million."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)
