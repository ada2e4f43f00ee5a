"""robots.txt (RFC 9309): what a host says of a URL, how slowly it wants to be asked; the file that knows protego."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from ingest.errors import FetchFailed
from ingest.fetching.answers import Answer, is_success
from ingest.fetching.redirects import Trail, is_redirect
from ingest.fetching.shown import shown
from ingest.status import Status, Verdict

MAX_BYTES = 512_000  # 500 KiB, the least that has to be read (2.5)
MAX_REDIRECTS = 5  # 2.3.1.2
ANYBODY = "*"
_AGENT = re.compile(r"\s*user(?:-|\s*)agent(?:\s*:|\s)\s*(?P<token>\*(?=\s*(?:#|$))|[a-z_-]*)", re.IGNORECASE)
_HOSTS_OWN = frozenset({
    Status.DNS_ERROR, Status.SSRF_BLOCKED, Status.TLS_ERROR, Status.BLOCKED_URL, Status.SKIPPED_HOST,
})  # fmt: skip
Rules = Protego | Verdict
"""Rules by path, or one verdict on all."""


class Robots:
    """Reads each origin's robots.txt once; who needs it meanwhile waits for it."""

    def __init__(self, ask: Callable[[str], Awaitable[Answer]], token: str) -> None:
        self._ask = ask
        self._token = token
        self._rules: dict[str, Rules] = {}
        self._reading: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, url: str) -> Verdict:
        """Return what the robots.txt of a URL's origin says of it, asking for it if need be.

        Raises:
            FetchFailed: the origin cannot be asked for the page either, for the same reason.
        """
        address = _address(url)
        async with self._reading[address]:
            if address not in self._rules:
                self._rules[address] = await self._fetched(address, url)
        return self._judged(self._rules[address], url)

    def verdict(self, url: str) -> Verdict | None:
        """Return the same where it was read, else None."""
        try:
            rules = self._rules.get(_address(url))
        except ValueError:
            return None
        return self._judged(rules, url) if rules else None

    def delay_s(self, url: str) -> float:
        """Return the seconds between requests that it asks for, 0 when it does not."""
        rules = self._rules.get(_address(url))
        return (rules.crawl_delay(self._token) or 0.0) if isinstance(rules, Protego) else 0.0

    def _judged(self, rules: Rules, url: str) -> Verdict:
        if isinstance(rules, Verdict):
            return rules
        return Verdict.ALLOWED if rules.can_fetch(url, self._token) else Verdict.DENIED

    async def _fetched(self, address: str, url: str) -> Rules:
        try:
            answer = await self._ask(address)
        except FetchFailed as failure:
            if failure.status in _HOSTS_OWN:
                problem = failure.problem.replace(address, shown(url))
                raise FetchFailed(failure.status, problem, retryable=failure.retryable) from failure
            return self._without(failure)
        try:
            return self._read(await self._followed(address, answer))
        except FetchFailed as failure:
            return self._without(failure)

    async def _followed(self, address: str, answer: Answer) -> Answer:
        trail = Trail(address, MAX_REDIRECTS)
        while is_redirect(answer.exchange):
            answer = await self._ask(trail.follow(answer.exchange))
        return answer

    def _read(self, answer: Answer) -> Rules:
        if is_success(answer.exchange):
            return rules_in(answer.body, self._token)
        return Verdict.UNREACHABLE if answer.exchange.status_code >= 500 else Verdict.ALLOWED

    def _without(self, failure: FetchFailed) -> Rules:
        """Say what holds when none came: of one that does not end the beginning, of one that is lost nothing."""
        if failure.status is Status.TOO_LARGE and failure.partial:
            return rules_in(failure.partial.body, self._token)
        return Verdict.UNREACHABLE if failure.retryable else Verdict.ALLOWED


def rules_in(body: bytes, token: str) -> Rules:
    """Read a robots.txt; HTML and other rubbish holds no rules.

    Groups for other programs are made one: protego takes a group for ours whose name ours begins with, and needs
    the product of their number and their rules in time and memory.
    """
    text = body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff").replace("\0", "")
    if text.lstrip().startswith("<"):
        return Verdict.ALLOWED
    return Protego.parse("\n".join(_own_name(line, token) for line in text.splitlines()))


def _own_name(line: str, token: str) -> str:
    found = _AGENT.match(line)
    if not found:
        return line
    return f"User-agent: {found['token'] if found['token'].lower() in (ANYBODY, token) else 'others'}"


def _address(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.lower(), "/robots.txt", "", ""))
