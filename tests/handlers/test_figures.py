"""/统计 and /排名: what people are told, and who is told what."""

from dataclasses import replace

import pytest

from domain.figures.rules import FigureRules, RankingStyle
from domain.figures.satisfaction import Satisfaction
from domain.vocabulary import Office
from tests.handlers.house import House
from tests.world import WORLD

RESULT = "7月6日现场检查，已责令商户22点后停止播放，并电话告知诉求人，持续巡查"


def choosing(house: House, **rules: object) -> House:
    """The same house under other figure rules."""
    figures = replace(FigureRules(), **rules)  # type: ignore[arg-type]  # fields of the rules
    house.world = replace(WORLD, policy=replace(WORLD.policy, figures=figures))
    return house


async def dealt_with(house: House, rating: str = "1") -> None:
    ticket = await house.dispatched()
    await house.says("transport-liaison", f"/办结 {ticket.number} {RESULT}")
    await house.says("dispatcher", f"/审核 {ticket.number} 通过")
    await house.texts(rating)


async def test_today_unless_said_otherwise(house: House) -> None:
    await dealt_with(house)
    await house.texts("东湖路口的红绿灯坏了", phone="13800003333")

    told = await house.says("head", "/统计")

    assert "【统计】2019年7月5日（截至09:41）" in told
    assert "受理诉求 2" in told
    assert "转派 1" in told
    assert "单位办结 1（按时 1），结案 1" in told
    assert "满意率 100.00%" in told
    assert "满意率＝（满意＋基本满意）÷（满意＋基本满意＋不满意）" in told


async def test_what_the_caller_heard_about_the_solution_counts(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("transport-liaison", f"/办结 {ticket.number} {RESULT}")
    await house.says("dispatcher", f"/审核 {ticket.number} 通过")

    await house.says("caller", f"/回访 {ticket.number} 基本满意 未解决")

    assert "满意率 100.00%，解决率 0.00%" in await house.says("head", "/统计")


async def test_a_day_without_ratings_shows_no_rate(house: House) -> None:
    told = await house.says("head", "/统计 昨天")

    assert "满意率 —" in told
    assert "0.00%" not in told


async def test_a_month_of_one_unit(house: House) -> None:
    await dealt_with(house)

    told = await house.says("supervisor", "/统计 2019年7月 交通局")

    assert "交通局，2019年7月（截至7月5日09:41）" in told
    assert "应办 1，办结 1，在办 0，其中超期 0" in told
    assert "按时办结率 100.00%" in told


async def test_the_formula_chosen_is_the_one_printed(house: House) -> None:
    await dealt_with(choosing(house, satisfaction=Satisfaction.ALL_CALLED), "3")

    told = await house.says("head", "/统计 今天")

    assert "满意率（全口径） 0.00%" in told
    assert "满意率（全口径）＝（满意＋基本满意）÷全部回访件" in told


async def test_change_on_the_last_month_once_both_are_over(house: House) -> None:
    await dealt_with(house)
    house.clock("2019-08-05 09:30")

    told = await house.says("head", "/统计 上月")

    assert "【统计】2019年7月\n" in told
    assert "受理诉求 1（环比 —）" in told
    assert "按时办结率 100.00%（环比 —）" in told


async def test_people_of_a_unit_see_their_own(house: House) -> None:
    await dealt_with(house)

    own = await house.says("transport-leader", "/统计 本月")
    other = await house.says("transport-leader", "/统计 本月 水务局")

    assert "交通局" in own
    assert other == "您只能查看本单位的统计。"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/统计 2019年8月", "还没有开始"),
        ("/统计 2019年13月", "没有看懂“2019年13月”"),
        ("/统计 天气", "没有看懂“天气”"),
        ("/排名 本月 县直", "没有看懂“县直”"),
    ],
)
async def test_what_cannot_be_read_is_asked_again(house: House, words: str, answer: str) -> None:
    told = await house.says("head", words)

    assert answer in told
    assert "例" in told


async def test_tiers_and_a_small_sample(house: House) -> None:
    for _ in range(5):
        await dealt_with(house)
        house.later(minutes=15)

    told = await house.says("head", "/排名 本月 市直部门")

    assert "【分档评价】2019年7月" in told
    assert "▍市直部门（4个单位）" in told
    assert "优秀：交通局" in told
    assert "样本不足（少于5件，不评）：" in told
    assert "水务局0件" in told


async def test_ranks_where_the_centre_ranks(house: House) -> None:
    await dealt_with(choosing(house, ranking=RankingStyle.FULL, smallest_sample=1))

    told = await house.says("head", "/排名 本月")

    assert "【排名】2019年7月" in told
    assert "1. 交通局 100.00分 优秀，按时办结率 100.00%" in told
    assert told.index("▍乡镇街道") < told.index("▍市直部门") < told.index("▍公共服务企业")


async def test_no_ranking_where_the_centre_wants_none(house: House) -> None:
    told = await choosing(house, ranking=RankingStyle.OFF).says("head", "/排名")

    assert told.startswith("本中心不作单位排名")


async def test_who_may_not_see_the_ranking_is_told_what_they_may(house: House) -> None:
    told = await house.says("transport-liaison", "/排名")
    allowed = await choosing(house, ranking_seen_by=frozenset({Office.LIAISON})).says(
        "transport-liaison", "/排名"
    )

    assert told.startswith("排名只供")
    assert allowed.startswith("【分档评价】")
