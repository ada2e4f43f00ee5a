"""What a server's answer means: a page, or why there is none, and for how long it wants to be left alone."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ingest.errors import FetchFailed
from ingest.fetching.exchange import Exchange
from ingest.fetching.shown import shown
from ingest.status import Status

MAX_WAIT_S = 120.0
"""A longer wait is left to the next build."""
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 525)})
"""Codes that may be another one a little later; 520–524 are Cloudflare's for a server behind it."""
_GONE = frozenset({404, 410, 451})
_BLOCKED = frozenset({401, 403, 407, 429})
_FAR_OFF_S = 1e9
SNIFFED_BYTES = 4096
_MEANINGS = {304: ", which nobody asked for", 451: " (withdrawn for legal reasons)"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, and its body without its content encoding (empty unless the status is one of success)."""

    exchange: Exchange
    body: bytes


def looks_cut(answer: Answer) -> bool:
    """Return whether HTML begins and does not end, although it has the length that its header says.

    A server that says too small a length cuts its own page off. HTML may leave out its last tag: this is no proof.
    """
    length = answer.exchange.header("content-length").strip()
    has_begun = b"<html" in answer.body[:SNIFFED_BYTES].lower()
    has_ended = b"</html" in answer.body[-SNIFFED_BYTES:].lower()
    return length == str(len(answer.exchange.body)) and has_begun and not has_ended


def is_success(exchange: Exchange) -> bool:
    """Return whether a response carries what was asked for (RFC 9110, 15.3)."""
    return 200 <= exchange.status_code < 300


def refuse(exchange: Exchange, url: str, now: datetime) -> None:
    """Raise for a response that carries no page; `now` is for the servers that say how long to wait.

    Raises:
        FetchFailed: `gone`, `blocked` or `http_error`.
    """
    if is_success(exchange):
        return
    code = exchange.status_code
    wait_s = wanted_wait(exchange, now)
    reason = f"{shown(url)} answered {code}{_MEANINGS.get(code, '')}{_postponed(exchange, now)}"
    if code in _GONE:
        raise FetchFailed(Status.GONE, reason)
    if code in _BLOCKED:
        raise FetchFailed(Status.BLOCKED, reason, retryable=True, wait_s=wait_s)
    may_pass = code in PASSING or 500 <= code < 600
    raise FetchFailed(Status.HTTP_ERROR, reason, retryable=may_pass, wait_s=wait_s)


def is_passing(exchange: Exchange, now: datetime) -> bool:
    """Return whether the same question may have another answer within this build."""
    if not (exchange.status_code in PASSING or is_rate_limit(exchange)):
        return False
    wait_s = wanted_wait(exchange, now)
    if wait_s is None:
        return not is_rate_limit(exchange)  # its quota is used up, and it does not say until when
    return wait_s <= MAX_WAIT_S


def is_rate_limit(exchange: Exchange) -> bool:
    """Return whether a 403 or 429 means a used-up quota, as GitHub's API says it.

    Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    """
    return exchange.status_code in (403, 429) and exchange.header("x-ratelimit-remaining").strip() == "0"


def wanted_wait(exchange: Exchange, now: datetime) -> float | None:
    """Return for how many seconds a server wants to be left alone; None when it says nothing that makes sense.

    Retry-After is a number of seconds or a date (RFC 9110, 10.2.3), GitHub's x-ratelimit-reset a Unix time.
    """
    if is_rate_limit(exchange) and (reset := _number(exchange.header("x-ratelimit-reset"))) is not None:
        return max(0.0, reset - now.timestamp())
    written = exchange.header("retry-after")
    seconds = _number(written)
    return seconds if seconds is not None else _until(written, now)


def _number(written: str) -> float | None:
    text = written.strip()
    return min(float(text), 4 * _FAR_OFF_S) if text.isascii() and text.isdigit() else None


def _until(written: str, now: datetime) -> float | None:
    """Return the seconds until an HTTP date; None for one that has passed, and for what is none."""
    with suppress(ValueError, TypeError, OverflowError):
        date = parsedate_to_datetime(written)
        seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
        return seconds.total_seconds() if seconds > timedelta(0) else None
    return None


def _postponed(exchange: Exchange, now: datetime) -> str:
    wait_s = wanted_wait(exchange, now)
    if wait_s is None or wait_s <= MAX_WAIT_S or not (exchange.status_code in PASSING or is_rate_limit(exchange)):
        return ""
    until = now + timedelta(seconds=min(wait_s, _FAR_OFF_S))
    return f" and asks to be left alone until {until:%Y-%m-%d %H:%M} UTC"
