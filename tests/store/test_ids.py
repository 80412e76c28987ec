"""Numbers grow with time, on every worker, and never meet."""

from datetime import UTC, datetime, timedelta

import pytest

from store.ids import TimeOrderedIds

START = datetime(2029, 7, 5, tzinfo=UTC)


def test_numbers_grow_fit_64_bits_and_differ_between_workers() -> None:
    one, two = TimeOrderedIds(lambda: START, 1), TimeOrderedIds(lambda: START, 2)

    drawn = [ids.new() for _ in range(10_000) for ids in (one, two)]

    assert len(set(drawn)) == len(drawn)
    assert drawn[0::2] == sorted(drawn[0::2])
    assert max(drawn) < 2**63


def test_a_clock_that_steps_back_is_waited_out() -> None:
    moments = iter([START, START - timedelta(seconds=5), START + timedelta(seconds=1)])
    ids = TimeOrderedIds(lambda: next(moments))

    drawn = [ids.new() for _ in range(3)]

    assert drawn == sorted(set(drawn))


def test_a_worker_has_a_number_that_fits() -> None:
    with pytest.raises(ValueError, match="between 0 and 1023"):
        TimeOrderedIds(lambda: START, 1024)
