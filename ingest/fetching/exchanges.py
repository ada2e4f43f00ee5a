"""One address asked as often as is worth it: in its host's turn, within the page's time, all of it recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from ingest.errors import FetchFailed
from ingest.fetching.access import validators
from ingest.fetching.answers import Answer, is_passing, is_success, wanted_wait
from ingest.fetching.exchange import Exchange, Recalled, Recorder
from ingest.fetching.politeness.breaker import Breaker
from ingest.fetching.politeness.pace import Pace
from ingest.fetching.politeness.retries import Budget, retried
from ingest.fetching.transport.client import Client
from ingest.fetching.transport.content_coding import decoded
from ingest.status import Status


@dataclass(frozen=True, slots=True)
class Question:
    """One address to ask, with what headers, how often at most; `recalled` makes it conditional."""

    url: str
    headers: Mapping[str, str]
    attempts: int
    recalled: Recalled | None = None


class Exchanges:
    """Asks through one client; for archives (`Pace(waits=False)`) no host is ever left alone."""

    def __init__(self, client: Client, pace: Pace, recorder: Recorder | None) -> None:
        self.breaker = Breaker(is_on=pace.waits)
        self._client = client
        self._pace = pace
        self._recorder = recorder

    async def answer(self, question: Question, budget: Budget) -> Answer:
        """Return what a host answers, of whatever status code.

        Raises:
            FetchFailed: no whole response came, or its host is left alone.
        """
        try:
            answer = await retried(partial(self._attempt, question, budget), question.attempts, budget)
        except FetchFailed as failure:
            self.breaker.failed(question.url, failure)
            raise
        self.breaker.answered(question.url, answer.exchange.status_code)
        return answer

    async def _attempt(self, question: Question, budget: Budget) -> Answer:
        """Ask once, and once more for plain text where a body is not coded as its header says."""
        try:
            return await self._once(question, budget)
        except FetchFailed as failure:
            if failure.status is not Status.BAD_ENCODING:
                raise
        plain = {**question.headers, "Accept-Encoding": "identity"}
        return await self._once(replace(question, headers=plain), budget)

    async def _once(self, question: Question, budget: Budget) -> Answer:
        headers = {**question.headers, **(validators(question.recalled) if question.recalled else {})}
        try:
            async with self._pace.turn(question.url, self.breaker.check), budget.spend(question.url):
                exchange = await self._client.exchange(question.url, headers)
        except FetchFailed as failure:
            if failure.status is Status.DNS_ERROR:
                self._pace.forget(question.url)  # nobody was asked: without a network, a build ends at once
            if failure.partial and self._recorder:
                self._recorder.write(failure.partial)
            raise
        return self._received(question, exchange)

    def _received(self, question: Question, exchange: Exchange) -> Answer:
        """Record a response, and take the earlier one in place of a 304.

        Raises:
            FetchFailed: `bad_encoding`, `incomplete` or `too_large`, when its body cannot be decoded.
        """
        if question.recalled and exchange.status_code == 304:
            if self._recorder:
                self._recorder.write_revisit(exchange, question.recalled)
            exchange = replace(question.recalled.exchange, url=exchange.url)
        elif self._recorder:
            self._recorder.write(exchange)
        self._leave_alone(exchange)
        return Answer(exchange, _body(exchange))

    def _leave_alone(self, exchange: Exchange) -> None:
        """Hold back the host's other pages too, for as long as it asks."""
        now = self._pace.clock.date()
        if is_passing(exchange, now) and (wait_s := wanted_wait(exchange, now)):
            self._pace.rest(exchange.url, wait_s)


def _body(exchange: Exchange) -> bytes:
    return decoded(exchange.body, exchange.header("content-encoding")) if is_success(exchange) else b""
