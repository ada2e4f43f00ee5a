"""Time as the fetcher knows it: what is now, and waiting. A test hands in one that does not wait."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the parts of a fetcher ask for the time."""

    def now(self) -> float:
        """Return seconds since some moment; they never run backwards."""

    def date(self) -> datetime:
        """Return the date and time in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> float:
        """Return seconds since some moment; they never run backwards."""
        return time.monotonic()

    def date(self) -> datetime:
        """Return the date and time in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
