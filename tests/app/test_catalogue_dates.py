"""Times as questions word them become days of the calendar."""

from datetime import date

import pytest

from app.catalogue.dates import LAST_BUILD, LATEST, Span, span_of

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("on 2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5), date(2026, 3, 5)),
        ("since 2026-03-05", date(2026, 3, 5), None),
        ("after 2026-03-05", date(2026, 3, 6), None),
        ("on 5 March 2026", date(2026, 3, 5), date(2026, 3, 5)),
        ("on March 5th, 2026", date(2026, 3, 5), date(2026, 3, 5)),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("since Sept. 2025", date(2025, 9, 1), None),
        ("in 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("today", TODAY, None),
        ("yesterday", date(2026, 11, 24), date(2026, 11, 24)),
        ("since yesterday", date(2026, 11, 24), None),
        ("this week", date(2026, 11, 23), None),
        ("last week", date(2026, 11, 18), None),
        ("this month", date(2026, 11, 1), None),
        ("in the last 3 days", date(2026, 11, 22), None),
        ("over the past 2 weeks", date(2026, 11, 11), None),
        ("2026年3月5日", date(2026, 3, 5), date(2026, 3, 5)),
        ("2026年3月", date(2026, 3, 1), date(2026, 3, 31)),
        ("2026年3月以来", date(2026, 3, 1), None),
        ("从2026-03-05起", date(2026, 3, 5), None),
        ("昨天", date(2026, 11, 24), date(2026, 11, 24)),
        ("本周", date(2026, 11, 23), None),
        ("最近3天", date(2026, 11, 22), None),
        ("最近2周", date(2026, 11, 11), None),
        ("去年", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_times_become_days(when: str, first: date, last: date | None) -> None:
    """A day, a month, a year, or what reaches back from today, with both ends included."""
    assert span_of(when, TODAY) == Span(first, last)


@pytest.mark.parametrize("when", ["with the last build", "in the latest rebuild", "上次构建", "最近一次更新"])
def test_the_last_build(when: str) -> None:
    """A build is named without its date."""
    assert span_of(when, TODAY) == LAST_BUILD


@pytest.mark.parametrize("when", ["", "lately", "recently", "最近", "近期"])
def test_lately(when: str) -> None:
    """Lately is when anything was added last."""
    assert span_of(when, TODAY) == LATEST


@pytest.mark.parametrize("when", ["on 2026-02-30", "since 2026-13", "0000年", "2026年0月", "on 99 March 2026"])
def test_no_day_of_the_calendar(when: str) -> None:
    """What is no day is no time, and no traceback."""
    assert span_of(when, TODAY) is None


@pytest.mark.parametrize(
    ("span", "day", "held"),
    [
        (Span(date(2026, 3, 5)), date(2026, 3, 5), True),
        (Span(date(2026, 3, 5)), date(2026, 3, 4), False),
        (Span(date(2026, 3, 1), date(2026, 3, 31)), date(2026, 3, 31), True),
        (Span(date(2026, 3, 1), date(2026, 3, 31)), date(2026, 4, 1), False),
    ],
)
def test_a_span_holds_its_ends(span: Span, day: date, *, held: bool) -> None:
    """First and last day belong to it."""
    assert span.holds(day) is held
