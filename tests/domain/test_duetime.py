"""A due time is right and says why, line by line (`domain.md` §7.1-7.3, design §3)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import DaysOff, MakeUpDay
from domain.calendar_clock import local_date
from domain.duetime import (
    ByRule,
    EndsOn,
    ExtendedTo,
    PausedFor,
    ProvisionalFrom,
    Started,
    due_time,
    extended,
    running_due,
)
from domain.ticket import Limit, Pause, RunningLimit
from domain.vocabulary import LimitKind
from tests.domain.calendars import CALENDAR, at, day

STARTS = st.datetimes(datetime(2018, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants bounds without a zone


def working(n: int) -> Limit:
    return Limit(LimitKind.WORKING_DAYS, n, "7.1 求助")


def paused(began: str, ended: str | None) -> Pause:
    return Pause(at(f"{began} 10:00"), at(f"{ended} 15:00") if ended else None)


def test_five_working_days_over_the_national_day_are_told_line_by_line() -> None:
    start, limit = at("2026-09-30 23:50"), working(5)

    due = due_time(limit, start, CALENDAR)

    assert due.at == at("2026-10-14 00:00")
    assert due.shown_on == day("2026-10-13")
    assert not due.provisional
    assert due.lines == (
        Started(start),
        ByRule(limit),
        DaysOff(day("2026-10-01"), day("2026-10-07"), ("国庆节",)),
        MakeUpDay(day("2026-10-10"), "国庆节"),
        DaysOff(day("2026-10-11"), day("2026-10-11")),
        EndsOn(day("2026-10-13"), at("2026-10-14 00:00")),
    )


def test_late_counts_from_midnight_after_the_last_day() -> None:
    due = due_time(working(5), at("2019-07-05 09:00"), CALENDAR)

    assert not due.is_late(at("2019-07-12 23:59"))
    assert due.is_late(at("2019-07-13 00:00"))


@pytest.mark.parametrize(
    ("began", "ended", "days", "due"),
    [
        ("2026-03-03", "2026-03-05", 2, "2026-03-11"),  # Tue to Thu: Wed and Thu
        ("2026-03-03", "2026-03-03", 0, "2026-03-09"),  # over within the day
        ("2026-03-06", "2026-03-08", 0, "2026-03-09"),  # Fri to Sun: no working day
        ("2026-03-06", "2026-03-09", 1, "2026-03-10"),
    ],
)
def test_a_pause_moves_the_limit_by_the_working_days_after_it_began_up_to_its_last(
    began: str, ended: str, days: int, due: str
) -> None:
    found = due_time(working(5), at("2026-03-02 09:00"), CALENDAR, (paused(began, ended),))

    assert found.shown_on == day(due)
    lines = [line for line in found.lines if isinstance(line, PausedFor)]
    assert lines == ([PausedFor(day(began), day(ended), days)] if days else [])


def test_a_pause_still_open_moves_nothing_yet_but_is_told() -> None:
    found = due_time(working(5), at("2026-03-02 09:00"), CALENDAR, (paused("2026-03-03", None),))

    assert found.shown_on == day("2026-03-09")
    assert PausedFor(day("2026-03-03"), None, 0) in found.lines


def test_overlapping_pauses_count_no_day_twice_and_none_before_the_start() -> None:
    pauses = (
        paused("2026-03-04", "2026-03-06"),
        paused("2026-02-20", "2026-03-03"),
        paused("2026-03-05", "2026-03-09"),
    )

    found = due_time(working(5), at("2026-03-02 09:00"), CALENDAR, pauses)

    # 3 March; 5, 6 March; 9 March
    assert found.shown_on == CALENDAR.add_working_days(day("2026-03-02"), 5 + 1 + 2 + 1)


def test_a_pause_moves_calendar_days_by_calendar_days() -> None:
    limit = Limit(LimitKind.CALENDAR_DAYS, 7, "反馈")

    found = due_time(limit, at("2026-03-02 09:00"), CALENDAR, (paused("2026-03-06", "2026-03-09"),))

    assert found.shown_on == day("2026-03-12")


def test_ten_calendar_days_skip_nothing() -> None:
    found = due_time(Limit(LimitKind.CALENDAR_DAYS, 10, "逢6"), at("2026-09-28 10:00"), CALENDAR)

    assert found.shown_on == day("2026-10-08")
    assert found.at == at("2026-10-09 00:00")


def test_thirty_minutes_of_an_urgent_matter_run_through_night_and_holiday() -> None:
    found = due_time(Limit(LimitKind.WALL_CLOCK, 30, "到场"), at("2019-05-27 21:12"), CALENDAR)

    assert found.at == at("2019-05-27 21:42")
    assert not found.is_late(at("2019-05-27 21:41"))
    assert found.is_late(at("2019-05-27 21:42"))


def test_four_office_hours_begin_when_the_office_opens_and_name_the_days_between() -> None:
    found = due_time(Limit(LimitKind.OFFICE_HOURS, 240, "签收"), at("2026-03-06 17:00"), CALENDAR)

    assert found.at == at("2026-03-09 12:00")
    assert found.shown_on == day("2026-03-09")
    assert DaysOff(day("2026-03-07"), day("2026-03-08")) in found.lines


def test_a_fixed_date_stands_whatever_was_paused() -> None:
    limit = Limit(LimitKind.FIXED_DATE, 0, "调度会", on=day("2019-07-08"))

    found = due_time(limit, at("2019-06-26 10:00"), CALENDAR, (paused("2019-06-27", "2019-06-28"),))

    assert found.at == at("2019-07-09 00:00")
    with pytest.raises(ValueError, match="needs the date"):
        due_time(Limit(LimitKind.FIXED_DATE, 0, "调度会"), at("2019-06-26 10:00"), CALENDAR)


def test_a_limit_that_runs_into_an_unknown_year_is_provisional_and_no_crash() -> None:
    found = due_time(working(5), at("2026-12-30 09:00"), CALENDAR)

    assert found.provisional
    assert ProvisionalFrom(2027) in found.lines
    assert found.shown_on == day("2027-01-06")


def test_a_limit_that_ends_on_the_last_known_day_is_not_provisional() -> None:
    found = due_time(working(1), at("2026-12-30 09:00"), CALENDAR)

    assert found.shown_on == day("2026-12-31")
    assert not found.provisional


def test_an_extension_replaces_the_end_and_keeps_the_reasons() -> None:
    before = due_time(working(5), at("2026-03-02 09:00"), CALENDAR)

    after = extended(before, day("2026-03-20"))

    assert after.at == at("2026-03-21 00:00")
    assert after.lines == (
        *before.lines[:-1],
        ExtendedTo(day("2026-03-09"), day("2026-03-20")),
        EndsOn(day("2026-03-20"), at("2026-03-21 00:00")),
    )


def test_a_tickets_running_limit_is_explained_by_the_same_function() -> None:
    start, pause = at("2026-03-02 09:00"), paused("2026-03-03", "2026-03-05")
    running = RunningLimit(working(5), start, at("2026-03-12 00:00"), (pause,))

    assert running_due(running, CALENDAR) == due_time(working(5), start, CALENDAR, (pause,))


@given(STARTS, st.integers(0, 45))
def test_more_days_are_due_later_and_the_lines_frame_the_count(start: datetime, n: int) -> None:
    due = due_time(working(n), start, CALENDAR)

    assert due.at < due_time(working(n + 1), start, CALENDAR).at
    assert due.lines[0] == Started(start)
    assert due.lines[-1] == EndsOn(due.shown_on, due.at)
    assert local_date(due.at - timedelta(seconds=1)) == due.shown_on


@given(STARTS, st.integers(0, 20), st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_a_pause_never_makes_a_limit_earlier(start: datetime, n: int, began: date, length: int) -> None:
    pause = paused(began.isoformat(), (began + timedelta(days=length)).isoformat())

    assert due_time(working(n), start, CALENDAR, (pause,)).at >= due_time(working(n), start, CALENDAR).at
