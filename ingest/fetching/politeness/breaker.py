"""The circuit breaker: a host that refuses, breaks or cannot be reached three times in a row is left alone."""

from collections import Counter

from ingest.errors import FetchFailed
from ingest.status import Status
from ingest.urls.forms import host_of

PATIENCE = 3
_REFUSALS = frozenset({401, 403, 407, 429})
# A page that breaks off half-way, or is too large, says nothing about the host's other pages.
_HOSTS_OWN = frozenset({Status.HTTP_ERROR, Status.TIMEOUT, Status.DNS_ERROR})


class Breaker:
    """Counts each host's failures in a row; `is_on=False`, for archives, never trips."""

    def __init__(self, *, is_on: bool = True) -> None:
        self._is_on = is_on
        self._in_a_row: Counter[str] = Counter()
        self._stopped: dict[str, tuple[Status, str]] = {}

    def check(self, url: str) -> None:
        """Let a request pass, unless its host is left alone.

        Raises:
            FetchFailed: `skipped_host`, or `dns_error` where the host's name is what fails.
        """
        if found := self._stopped.get(host_of(url)):
            raise FetchFailed(found[0], found[1], retryable=True)

    def stop(self, url: str, reason: str, status: Status = Status.SKIPPED_HOST) -> None:
        """Leave a URL's host alone from here on."""
        host = host_of(url)
        if self._is_on:
            self._stopped.setdefault(host, (status, f"{host} is not asked again in this build: {reason}"))

    def answered(self, url: str, status_code: int) -> None:
        """Count a host's answer: a refusal (999 is LinkedIn's) or a fault of its own fails, all else ends the row."""
        if status_code in _REFUSALS or status_code >= 500:
            self._failed(url, f"{PATIENCE} pages in a row failed, the last with {status_code}")
        else:
            self._in_a_row.pop(host_of(url), None)

    def failed(self, url: str, failure: FetchFailed) -> None:
        """Count a request that brought no answer, where the host itself is the likely cause."""
        if failure.status is Status.DNS_ERROR:
            self._failed(url, f"its name was looked up {PATIENCE} times in vain", Status.DNS_ERROR)
        elif failure.status in _HOSTS_OWN and failure.retryable:
            self._failed(url, f"{PATIENCE} pages in a row failed, the last with {failure.status.value}")

    def _failed(self, url: str, reason: str, status: Status = Status.SKIPPED_HOST) -> None:
        host = host_of(url)
        self._in_a_row[host] += 1
        if self._in_a_row[host] >= PATIENCE:
            self.stop(url, reason, status)
