"""Answers of /统计 and /排名: a period's figures in the size of a chat message, the formula's name under them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from config.texts import figures as words
from config.texts import labels, times
from domain.calendar_clock import local_date
from domain.figures.centre_figures import CentreFigures, DayFigures
from domain.figures.period import Period, PeriodKind
from domain.figures.ranking import Ranked
from domain.figures.rate import Rate, change_of, points_between
from domain.figures.rules import FigureRules, RankingStyle
from domain.figures.satisfaction import Ratings, satisfaction, solved_rate
from domain.figures.score import ScoreGrade
from domain.figures.unit_figures import UnitFigures
from domain.ids import UnitId
from domain.vocabulary import Channel, UnitKind

SHOWN_OF_A_GROUP = 5


@dataclass(frozen=True, slots=True)
class Around:
    """What every answer needs besides its figures. `left`: tickets of before an upgrade still to be counted."""

    rules: FigureRules
    now: datetime
    left: int


RANKING_OFF = "本中心不作单位排名（政策 figures.ranking 设为“不排名”）。看单位数据请发：/统计 本期 单位"
NOT_BEGUN = "这一期还没有开始，请换一个日期，例如：/统计 本月"
ONLY_OWN_UNIT = "您只能查看本单位的统计。"
NO_RANKING_FOR_YOU = "排名只供中心、督查机构和各单位负责人查看。看本单位数据请发：/统计 本期"


def unknown_words(word: str, example: str) -> str:
    """A word that is neither period, unit nor group."""
    return f"没有看懂“{word}”，请写期间和单位。例：{example}"


def day(found: DayFigures, around: Around) -> str:
    """One day's figures."""
    lines = [
        f"【统计】{_when(found.period, around.now)}",
        _received(found.received),
        f"在线办结 {found.answered_at_once}，转派 {found.passed_on}，不予受理 {found.declined}",
        f"单位办结 {found.handled}（按时 {found.handled_on_time}），结案 {found.closed}",
    ]
    if found.urgent_calls:
        lines.append(f"紧急事项 {found.urgent_calls}，按时到场 {found.arrived_on_time}")
    if found.sheets or found.sent_back:
        lines.append(f"督办 {found.sheets}，发回重办 {found.sent_back}")
    return "\n".join((*lines, *_ratings(found.ratings, around.rules), *_notes(around)))


def centre(found: CentreFigures, before: CentreFigures | None, around: Around) -> str:
    """The centre's figures of a longer period; with the change on the last one where both are over."""
    work = found.work
    lines = [
        f"【统计】{_when(found.period, around.now)}",
        _received(found.received) + _change(found.total_received, before.total_received if before else None),
        f"受理有效事项 {found.valid}：在线办结 {found.answered_at_once}，转派 {found.passed_on}；不予受理 {found.declined}",
        *_work(found.total, before.total if before else None),
    ]
    doings = found.total.doings
    lines.append(
        f"督办 {doings.sheets}，发回重办 {doings.sent_back}，不予销号 {doings.closeouts_refused}，挂账 {work.shelved}"
    )
    if work.urgent_calls:
        lines.append(f"紧急事项 {work.urgent_calls}，到场及时率 {words.percent(found.total.arrival_rate)}")
    compared = ["环比：与上期相比"] if before else []
    return "\n".join(
        (
            *lines,
            *_ratings(found.ratings, around.rules, before.ratings if before else None),
            *_notes(around),
            *compared,
        )
    )


def unit(name: str, found: UnitFigures, around: Around) -> str:
    """One unit's figures."""
    work, doings = found.work, found.doings
    lines = [
        f"【统计】{name}，{_when(found.period, around.now)}",
        f"期初在办 {work.open_at_start}，新派 {work.assigned}，发回重办 {work.again}，转出 {work.taken_away}",
        *_work(found, None),
        f"按时签收率 {words.percent(found.acknowledged_rate)}，响应率 {words.percent(found.contact_rate)}",
        f"重办率 {words.percent(found.rework_rate)}，退单率 {words.percent(found.return_rate)}",
        f"督办 {doings.sheets}，退单不成立 {doings.returns_refused}，不予销号 {doings.closeouts_refused}，挂账 {work.shelved}",
    ]
    if work.urgent_calls:
        lines.append(
            f"紧急事项 {work.urgent_calls}，到场及时率 {words.percent(found.arrival_rate)}，未到场 {work.arrival_missed}"
        )
    if found.assisting.load:
        helped = found.assisting
        lines.append(f"协办 {helped.load}，已完成 {helped.handled}，超期 {helped.overdue}")
    return "\n".join((*lines, *_ratings(found.ratings, around.rules), *_notes(around)))


def ranking(
    period: Period,
    groups: Mapping[UnitKind, tuple[Ranked, ...]],
    names: Mapping[UnitId, str],
    around: Around,
) -> str:
    """Every group in its order, or in its tiers; the whole of it where only one was asked for."""
    title = "排名" if around.rules.ranking is RankingStyle.FULL else "分档评价"
    lines = [f"【{title}】{_when(period, around.now)}"]
    for group, those in groups.items():
        lines.append(f"▍{words.group(group)}（{len(those)}个单位）")
        lines += _group(those, names, around.rules, whole=len(groups) == 1)
        if len(groups) > 1 and len(those) > SHOWN_OF_A_GROUP and around.rules.ranking is RankingStyle.FULL:
            lines.append(f"看全部：/排名 {words.group(group)}")
    return "\n".join((*lines, *_notes(around)))


def _group(
    those: tuple[Ranked, ...], names: Mapping[UnitId, str], rules: FigureRules, *, whole: bool
) -> Iterable[str]:
    placed = [one for one in those if one.rank is not None]
    if rules.ranking is RankingStyle.FULL:
        yield from (_ranked(one, names) for one in (placed if whole else placed[:SHOWN_OF_A_GROUP]))
    else:
        for grade in ScoreGrade:
            members = sorted(names[one.unit] for one in placed if one.grade is grade)
            if members:
                yield f"{words.tier(grade)}：{'、'.join(members)}"
    small = [f"{names[one.unit]}{one.figures.work.due}件" for one in those if one.small_sample]
    if small:
        yield f"样本不足（少于{rules.smallest_sample}件，不评）：{'、'.join(small)}"
    silent = [names[one.unit] for one in those if one.rank is None and not one.small_sample]
    if silent:
        yield f"无得分：{'、'.join(silent)}"


def _ranked(one: Ranked, names: Mapping[UnitId, str]) -> str:
    grade = f" {words.tier(one.grade)}" if one.grade else ""
    line = f"{one.rank}. {names[one.unit]} {words.score(one.points)}{grade}，按时办结率 {words.percent(one.figures.on_time_rate)}"
    excluded = one.figures.ratings.excluded
    if excluded:
        line += f"（剔除不合理诉求{excluded}件，未剔除{words.score(one.raw_points)}）"
    return line


def _when(period: Period, now: datetime) -> str:
    shown = words.period(period)
    if now >= period.until:
        return shown
    day = "" if period.kind is PeriodKind.DAY else times.day(local_date(now))
    return f"{shown}（截至{day}{times.clock(now)}）"


def _received(by_channel: Mapping[Channel, int]) -> str:
    total = sum(by_channel.values())
    parts = [
        f"{labels.channel(channel)} {by_channel[channel]}" for channel in Channel if by_channel.get(channel)
    ]
    return f"受理诉求 {total}" + (f"：{'，'.join(parts)}" if len(parts) > 1 else "")


def _change(now: int, before: int | None) -> str:
    return "" if before is None else f"（环比 {words.change(change_of(now, before))}）"


def _points(now: Rate, before: Rate | None) -> str:
    return "" if before is None else f"（环比 {words.points(points_between(now, before))}）"


def _work(found: UnitFigures, before: UnitFigures | None) -> Iterable[str]:
    work = found.work
    yield f"应办 {work.due}，办结 {work.handled}，在办 {work.in_hand}，其中超期 {work.overdue_open}"
    yield (
        f"办结率 {words.percent(found.handled_rate)}{_points(found.handled_rate, before.handled_rate if before else None)}，"
        f"按时办结率 {words.percent(found.on_time_rate)}{_points(found.on_time_rate, before.on_time_rate if before else None)}"
    )


def _ratings(ratings: Ratings, rules: FigureRules, before: Ratings | None = None) -> Iterable[str]:
    yield (
        f"回访：满意 {ratings.satisfied}，基本满意 {ratings.basically}，"
        f"不予评价 {ratings.no_rating}，不满意 {ratings.dissatisfied}"
    )
    now = satisfaction(ratings, rules.satisfaction)
    then = satisfaction(before, rules.satisfaction) if before else None
    yield (
        f"{words.satisfaction(rules.satisfaction)} {words.percent(now)}{_points(now, then)}，"
        f"解决率 {words.percent(solved_rate(ratings))}"
    )
    if ratings.excluded:
        raw = words.percent(satisfaction(ratings.raw, rules.satisfaction))
        yield f"剔除不合理诉求 {ratings.excluded} 件，未剔除时 {raw}"


def _notes(around: Around) -> Iterable[str]:
    yield f"注：{words.formula(around.rules.satisfaction)}"
    if around.left:
        yield f"系统升级后还有 {around.left} 件历史工单正在补算，数据可能偏少，请稍后再看。"
