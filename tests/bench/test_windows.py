"""The fullest window of a second, by which the platform's limit is judged."""

from hypothesis import given
from hypothesis import strategies as st

from bench.windows import most_within


def test_nothing_came() -> None:
    assert most_within([], 1000) == 0


def test_a_window_does_not_hold_both_its_ends() -> None:
    assert most_within([0, 1000], 1000) == 1
    assert most_within([0, 999], 1000) == 2


def test_the_fullest_window_lies_across_two_seconds_of_the_clock() -> None:
    assert most_within([0, 100, 900, 950, 1000, 1050, 2500], 1000) == 5


@given(st.lists(st.integers(0, 3000), max_size=40), st.integers(1, 1500))
def test_it_is_what_counting_from_every_moment_gives(moments: list[int], window: int) -> None:
    each = [sum(begin <= one < begin + window for one in moments) for begin in moments]
    assert most_within(moments, window) == max(each, default=0)
