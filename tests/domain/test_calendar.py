"""The working calendar counts as `domain.md` §7.2, §7.3 and §11 say."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import DaysOff, MakeUpDay, QuietHours, WorkCalendar
from domain.calendar_clock import DayPart, HalfDay, day_end, local, local_date
from domain.calendar_hours import OfficeSpan, Season
from tests.domain.calendars import CALENDAR, at, day

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
INSTANTS = st.datetimes(datetime(2016, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants bounds without a zone


@pytest.mark.parametrize(
    ("received", "n", "due"),
    [
        ("2019-07-05", 5, "2019-07-12"),
        ("2019-04-30", 5, "2019-05-09"),
        ("2019-09-30", 5, "2019-10-12"),
        ("2019-08-16", 10, "2019-08-30"),
        ("2025-12-31", 5, "2026-01-08"),
        ("2026-01-01", 1, "2026-01-04"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-19", 1, "2026-09-20"),
        ("2026-09-24", 3, "2026-09-30"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2019-06-13", 5, "2019-06-20"),
    ],
)
def test_every_worked_date_of_the_domain_comes_out(received: str, n: int, due: str) -> None:
    assert CALENDAR.add_working_days(day(received), n) == day(due)
    assert CALENDAR.working_days_between(day(received), day(due)) == n


@pytest.mark.parametrize(
    ("nominal", "held"),
    [
        ("2019-07-06", "2019-07-08"),
        ("2019-01-06", "2019-01-07"),
        ("2019-01-26", "2019-01-28"),
        ("2019-02-06", "2019-02-11"),
        ("2019-02-16", "2019-02-18"),
        ("2019-05-26", "2019-05-27"),
        ("2019-06-16", "2019-06-17"),
        ("2019-10-06", "2019-10-08"),
        ("2026-02-16", "2026-02-24"),
        ("2026-04-06", "2026-04-07"),
        ("2026-09-26", "2026-09-28"),
        ("2026-10-06", "2026-10-08"),
        ("2019-06-26", "2019-06-26"),
        ("2019-08-06", "2019-08-06"),
    ],
)
def test_a_meeting_day_that_is_off_moves_to_the_next_working_day(nominal: str, held: str) -> None:
    assert CALENDAR.next_meeting(day(nominal) - timedelta(days=1)) == day(held)


def test_the_next_meeting_is_later_than_the_meeting_itself_even_when_that_one_was_moved() -> None:
    assert CALENDAR.next_meeting(day("2019-06-26")) == day("2019-07-08")
    assert CALENDAR.next_meeting(day("2019-07-06")) == day("2019-07-08")
    assert CALENDAR.next_meeting(day("2019-07-08")) == day("2019-07-16")
    assert CALENDAR.next_meeting(day("2026-02-06")) == day("2026-02-24")
    assert CALENDAR.next_meeting(day("2026-02-24")) == day("2026-02-26")


def test_a_meeting_moved_over_the_end_of_a_month_is_not_lost() -> None:
    assert CALENDAR.next_meeting(day("2026-02-28"), days=(28,)) == day("2026-03-30")
    assert CALENDAR.next_meeting(day("2020-02-28"), days=(29, 28)) == day("2020-03-02")


def test_meetings_without_a_day_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        CALENDAR.next_meeting(day("2026-02-28"), days=(31,))


@given(DAYS)
def test_a_meeting_is_held_on_a_working_day_two_to_eighteen_days_after_the_last(after: date) -> None:
    first = CALENDAR.next_meeting(after)
    second = CALENDAR.next_meeting(first)

    assert first > after
    assert CALENDAR.is_workday(first)
    assert 2 <= (second - first).days <= 18


@given(DAYS, st.integers(0, 60))
def test_one_working_day_more_is_always_later(start: date, n: int) -> None:
    assert start <= CALENDAR.add_working_days(start, n) < CALENDAR.add_working_days(start, n + 1)


@given(DAYS, st.integers(1, 60))
def test_a_limit_in_working_days_ends_on_a_working_day_and_counts_exactly_n(start: date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)

    assert CALENDAR.is_workday(due)
    assert CALENDAR.working_days_between(start, due) == n


@given(DAYS, DAYS, st.integers(0, 60))
def test_who_starts_later_is_never_due_earlier(one: date, other: date, n: int) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.add_working_days(first, n) <= CALENDAR.add_working_days(second, n)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_steps_is_counting_at_once(start: date, n: int, m: int) -> None:
    halfway = CALENDAR.add_working_days(start, n)
    assert CALENDAR.add_working_days(halfway, m) == CALENDAR.add_working_days(start, n + m)


@given(st.dates(date(2027, 1, 1), date(2060, 12, 31)))
def test_a_year_without_data_knows_weekends_only_says_so_and_never_fails(unknown: date) -> None:
    assert CALENDAR.is_provisional(unknown)
    assert CALENDAR.is_workday(unknown) == (unknown.weekday() < 5)
    assert CALENDAR.add_working_days(unknown, 5) > unknown
    assert CALENDAR.next_meeting(unknown) > unknown


def test_the_first_of_january_after_the_horizon_is_provisional_and_the_day_before_is_not() -> None:
    assert not CALENDAR.is_provisional(day("2026-12-31"))
    assert CALENDAR.is_provisional(day("2027-01-01"))
    assert CALENDAR.is_provisional(day("2017-12-31"))


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        CALENDAR.add_working_days(day("2026-01-01"), -1)
    with pytest.raises(ValueError, match="back"):
        CALENDAR.add_office_hours(at("2026-01-04 09:00"), timedelta(hours=-1))


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert CALENDAR.working_days_between(day("2026-03-10"), day("2026-03-02")) == 0
    assert CALENDAR.skipped(day("2026-03-10"), day("2026-03-02")) == ()


def test_skipped_days_are_listed_in_runs_with_the_holidays_named() -> None:
    assert CALENDAR.skipped(day("2026-09-24"), day("2026-10-13")) == (
        DaysOff(day("2026-09-25"), day("2026-09-27"), ("中秋节",)),
        DaysOff(day("2026-10-01"), day("2026-10-07"), ("国庆节",)),
        MakeUpDay(day("2026-10-10"), "国庆节"),
        DaysOff(day("2026-10-11"), day("2026-10-11")),
    )


@given(DAYS, st.integers(1, 40))
def test_days_skipped_and_days_counted_together_are_all_days(start: date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)
    off = sum(
        (run.last - run.first).days + 1 for run in CALENDAR.skipped(start, due) if isinstance(run, DaysOff)
    )

    assert n + off == (due - start).days


def test_a_limit_is_due_at_midnight_after_its_last_day() -> None:
    assert CALENDAR.due_instant(day("2019-07-12")) == datetime(2019, 7, 12, 16, tzinfo=UTC)
    assert day_end(day("2019-12-31")) == at("2020-01-01 00:00")


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2026, 1, 1))  # noqa: DTZ001 - what must be refused


def test_the_local_day_begins_at_sixteen_utc() -> None:
    assert local_date(datetime(2026, 3, 2, 15, 59, tzinfo=UTC)) == day("2026-03-02")
    assert local_date(datetime(2026, 3, 2, 16, 0, tzinfo=UTC)) == day("2026-03-03")


@pytest.mark.parametrize(
    ("start", "hours", "until"),
    [
        ("2026-03-02 08:30", 4, "2026-03-02 14:30"),
        ("2026-03-02 08:30", 3.5, "2026-03-02 12:00"),
        ("2026-03-02 07:00", 3.5, "2026-03-02 12:00"),
        ("2026-03-02 12:30", 0.5, "2026-03-02 14:30"),
        ("2026-03-02 16:30", 4, "2026-03-03 11:30"),
        ("2026-03-06 17:29", 4, "2026-03-09 14:29"),  # over a weekend
        ("2026-09-30 16:00", 4, "2026-10-08 11:00"),  # over the National Day
        ("2026-02-14 09:00", 1, "2026-02-14 10:00"),  # a Saturday that works
        ("2026-03-02 23:50", 4, "2026-03-03 14:30"),
    ],
)
def test_office_hours_run_only_while_the_offices_are_open(start: str, hours: float, until: str) -> None:
    assert CALENDAR.add_office_hours(at(start), timedelta(hours=hours)) == at(until)


@given(INSTANTS, st.integers(1, 6000))
def test_office_time_added_is_office_time_found_between(start: datetime, minutes: int) -> None:
    end = CALENDAR.add_office_hours(start, timedelta(minutes=minutes))

    assert end > start
    assert CALENDAR.office_time_between(start, end) == timedelta(minutes=minutes)


def test_the_office_opens_next_after_lunch_after_the_night_and_after_the_holiday() -> None:
    assert CALENDAR.next_office_open(at("2026-03-02 09:00")) == at("2026-03-02 09:00")
    assert CALENDAR.next_office_open(at("2026-03-02 12:00")) == at("2026-03-02 14:00")
    assert CALENDAR.next_office_open(at("2026-03-02 17:30")) == at("2026-03-03 08:30")
    assert CALENDAR.next_office_open(at("2026-09-30 18:00")) == at("2026-10-08 08:30")
    assert CALENDAR.is_office_time(at("2026-03-02 09:00"))
    assert not CALENDAR.is_office_time(at("2026-03-01 09:00"))


def test_the_next_working_noon_and_morning_are_always_later() -> None:
    assert CALENDAR.next_working_noon(at("2026-03-02 09:00")) == at("2026-03-02 12:00")
    assert CALENDAR.next_working_noon(at("2026-03-02 12:00")) == at("2026-03-03 12:00")
    assert CALENDAR.next_working_noon(at("2026-03-06 15:00")) == at("2026-03-09 12:00")
    assert CALENDAR.next_working_morning(at("2026-03-02 00:10")) == at("2026-03-02 08:30")
    assert CALENDAR.next_working_morning(at("2026-03-02 08:30")) == at("2026-03-03 08:30")
    assert CALENDAR.next_working_morning(at("2026-09-30 20:00")) == at("2026-10-08 08:30")


def test_half_days_part_at_noon() -> None:
    assert CALENDAR.half_day(at("2026-03-02 11:59")) == HalfDay(day("2026-03-02"), DayPart.MORNING)
    assert CALENDAR.half_day(at("2026-03-02 12:00")) == HalfDay(day("2026-03-02"), DayPart.AFTERNOON)


@pytest.mark.parametrize(
    ("moment", "quiet_until"),
    [
        ("2026-03-02 21:59", None),
        ("2026-03-02 22:00", "2026-03-03 07:00"),
        ("2026-03-03 06:59", "2026-03-03 07:00"),
        ("2026-03-03 07:00", None),
    ],
)
def test_the_night_is_quiet_from_ten_to_seven(moment: str, quiet_until: str | None) -> None:
    assert CALENDAR.in_quiet_hours(at(moment)) == (quiet_until is not None)
    assert CALENDAR.end_of_quiet(at(moment)) == at(quiet_until or moment)


def test_quiet_hours_may_lie_within_one_day() -> None:
    siesta = QuietHours(time(12), time(14))

    assert siesta.end(at("2026-03-02 13:00")) == at("2026-03-02 14:00")
    assert not siesta.covers(at("2026-03-02 14:00"))


def test_seasons_change_the_office_hours() -> None:
    summer = (OfficeSpan(time(8), time(12)), OfficeSpan(time(15), time(18)))
    calendar = WorkCalendar(seasons=(Season(5, 1, summer), Season(10, 1)))

    assert calendar.office_close(day("2026-06-01")) == at("2026-06-01 18:00")
    assert calendar.office_close(day("2026-10-09")) == at("2026-10-09 17:30")
    assert calendar.office_close(day("2026-01-09")) == at("2026-01-09 17:30")
    assert calendar.office_open(day("2026-06-01")) == at("2026-06-01 08:00")


@pytest.mark.parametrize(
    "spans",
    [(), (OfficeSpan(time(14), time(17)), OfficeSpan(time(8), time(12)))],
)
def test_impossible_office_hours_are_refused(spans: tuple[OfficeSpan, ...]) -> None:
    with pytest.raises(ValueError, match=r"office hours|overlap"):
        Season(1, 1, spans)
    with pytest.raises(ValueError, match="end before"):
        OfficeSpan(time(12), time(8))
    with pytest.raises(ValueError, match="at least one season"):
        WorkCalendar(seasons=())
