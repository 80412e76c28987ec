from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures.period import (
    Period,
    PeriodKind,
    between_meetings,
    day_of,
    month_of,
    period_before,
    third_of,
    year_of,
)
from tests.world import at

DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
MEETINGS = (date(2019, 6, 17), date(2019, 6, 26), date(2019, 7, 8), date(2019, 7, 16))


@pytest.mark.parametrize(
    ("day", "first", "last", "third"),
    [
        ((2019, 7, 8), (2019, 7, 1), (2019, 7, 10), 1),
        ((2019, 7, 11), (2019, 7, 11), (2019, 7, 20), 2),
        ((2019, 7, 31), (2019, 7, 21), (2019, 7, 31), 3),
        ((2020, 2, 29), (2020, 2, 21), (2020, 2, 29), 3),
    ],
)
def test_thirds_of_the_month(
    day: tuple[int, int, int], first: tuple[int, int, int], last: tuple[int, int, int], third: int
) -> None:
    period = third_of(date(*day))

    assert (period.first, period.last, period.third) == (date(*first), date(*last), third)


def test_from_a_meeting_to_the_day_before_the_next_shifted_one() -> None:
    period = between_meetings(MEETINGS, date(2019, 7, 7))

    assert (period.first, period.last, period.days) == (date(2019, 6, 26), date(2019, 7, 7), 12)
    assert between_meetings(MEETINGS, date(2019, 7, 8)).first == date(2019, 7, 8)
    assert period_before(period, MEETINGS).first == date(2019, 6, 17)


def test_a_day_no_meeting_reaches_is_refused() -> None:
    for day in (date(2019, 6, 1), date(2019, 7, 16)):
        with pytest.raises(ValueError, match="reach"):
            between_meetings(MEETINGS, day)


def test_a_period_is_whole_local_days() -> None:
    july = month_of(date(2019, 7, 15))

    assert july.since == at("2019-07-01 00:00")
    assert july.until == at("2019-08-01 00:00")


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="after"):
        Period(PeriodKind.DAY, date(2019, 7, 2), date(2019, 7, 1))


@given(DAYS, st.sampled_from([day_of, third_of, month_of, year_of]))
def test_periods_of_a_kind_join_without_gap_or_overlap(day: date, kind: object) -> None:
    assert callable(kind)
    period = kind(day)

    assert period.first <= day <= period.last
    assert period_before(period).until == period.since
    assert kind(period.first) == kind(period.last) == period
    assert kind(period.last + timedelta(days=1)).first == period.last + timedelta(days=1)
