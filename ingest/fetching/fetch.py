"""The one function that asks a server for a page: paced, bounded, redirects followed by hand, all of it recorded.

The same code runs against the network and against an archive: only the client's transport differs, and for archives
there is nobody to be polite to (`Pace(waits=False)`): no pauses, no second attempts, no robots.txt, no skipped hosts.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.fetching.access import Access
from ingest.fetching.answers import Answer, looks_cut, refuse
from ingest.fetching.exchange import Asked, Exchange, Recorder
from ingest.fetching.exchanges import Exchanges, Question
from ingest.fetching.limits import Limits
from ingest.fetching.politeness.pace import Pace
from ingest.fetching.politeness.retries import Budget
from ingest.fetching.politeness.robots import Robots
from ingest.fetching.redirects import Trail, is_redirect
from ingest.fetching.shown import shown
from ingest.fetching.transport.client import USER_AGENT, Client
from ingest.status import Source, Status, Verdict
from ingest.urls import is_web_url
from ingest.urls.forms import host_of

PRODUCT = USER_AGENT.partition("/")[0]


class Fetcher:
    """Fetches pages through one client, at a pace each host can bear, recording what comes when asked to.

    Without `access` robots.txt is not read, nothing is recalled, and no token is sent.
    """

    def __init__(
        self,
        client: Client,
        source: Source,
        pace: Pace,
        recorder: Recorder | None = None,
        date_of: Callable[[str], str | None] | None = None,
        limits: Limits | None = None,
        access: Access | None = None,
    ) -> None:
        self._exchanges = Exchanges(client, pace, recorder)
        self._source = source
        self._pace = pace
        self._recorder = recorder
        self._date_of = date_of
        self._limits = limits or Limits()
        self._access = access or Access()
        self._attempts = self._limits.attempts if pace.waits else 1
        self._robots = Robots(self._robots_txt, PRODUCT) if access and pace.waits else None

    async def get(self, url: str, headers: Mapping[str, str] | None = None, asked: Asked = Asked.NAMED) -> Page:
        """Return the page at `url`, redirects followed.

        Raises:
            FetchFailed: with the status that the link ends in.
        """
        trail = Trail(url, self._limits.redirects)
        budget = self._budget()
        while True:
            question = self._question(trail.address, url, headers or {})
            question = replace(question, recalled=self._access.recalled(trail.address))
            answer = await self._answer(question, asked, budget)
            if not is_redirect(answer.exchange):
                return self._page(trail, answer)
            trail.follow(answer.exchange)

    async def ask(self, url: str, headers: Mapping[str, str] | None = None, asked: Asked = Asked.NAMED) -> Exchange:
        """Ask for a URL without following redirects; any status code is an answer.

        Raises:
            FetchFailed: no whole response came.
        """
        return (await self._answer(self._question(url, url, headers or {}), asked, self._budget())).exchange

    def stop(self, url: str, reason: str) -> None:
        """Ask the URL's host for nothing more in this build: further links of it end as `skipped_host`."""
        self._exchanges.breaker.stop(url, reason)

    def verdict(self, url: str) -> Verdict | None:
        """Return what the host's robots.txt says of a URL; None when it was not read."""
        return self._robots.verdict(url) if self._robots else None

    def _budget(self) -> Budget:
        return Budget(self._limits.link_s, self._pace.clock)

    def _question(self, url: str, first: str, given: Mapping[str, str]) -> Question:
        if not is_web_url(url):
            raise FetchFailed(Status.BLOCKED_URL, f"{shown(url)} is not an address to fetch")
        return Question(url, self._access.headers(url, first, given), self._attempts)

    async def _robots_txt(self, url: str) -> Answer:
        question = replace(self._question(url, url, {}), headers={}, attempts=1)
        return await self._answer(question, Asked.SERVICE, self._budget())

    async def _answer(self, question: Question, asked: Asked, budget: Budget) -> Answer:
        """Ask, where the host may be asked; what brings no answer is recorded."""
        try:
            self._exchanges.breaker.check(question.url)
            await self._permit(question.url, asked)
            return await self._exchanges.answer(question, budget)
        except FetchFailed as failure:
            if self._recorder:
                self._recorder.write_failure(question.url, failure, self.verdict(question.url))
            raise

    async def _permit(self, url: str, asked: Asked) -> None:
        """Read robots.txt, and keep to it where it binds.

        Raises:
            FetchFailed: `robots_denied`, or what makes the page's own request fail too.
        """
        if not self._robots or asked is Asked.SERVICE:
            return
        verdict = await self._robots.read(url)
        self._pace.slow_down(url, self._robots.delay_s(url))
        is_binding = asked is Asked.FOLLOWED or self._access.respect_robots
        if verdict is Verdict.ALLOWED or not is_binding:
            return
        says = "forbids it" if verdict is Verdict.DENIED else "cannot be read, which counts as a no"
        reason = f"{shown(url)}: the robots.txt of {host_of(url)} {says}"
        raise FetchFailed(Status.ROBOTS_DENIED, reason, retryable=verdict is Verdict.UNREACHABLE)

    def _page(self, trail: Trail, answer: Answer) -> Page:
        now = self._pace.clock.date()
        refuse(answer.exchange, trail.url, now)
        if not answer.body:
            raise FetchFailed(Status.EMPTY, f"{shown(trail.url)} is empty")
        return Page(
            url=trail.url,
            final_url=answer.exchange.url,
            content_type=answer.exchange.header("content-type"),
            body=answer.body,
            fetched=(self._date_of and self._date_of(answer.exchange.url)) or now.isoformat(timespec="seconds"),
            source=self._source,
            moved_to=trail.moved_to,
            looks_cut=looks_cut(answer),
        )
