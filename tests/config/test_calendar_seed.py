"""The shipped table agrees, day for day, with the published data it was made from."""

from datetime import date, timedelta

import chinese_calendar

from tests.domain.calendars import CALENDAR


def test_every_day_of_the_shipped_years_works_as_published() -> None:
    day, end = date(2018, 1, 1), date(2026, 12, 31)
    while day <= end:
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_every_special_day_has_a_name_and_a_source() -> None:
    assert all(special.name and special.source for special in CALENDAR.special.values())
