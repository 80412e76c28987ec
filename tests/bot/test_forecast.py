"""`duban quota forecast`: the model matters still go through the real program, and what they cost is counted by kind."""

from pathlib import Path

import pytest

from adapters.dingtalk import calls
from adapters.dingtalk.calls import Call
from bot.cli.quota import told
from bot.forecasting.measuring import KINDS, measure
from domain.economy import Budget
from domain.forecasting import ALLOWS, NOT_CALLS, Edition, Matter, Spend, Volume, forecast

WITHIN = {
    Matter.ANSWERED: range(1, 4),
    Matter.ORDINARY: range(8, 40),
    Matter.LATE: range(20, 90),
    Matter.URGENT: range(8, 45),
    Matter.LISTED: range(20, 90),
}
"""Counted calls a matter may cost: far enough from today's figures for other words, near enough to notice another behaviour."""


@pytest.mark.parametrize("matter", Matter)
async def test_a_model_matter_costs_about_what_was_said(matter: Matter) -> None:
    costs = await measure(matter, None)

    assert sum(count for kind, count in costs.items() if kind not in NOT_CALLS) in WITHIN[matter]
    assert Spend.OTHER not in costs
    assert costs[Spend.PUSHES] > 0
    assert costs[Spend.SESSION_REPLIES] > 0
    if matter is Matter.LISTED:
        assert costs[Spend.DOWNLOADS] == 3
        assert costs[Spend.GROUP_NEWS] > 0


def test_every_counted_call_has_a_kind() -> None:
    counted = {one.name for one in vars(calls).values() if isinstance(one, Call) and one.counted}

    assert counted == set(KINDS)


def test_the_words_say_whether_it_fits_and_what_goes_first() -> None:
    costs = {matter: {Spend.NOTICES: 2, Spend.GROUP_NEWS: 1, Spend.PUSHES: 1} for matter in Matter}
    volume = Volume(30, 0)

    small = "\n".join(told(forecast(volume, Budget(2_000, 3_000), costs), Edition.STANDARD, costs))
    large = "\n".join(
        told(forecast(volume, ALLOWS[Edition.PROFESSIONAL], costs), Edition.PROFESSIONAL, costs)
    )

    assert "在线答复：每月 630 件，每件接口 3 次、推送 1 次" in small
    assert "合计接口 2703 次（额度的 135%），推送 901 次（额度的 30%）" in small
    assert "停发后接口够用" in small
    assert "督办群动态（省 901 次）" in small
    assert "大约可供每天 22 件；按每天 30 件建议标准版" in small
    assert "额度够用。" in large


def test_the_stories_are_in_the_package() -> None:
    stories = Path(__file__).parents[2] / "bot" / "forecasting" / "stories"

    assert {file.stem for file in stories.glob("*.yaml")} == {matter.value for matter in Matter}
