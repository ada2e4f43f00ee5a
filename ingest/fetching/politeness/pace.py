"""How fast hosts may be asked: one request at a time each, a pause between two of them, eight hosts at once."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType

from ingest.fetching.politeness.clock import Clock, SystemClock
from ingest.urls.forms import host_of

AT_ONCE = 8
MAX_CRAWL_DELAY_S = 30.0
# Seconds between requests, and the largest random addition. arXiv's terms ask for 3 s, whichever of its hosts is asked;
# WeChat blocks faster readers; GitHub's API counts requests by the hour, its raw files answer 429 to crowds.
DEFAULT_DELAY_S = (2.0, 1.0)
DELAYS_S: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "mp.weixin.qq.com": (6.0, 4.0),
        "arxiv.org": (3.0, 0.5),
        "export.arxiv.org": (3.0, 0.5),
        "api.github.com": (1.0, 0.5),
        "raw.githubusercontent.com": (1.0, 0.5),
        "web.archive.org": (5.0, 1.0),
    }
)
ONE_TURN = MappingProxyType({"export.arxiv.org": "arxiv.org", "www.arxiv.org": "arxiv.org"})


class Pace:
    """Gives requests their turn; links that wait for one host hold up no other. `waits=False` is for archives."""

    def __init__(
        self,
        *,
        waits: bool = True,
        clock: Clock | None = None,
        delays_s: Mapping[str, tuple[float, float]] = DELAYS_S,
        default_s: tuple[float, float] = DEFAULT_DELAY_S,
        at_once: int = AT_ONCE,
    ) -> None:
        self.waits = waits
        self.clock = clock or SystemClock()
        self._delays_s = delays_s
        self._default_s = default_s
        self._gate = asyncio.Semaphore(at_once)
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[str, float] = {}
        self._resting_until: dict[str, float] = {}
        self._crawl_delay_s: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, url: str, check: Callable[[str], None] = lambda _: None) -> AsyncIterator[None]:
        """Hold the host's only slot and one of all hosts', after the pause since the host's last request.

        `check` is called with the URL before and after the pause: what it raises gives the turn on, unused.
        """
        if not self.waits:
            yield
            return
        turn = _turn_of(url)
        async with self._turns[turn]:
            check(url)
            await self.clock.sleep(max(0.0, self._due(turn, host_of(url)) - self.clock.now()))
            check(url)
            async with self._gate:
                try:
                    yield
                finally:
                    self._last[turn] = self.clock.now()

    def forget(self, url: str) -> None:
        """Let the next request to a URL's host go at once, as its last one never reached it."""
        self._last.pop(_turn_of(url), None)

    def rest(self, url: str, seconds: float) -> None:
        """Ask a URL's host for nothing during some seconds, as it said."""
        self._resting_until[_turn_of(url)] = self.clock.now() + seconds

    def slow_down(self, url: str, seconds: float) -> None:
        """Keep to the pause that a host's robots.txt names, up to 30 s, where it is longer than ours."""
        self._crawl_delay_s[host_of(url)] = min(seconds, MAX_CRAWL_DELAY_S)

    def _due(self, turn: str, host: str) -> float:
        rested = self._resting_until.get(turn, 0.0)
        if turn not in self._last:
            return rested
        least, extra = self._delays_s.get(host, self._default_s)
        pause = max(least, self._crawl_delay_s.get(host, 0.0)) + random.random() * extra  # noqa: S311 - jitter, no secret
        return max(rested, self._last[turn] + pause)


def _turn_of(url: str) -> str:
    host = host_of(url)
    return ONE_TURN.get(host, host)
