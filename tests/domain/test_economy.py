"""The month's budget: forecast, and what is given up first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.economy import Supply, forecast, supply, worth_sending
from domain.ids import PersonId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind

GROUP = Recipient(RecipientKind.GROUP)
LEADER = Recipient(RecipientKind.PERSON, person=PersonId("jtj02"))


def test_a_third_spent_in_a_third_of_the_month_lasts() -> None:
    assert forecast(1_500, date(2026, 11, 10)) == 4_500
    assert supply(1_500, 5_000, date(2026, 11, 10)) is Supply.AMPLE


def test_half_spent_in_a_third_of_the_month_runs_short() -> None:
    assert supply(2_500, 5_000, date(2026, 11, 10)) is Supply.SHORT


def test_the_first_busy_morning_of_a_month_is_no_shortage() -> None:
    assert supply(400, 5_000, date(2026, 11, 1)) is Supply.AMPLE


def test_without_a_limit_nothing_is_ever_short() -> None:
    assert supply(10**9, 0, date(2026, 11, 1)) is Supply.AMPLE


@given(st.integers(min_value=5_000, max_value=10**7), st.dates())
def test_a_spent_budget_is_out_on_any_day(spent: int, day: date) -> None:
    assert supply(spent, 5_000, day) is Supply.OUT


@pytest.mark.parametrize(
    ("notice", "ample", "short", "out"),
    [
        (Notice(GROUP, NoticeKind.PUBLIC_PROGRESS), True, False, False),
        (Notice(LEADER, NoticeKind.ITEM_SILENT, ordinary=True), True, True, False),
        (Notice(LEADER, NoticeKind.ASSIGNED), True, True, True),
        (Notice(GROUP, NoticeKind.PUBLIC_PROGRESS, urgent=True), True, True, True),
        (Notice(Recipient(RecipientKind.OPERATOR), NoticeKind.QUOTA_SHORT), True, True, True),
    ],
)
def test_niceties_go_first_and_urgent_matters_never(
    notice: Notice, ample: bool, short: bool, out: bool
) -> None:
    assert [worth_sending(notice, stands) for stands in Supply] == [ample, short, out]
