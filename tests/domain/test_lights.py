"""Lights and words beside the due time (`domain.md` §7.4, design §3)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duetime import due_time
from domain.lights import Standing, light, shown_due_today_at, shown_late_at, standing
from domain.ticket import Limit, Pause
from domain.vocabulary import Light, LimitKind, Urgency
from tests.domain.calendars import CALENDAR, at

NORMAL, URGENT = Urgency.NORMAL, Urgency.URGENT
FIVE_DAYS = due_time(
    Limit(LimitKind.WORKING_DAYS, 5, "求助"), at("2026-03-02 09:00"), CALENDAR
)  # due Mon 9 March
TEN_DAYS = due_time(
    Limit(LimitKind.WORKING_DAYS, 10, "投诉"), at("2026-03-02 08:30"), CALENDAR
)  # due Mon 16 March
HALF_AN_HOUR = due_time(Limit(LimitKind.WALL_CLOCK, 30, "到场"), at("2019-05-27 21:12"), CALENDAR)


@pytest.mark.parametrize(
    ("now", "shows"),
    [
        ("2026-03-02 09:00", Light.GREEN),
        ("2026-03-05 17:29", Light.GREEN),
        ("2026-03-06 17:30", Light.YELLOW),
        ("2026-03-09 23:59", Light.YELLOW),
        ("2026-03-10 08:29", Light.YELLOW),
        ("2026-03-10 08:30", Light.RED),
    ],
)
def test_five_working_days_turn_yellow_in_their_last_third_and_red_the_next_morning(
    now: str, shows: Light
) -> None:
    assert light(at(now), FIVE_DAYS, NORMAL, CALENDAR) is shows


def test_ten_days_turn_yellow_at_a_third_of_their_office_time_and_urgent_ones_at_half() -> None:
    # 11 working days of 7 hours = 77 hours; a third is 25:40, half 38:30.
    assert light(at("2026-03-11 10:49"), TEN_DAYS, NORMAL, CALENDAR) is Light.GREEN
    assert light(at("2026-03-11 10:50"), TEN_DAYS, NORMAL, CALENDAR) is Light.YELLOW
    assert light(at("2026-03-09 11:59"), TEN_DAYS, URGENT, CALENDAR) is Light.GREEN
    assert light(at("2026-03-09 12:00"), TEN_DAYS, URGENT, CALENDAR) is Light.YELLOW


def test_one_working_day_left_is_yellow_though_more_than_a_third_remains() -> None:
    due = due_time(Limit(LimitKind.WORKING_DAYS, 1, "咨询"), at("2026-03-02 10:00"), CALENDAR)

    assert light(at("2026-03-02 17:00"), due, NORMAL, CALENDAR) is Light.GREEN
    assert light(at("2026-03-03 08:30"), due, NORMAL, CALENDAR) is Light.YELLOW


def test_a_long_holiday_turns_nothing_yellow() -> None:
    due = due_time(
        Limit(LimitKind.WORKING_DAYS, 5, "求助"), at("2026-09-30 09:00"), CALENDAR
    )  # due 13 October

    assert light(at("2026-10-07 20:00"), due, NORMAL, CALENDAR) is Light.GREEN


def test_a_pause_is_not_part_of_the_limit_the_third_is_taken_of() -> None:
    pause = Pause(at("2026-03-03 10:00"), at("2026-03-31 10:00"))
    due = due_time(Limit(LimitKind.WORKING_DAYS, 5, "求助"), at("2026-03-02 09:00"), CALENDAR, (pause,))

    assert light(at("2026-04-01 09:00"), due, NORMAL, CALENDAR) is Light.GREEN


@pytest.mark.parametrize(
    ("now", "shows"),
    [
        ("2019-05-27 21:26", Light.GREEN),
        ("2019-05-27 21:27", Light.YELLOW),
        ("2019-05-27 21:41", Light.YELLOW),
        ("2019-05-27 21:42", Light.RED),
    ],
)
def test_an_urgent_half_hour_turns_yellow_at_half_and_red_to_the_minute(now: str, shows: Light) -> None:
    assert light(at(now), HALF_AN_HOUR, URGENT, CALENDAR) is shows


@pytest.mark.parametrize(
    ("now", "word"),
    [
        ("2026-03-09 17:29", Standing.RUNNING),
        ("2026-03-09 17:30", Standing.DUE_TODAY),
        ("2026-03-10 00:00", Standing.DUE_TODAY),
        ("2026-03-10 08:30", Standing.LATE),
    ],
)
def test_due_today_is_said_at_the_end_of_office_hours_and_late_the_next_morning(
    now: str, word: Standing
) -> None:
    assert standing(at(now), FIVE_DAYS, CALENDAR) is word


def test_what_ends_on_a_friday_is_shown_late_on_monday_although_it_counts_from_saturday() -> None:
    due = due_time(Limit(LimitKind.WORKING_DAYS, 4, "x"), at("2026-03-02 09:00"), CALENDAR)

    assert shown_due_today_at(due, CALENDAR) == at("2026-03-06 17:30")
    assert due.is_late(at("2026-03-07 00:00"))
    assert shown_late_at(due, CALENDAR) == at("2026-03-09 08:30")


def test_a_limit_in_hours_has_no_due_today() -> None:
    assert standing(at("2019-05-27 21:41"), HALF_AN_HOUR, CALENDAR) is Standing.RUNNING
    assert standing(at("2019-05-27 21:42"), HALF_AN_HOUR, CALENDAR) is Standing.LATE


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants bounds without a zone
    st.sampled_from(LimitKind),
    st.integers(1, 600),
    st.sampled_from(Urgency),
    st.lists(st.integers(0, 10_000), min_size=2, max_size=2),
)
def test_lights_only_ever_go_from_green_over_yellow_to_red(
    start: datetime, kind: LimitKind, amount: int, urgency: Urgency, minutes: list[int]
) -> None:
    days = kind in {LimitKind.WORKING_DAYS, LimitKind.CALENDAR_DAYS}
    due = due_time(Limit(kind, amount % 20 if days else amount, "x", on=start.date()), start, CALENDAR)
    order = [Light.GREEN, Light.YELLOW, Light.RED]

    early, late = (light(start + timedelta(minutes=m), due, urgency, CALENDAR) for m in sorted(minutes))

    assert order.index(early) <= order.index(late)
