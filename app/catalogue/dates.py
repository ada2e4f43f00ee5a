"""Times as questions word them: days, months, years, "last week", "since the last build"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}"
_ISO = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}[-/.]\d{1,2}"
_EN_DATE = (
    rf"(?:{_ISO}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?,? \d{{4}}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|{_MONTH}\.? \d{{4}}|\d{{4}})"
)
_BUILD = r"(?:last|latest|newest|most recent) (?:re)?(?:build|update)"
ENGLISH_TIMES = (
    rf"(?:(?:since|after|on|from|in|during|as of) )?{_EN_DATE}(?: on| onwards)?"
    rf"|(?:with|in|by|at|during|since|from) the {_BUILD}|(?:since )?(?:today|yesterday)"
    r"|(?:since |in )?(?:this|last|the last|the past) (?:week|month|year)"
    r"|(?:in|within|over|during) the (?:last|past) \d{1,3} (?:days|weeks|months)|(?:most )?recently|lately|of late"
)
_ZH_DATE = rf"(?:{_ISO}|\d{{4}}年(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?)?)"
CHINESE_TIMES = (
    rf"(?:自从?|从|在)?{_ZH_DATE}(?:以来|以后|之后|后|起|开始|当天|那天|这天)*"
    r"|(?:自从?|从|在)?(?:上次|上一次|最近一次|最近的一次|最新一次|最后一次|最新的?)(?:构建|更新|重建)(?:以来|以后|之后|后|时|中|里)?"
    r"|今天|昨天|(?:这|本|上)个?(?:周|星期|月)|今年|去年|(?:最近|近|过去)\d{1,3}(?:天|周|个?月)|最近|近期|近来|近日"
)
_UNITS = {"day": 1, "天": 1, "week": 7, "周": 7, "month": 31, "月": 31, "year": 366}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included (None: no bound).

    `by` says otherwise that the last build is meant, or the latest one that added anything.
    """

    first: date | None = None
    last: date | None = None
    by: str = "days"

    def holds(self, day: date) -> bool:
        """Return whether a day lies within."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


LAST_BUILD = Span(by="build")
LATEST = Span(by="latest")


def span_of(when: str, today: date) -> Span | None:
    """Return the time that a question's words name; None where they name no day of the calendar."""
    words = when.casefold()
    if not words or re.search(r"^(?:most )?recently|lately|of late|^最近$|近期|近来|近日", words):
        return LATEST
    if re.search("build|update|构建|更新|重建", words):
        return LAST_BUILD
    try:
        return _dated(words) or _relative(words, today)
    except (ValueError, OverflowError):
        return None


def _dated(words: str) -> Span | None:
    found = re.search(r"\d{4}", words)
    if not found:
        return None
    numbers = [int(one) for one in re.findall(r"\d+", words)]
    named = re.search("|".join(_MONTHS), words)
    month = [1 + _MONTHS.index(named[0])] if named else []
    year = int(found[0])
    first = [year, *month, *(one for one in numbers if one != year)][:3]
    start, end = _bounds(first)
    if re.match(r"since|after|from|自|从", words) or re.search("以来|以后|之后|后$|起$|开始|onwards", words):
        return Span(end + timedelta(1) if re.match("after", words) else start)
    return Span(start, end)


def _bounds(parts: list[int]) -> tuple[date, date]:
    year, month, day = (*parts, None, None)[:3]
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)  # type: ignore[arg-type]
    if day is None:
        start = date(year, month, 1)  # type: ignore[arg-type]
        return start, (start + timedelta(31)).replace(day=1) - timedelta(1)
    return (date(year, month, day),) * 2  # type: ignore[arg-type]


def _relative(words: str, today: date) -> Span | None:
    days: dict[str, Callable[[], Span]] = {
        "yesterday|昨天": lambda: Span(today - timedelta(1), None if "since" in words else today - timedelta(1)),
        "today|今天": lambda: Span(today),
        "this week|(?:这|本)个?(?:周|星期)": lambda: Span(today - timedelta(today.weekday())),
        "this month|(?:这|本)个?月": lambda: Span(today.replace(day=1)),
        "this year|今年": lambda: Span(today.replace(month=1, day=1)),
        "去年": lambda: Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }
    for pattern, span in days.items():
        if re.search(pattern, words):
            return span()
    count = re.search(r"\d+", words)
    unit = next((length for name, length in _UNITS.items() if name in words), None)
    unit = 7 if unit is None and "星期" in words else unit
    return Span(today - timedelta((int(count[0]) if count else 1) * unit)) if unit else None
