"""When a delivery is tried again, given up, or left unknown."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.failures import Permanent, Transient, Unknown
from domain.retrying import LONGEST_WAIT, TRIES, GiveUp, LeaveUnknown, RetryAt, verdict

NOW = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)


def test_a_permanent_failure_is_given_up_at_once() -> None:
    assert verdict(Permanent("param.invalid", "wrong"), 1, NOW, idempotent=True) == GiveUp("param.invalid")


def test_what_may_have_gone_out_is_not_resent() -> None:
    assert verdict(Unknown("timeout", "?"), 1, NOW, idempotent=False) == LeaveUnknown("timeout")


def test_what_may_have_gone_out_is_resent_where_repeating_changes_nothing() -> None:
    assert verdict(Unknown("timeout", "?"), 1, NOW, idempotent=True) == RetryAt(NOW + timedelta(seconds=2))


def test_the_other_side_may_ask_for_a_longer_wait() -> None:
    failure = Transient("QpmLimit", "too fast", timedelta(minutes=1))

    assert verdict(failure, 1, NOW, idempotent=False) == RetryAt(NOW + timedelta(minutes=1))


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (3, 8), (11, 600)])
def test_waits_double_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert verdict(Transient("busy", "busy"), attempts, NOW, idempotent=False) == RetryAt(
        NOW + timedelta(seconds=seconds)
    )


@given(st.integers(min_value=TRIES, max_value=10**6))
def test_trying_ends(attempts: int) -> None:
    assert verdict(Transient("busy", "busy"), attempts, NOW, idempotent=False) == GiveUp("busy")


@given(st.integers(min_value=1, max_value=TRIES - 1))
def test_no_wait_is_longer_than_ten_minutes(attempts: int) -> None:
    told = verdict(Transient("busy", "busy"), attempts, NOW, idempotent=False)

    assert isinstance(told, RetryAt)
    assert NOW < told.at <= NOW + LONGEST_WAIT
