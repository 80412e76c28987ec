"""The hours of a day, and requests falling on them."""

from collections import Counter

import pytest

from bench.profile import MINUTES, PERCENT, arrivals, busiest, per_minute

PER_DAY = 70_000


def test_the_hours_make_a_whole_day_and_ten_is_the_busiest() -> None:
    assert len(PERCENT) == 24
    assert sum(PERCENT) == pytest.approx(100, abs=0.05)
    assert max(PERCENT) == PERCENT[10] == 11.6


@pytest.mark.parametrize(("hours", "span"), [(1, range(10, 11)), (4, range(9, 13)), (24, range(24))])
def test_the_busiest_hours_lie_together(hours: int, span: range) -> None:
    assert busiest(hours) == span


def test_in_the_busiest_minute_of_a_capital_come_a_hundred_and_thirty_five() -> None:
    assert per_minute(10, PER_DAY) == pytest.approx(135.3, abs=0.1)


def test_requests_come_in_order_and_each_hour_gets_its_part() -> None:
    moments = list(arrivals(range(24), PER_DAY))
    assert moments == sorted(moments)
    assert 0 <= moments[0] <= moments[-1] < 24 * MINUTES
    came = Counter(int(moment / MINUTES) for moment in moments)
    for hour, percent in enumerate(PERCENT):
        wanted = PER_DAY * percent / 100
        assert abs(came[hour] - wanted) < 5 * wanted**0.5, hour


def test_the_same_seed_gives_the_same_day() -> None:
    assert list(arrivals(range(4, 6), PER_DAY)) == list(arrivals(range(4, 6), PER_DAY))
    assert list(arrivals(range(4, 6), PER_DAY)) != list(arrivals(range(4, 6), PER_DAY, seed=2))
