"""Asking again: three times at most, with growing pauses or the one that the server names, within one page's time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from tenacity import AsyncRetrying, RetryCallState, stop_after_attempt, wait_exponential_jitter

from ingest.errors import FetchFailed
from ingest.fetching.answers import Answer, is_passing, wanted_wait
from ingest.fetching.politeness.clock import Clock
from ingest.fetching.shown import shown
from ingest.status import Status

LONGEST_PAUSE_S = 30.0
# A name is asked for again by the resolver itself, and these are no answers of a server.
_NEVER = frozenset({Status.DNS_ERROR, Status.SKIPPED_HOST, Status.ROBOTS_DENIED, Status.NOT_IN_ARCHIVE})
_growing = wait_exponential_jitter(initial=1, max=LONGEST_PAUSE_S, jitter=1)


class Budget:
    """The time that all requests for one page have together; waits for the host's turn are left out."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self.left_s = seconds
        self.clock = clock
        self._total_s = seconds

    @asynccontextmanager
    async def spend(self, url: str) -> AsyncIterator[None]:
        """Take the time of one request.

        Raises:
            FetchFailed: `timeout` as soon as nothing is left.
        """
        started = self.clock.now()
        try:
            async with self._bound():
                yield
        except TimeoutError as error:
            reason = f"{shown(url)} took longer than {self._total_s:g} s in all"
            raise FetchFailed(Status.TIMEOUT, reason, retryable=True) from error
        finally:
            self.left_s -= self.clock.now() - started

    async def sleep(self, seconds: float) -> None:
        """Wait between two attempts."""
        self.left_s -= seconds
        await self.clock.sleep(seconds)

    def _bound(self) -> asyncio.Timeout:
        return asyncio.timeout(max(0.0, self.left_s))


async def retried(attempt: Callable[[], Awaitable[Answer]], attempts: int, budget: Budget) -> Answer:
    """Return the first answer that is not likely to pass, or the last one.

    Raises:
        FetchFailed: of the last attempt.
    """

    def is_worth_it(state: RetryCallState) -> bool:
        answer, failure = _outcome(state)
        if failure:
            return failure.retryable and failure.status not in _NEVER
        return answer is not None and is_passing(answer.exchange, budget.clock.date())

    def pause(state: RetryCallState) -> float:
        answer, _ = _outcome(state)
        wanted = wanted_wait(answer.exchange, budget.clock.date()) if answer else None
        return wanted or min(_growing(state), LONGEST_PAUSE_S)

    def is_over(state: RetryCallState) -> bool:
        return stop_after_attempt(attempts)(state) or state.upcoming_sleep >= budget.left_s

    retrying = AsyncRetrying(
        sleep=budget.sleep, stop=is_over, wait=pause, retry=is_worth_it, retry_error_callback=_last
    )
    return await retrying(attempt)


def _outcome(state: RetryCallState) -> tuple[Answer | None, FetchFailed | None]:
    outcome = state.outcome
    if outcome is None:
        return None, None
    error = outcome.exception()
    if error is not None:
        return None, error if isinstance(error, FetchFailed) else None
    return outcome.result(), None


def _last(state: RetryCallState) -> Answer:
    """Return the last answer, or raise the last failure."""
    if state.outcome is None:
        raise ValueError("nothing was asked")
    answer: Answer = state.outcome.result()
    return answer
