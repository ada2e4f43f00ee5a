"""How fast a host may be asked: one request at a time, and a pause between two of them."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

# Seconds between requests, and the largest random addition. arXiv's terms ask for 3 s; WeChat blocks faster readers.
DEFAULT_DELAY_S = (1.0, 0.5)
DELAYS_S = {
    "mp.weixin.qq.com": (6.0, 4.0),
    "arxiv.org": (3.0, 0.5),
    "export.arxiv.org": (3.0, 0.5),
    "web.archive.org": (5.0, 1.0),
}


class Pace:
    """Gives each host's requests their turn; `waits=False` is for archives."""

    def __init__(self, *, waits: bool = True, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._waits = waits
        self._sleep = sleep
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Hold the host's only slot, after the pause since its last request is over."""
        if not self._waits:
            yield
            return
        host = urlsplit(url).hostname or ""
        async with self._turns[host]:
            await self._sleep(max(0.0, self._due(host) - _now()))
            try:
                yield
            finally:
                self._last[host] = _now()

    def forget(self, url: str) -> None:
        """Let the next request to a URL's host go at once, as its last one never reached it."""
        self._last.pop(urlsplit(url).hostname or "", None)

    def _due(self, host: str) -> float:
        if host not in self._last:
            return 0.0
        least, extra = DELAYS_S.get(host, DEFAULT_DELAY_S)
        return self._last[host] + least + random.random() * extra  # noqa: S311 - jitter, no secret


def _now() -> float:
    return asyncio.get_running_loop().time()
