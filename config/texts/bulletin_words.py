"""The bulletin (通报) worded from counted facts: eight sections, every figure beside the last period's (§13.6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from config.texts import bulletins, facts, figures, labels, times
from domain.calendar_clock import local_date
from domain.figures.centre_figures import CENTRE, CentreFigures
from domain.figures.counts import Figure as Count
from domain.figures.ranking import Ranked
from domain.figures.rate import Rate, change_of, points_between
from domain.figures.rules import FigureRules, RankingStyle
from domain.figures.satisfaction import participation, satisfaction
from domain.figures.unit_figures import UnitFigures
from domain.ids import UnitId
from domain.meetings.meeting import Meeting, MeetingItem
from domain.papers.bulletin import (
    Arrivals,
    BatchFigures,
    Bulletin,
    Chart,
    Figure,
    Group,
    HotMatter,
    Point,
    Share,
    Shortcoming,
    TicketLine,
    TicketList,
    Unfinished,
    UnitLine,
)
from domain.view import TicketView
from domain.vocabulary import Channel, UnitKind

NOTHING = figures.NOTHING
_TOP = 10
_REPORTED_TO = "市委、市政府领导"
_SENT_TO = "市委督查室、市政府督查室、市纪委监委"
_ISSUED_TO = "各乡镇街道，市直有关部门，有关公共服务企业"
_NEXT = (
    "各承办单位对超期未办结事项逐件明确责任领导和完成时间，办结一件、申请销号一件。",
    "对不满意件和发回重办件，主要负责人要亲自过问，先联系群众再答复。",
    "对多人反映的热点问题，牵头单位要从根源上研究解决措施，防止反弹。",
)


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch as it stands: how many were assigned, how many are done, on time."""

    name: str
    assigned: int
    done: int
    on_time: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a bulletin is made of, counted already. `lists`: the tickets behind a figure, by its reference."""

    now: CentreFigures
    before: CentreFigures
    rules: FigureRules
    names: Mapping[UnitId, str]
    categories: Mapping[str, str]
    groups: Mapping[UnitKind, tuple[Ranked, ...]]
    issuer: str
    issued_on: date
    copies: int
    """共印: so many readers get it."""
    batches: tuple[Batch, ...] = ()
    unfinished: tuple[tuple[Meeting, MeetingItem, TicketView], ...] = ()
    crowded: tuple[tuple[TicketView, int], ...] = ()
    lists: Mapping[Count, tuple[TicketView, ...]] = field(default_factory=dict)
    behind: Mapping[UnitId, tuple[str, ...]] = field(default_factory=dict)
    """Numbers of a unit's overdue open tickets."""


LISTED: Mapping[Count, str] = {
    Count.RECEIVED: "1-1",
    Count.ANSWERED_AT_ONCE: "1-2",
    Count.PASSED_ON: "1-3",
    Count.HANDLED: "1-4",
    Count.OVERDUE_OPEN: "1-5",
    Count.DISSATISFIED: "1-6",
    Count.SHEETS: "5-1",
    Count.SENT_BACK: "5-2",
    Count.CLOSED_OUT: "5-3",
    Count.CLOSEOUTS_REFUSED: "5-4",
    Count.SHELVED: "5-5",
    Count.URGENT_CALLS: "6-1",
}
"""Figures that lead to a list of tickets in the annex, and the list's number."""

_TITLES: Mapping[Count, str] = {
    Count.RECEIVED: "受理总量",
    Count.ANSWERED_AT_ONCE: "在线办结",
    Count.PASSED_ON: "转派",
    Count.HANDLED: "办结",
    Count.OVERDUE_OPEN: "超期未办结",
    Count.DISSATISFIED: "不满意",
    Count.SHEETS: "督办单",
    Count.SENT_BACK: "发回重办",
    Count.CLOSED_OUT: "销号",
    Count.CLOSEOUTS_REFUSED: "不予销号",
    Count.SHELVED: "挂账",
    Count.URGENT_CALLS: "紧急事项",
}


def compose(said: Facts) -> Bulletin:
    """The whole paper; its number comes when it is approved."""
    span = bulletins.span(said.now.period)
    return Bulletin(
        issuer=said.issuer,
        issued_on=said.issued_on,
        issue_number="送审稿",
        period=span,
        addressee=_ISSUED_TO,
        opening=f"现将{span}民声受理和办理情况通报如下。",
        overview=_overview(said),
        figures=_figures(said),
        charts=_charts(said),
        natures=_natures(said),
        classes=_classes(said, whole=True),
        top_subjects=_classes(said, whole=False),
        hot_matters=tuple(_hot(view, count) for view, count in said.crowded),
        batch_words=_batch_words(said),
        batches=_batches(said),
        unfinished=tuple(_unfinished(*one) for one in said.unfinished),
        supervision=_supervision(said),
        duty_words=_duty_words(said),
        arrivals=_arrivals(said),
        praised=(),
        unit_shortcomings=_shortcomings(said),
        next_steps=_NEXT,
        formula_note=figures.formula(said.rules.satisfaction),
        groups=_groups(said),
        reported_to=_REPORTED_TO,
        sent_to=_SENT_TO,
        issued_to=_ISSUED_TO,
        printed=str(said.copies),
        ticket_lists=_lists(said),
    )


def _overview(said: Facts) -> tuple[str, ...]:
    now, work = said.now, said.now.work
    channels = "、".join(
        f"{labels.channel(channel)}{now.received[channel]}件"
        for channel in Channel
        if now.received.get(channel)
    )
    received = f"本期共受理群众诉求{now.total_received}件" + (f"，其中{channels}" if channels else "")
    satisfied = satisfaction(now.ratings, said.rules.satisfaction)
    name = figures.satisfaction(said.rules.satisfaction)
    return (
        f"{received}；有效诉求{now.valid}件，在线办结{now.answered_at_once}件，转派{now.passed_on}件。",
        (
            f"单位办结{work.handled}件，在办{work.in_hand}件（含上期结转），其中超期{work.overdue_open}件、挂账{work.shelved}件；"
            f"按时办结率{figures.percent(now.total.on_time_rate)}，{name}{figures.percent(satisfied)}。"
        ),
    )


def _figures(said: Facts) -> tuple[Figure, ...]:
    now, before = said.now, said.before
    rule = said.rules.satisfaction
    return (
        _count("受理总量（件）", now.total_received, before.total_received, Count.RECEIVED),
        _count("有效诉求（件）", now.valid, before.valid),
        _count("在线办结（件）", now.answered_at_once, before.answered_at_once, Count.ANSWERED_AT_ONCE),
        _count("转派（件）", now.passed_on, before.passed_on, Count.PASSED_ON),
        _count("办结（件）", now.work.handled, before.work.handled, Count.HANDLED),
        _count("在办（件）", now.work.in_hand, before.work.in_hand),
        _count("超期未办结（件）", now.work.overdue_open, before.work.overdue_open, Count.OVERDUE_OPEN),
        _count("不满意（件）", now.ratings.dissatisfied, before.ratings.dissatisfied, Count.DISSATISFIED),
        _rate("按时办结率", now.total.on_time_rate, before.total.on_time_rate),
        _rate("办结率", now.total.handled_rate, before.total.handled_rate),
        _rate("解决率", now.total.solved_rate, before.total.solved_rate),
        _rate(
            figures.satisfaction(rule), satisfaction(now.ratings, rule), satisfaction(before.ratings, rule)
        ),
        _rate("参评率", participation(now.ratings), participation(before.ratings)),
    )


def _count(name: str, now: int, before: int, listed: Count | None = None) -> Figure:
    ref = LISTED[listed] if listed is not None and now else ""
    return Figure(name, str(now), str(before), figures.change(change_of(now, before)), ref)


def _rate(name: str, now: Rate, before: Rate) -> Figure:
    change = figures.points(points_between(now, before))
    return Figure(name, figures.percent(now), figures.percent(before), change)


def _charts(said: Facts) -> tuple[Chart, ...]:
    channels = tuple(
        Point(labels.channel(channel), said.now.received[channel])
        for channel in Channel
        if said.now.received.get(channel)
    )
    subjects = tuple(Point(one.name, float(one.value)) for one in _classes(said, whole=False))
    found = (("受理渠道", channels), ("突出问题", subjects))
    return tuple(Chart(title, "件", points) for title, points in found if len(points) > 1)


def _natures(said: Facts) -> tuple[Share, ...]:
    now, before, total = said.now.natures, said.before.natures, said.now.total_received
    rows = sorted(now.items(), key=lambda one: -one[1])
    return tuple(
        _share(labels.nature(nature) if nature else "未分类", many, before.get(nature, 0), total)
        for nature, many in rows
    )


def _classes(said: Facts, *, whole: bool) -> tuple[Share, ...]:
    """By first level of the catalogue, or the single classes with most."""
    now = said.now.categories if not whole else _first_level(said.now.categories)
    before = said.before.categories if not whole else _first_level(said.before.categories)
    rows = sorted(((code, many) for code, many in now.items() if code), key=lambda one: (-one[1], one[0]))
    return tuple(
        _share(said.categories.get(code, code), many, before.get(code, 0), said.now.total_received)
        for code, many in rows[: None if whole else _TOP]
    )


_LEVEL = 2
"""Letters of a code that name its first level."""


def _first_level(categories: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, many in categories.items():
        found[code[:_LEVEL]] = found.get(code[:_LEVEL], 0) + many
    return found


def _share(name: str, many: int, before: int, total: int) -> Share:
    return Share(name, str(many), figures.percent(Rate(many, total)), figures.change(change_of(many, before)))


def _hot(view: TicketView, count: int) -> HotMatter:
    return HotMatter(
        facts.place(view) or NOTHING,
        facts.category(view) or NOTHING,
        str(count),
        labels.state(view.ticket.state),
        facts.lead(view) or NOTHING,
    )


def _batch_words(said: Facts) -> tuple[str, ...]:
    if not said.batches:
        return ("本期未召开调度会。",)
    assigned, done = sum(b.assigned for b in said.batches), sum(b.done for b in said.batches)
    percent = figures.percent(Rate(done, assigned))
    return (
        f"累计{len(said.batches)}批，交办{assigned}件，办结{done}件，未办结{assigned - done}件，办结率{percent}。",
    )


def _batches(said: Facts) -> tuple[BatchFigures, ...]:
    if not said.batches:
        return ()
    every = Batch(
        "累计",
        sum(b.assigned for b in said.batches),
        sum(b.done for b in said.batches),
        sum(b.on_time for b in said.batches),
    )
    return tuple(_batch(one) for one in (*said.batches[:3], every))


def _batch(one: Batch) -> BatchFigures:
    return BatchFigures(
        one.name,
        str(one.assigned),
        str(one.done),
        str(one.on_time),
        str(one.assigned - one.done),
        figures.percent(Rate(one.done, one.assigned)),
    )


def _unfinished(meeting: Meeting, item: MeetingItem, view: TicketView) -> Unfinished:
    decision = item.decision
    due = decision.limit.on if decision else None
    return Unfinished(
        f"第{meeting.batch}批第{item.no}号",
        facts.category(view) or NOTHING,
        view.unit_name(decision.lead) if decision else NOTHING,
        view.person_name(decision.leader) if decision and decision.leader else NOTHING,
        times.day(due) if due else NOTHING,
        labels.state(view.ticket.state),
    )


def _supervision(said: Facts) -> tuple[Figure, ...]:
    now, before = said.now.total.doings, said.before.total.doings
    return (
        _count("发出督办单（件）", now.sheets, before.sheets, Count.SHEETS),
        _count("发回重办（件）", now.sent_back, before.sent_back, Count.SENT_BACK),
        _count("销号（件）", now.closed_out, before.closed_out, Count.CLOSED_OUT),
        _count("不予销号（件）", now.closeouts_refused, before.closeouts_refused, Count.CLOSEOUTS_REFUSED),
        _count("挂账（件）", said.now.work.shelved, said.before.work.shelved, Count.SHELVED),
    )


def _duty_words(said: Facts) -> tuple[str, ...]:
    work = said.now.work
    if not work.urgent_calls:
        return ("本期没有紧急事项。",)
    return (
        (
            f"紧急事项{work.urgent_calls}件，按时到场{work.arrived_on_time}件，迟到{work.arrived_late}件，"
            f"未到场{work.arrival_missed}件，到场及时率{figures.percent(said.now.total.arrival_rate)}。"
        ),
    )


def _of_units(said: Facts) -> Iterable[UnitFigures]:
    return (one for one in said.now.units if one.unit != CENTRE and one.unit in said.names)


def _arrivals(said: Facts) -> tuple[Arrivals, ...]:
    return tuple(
        Arrivals(
            said.names[one.unit],
            str(one.work.urgent_calls),
            str(one.work.arrived_on_time),
            str(one.work.arrival_missed),
            figures.percent(one.arrival_rate),
            LISTED[Count.URGENT_CALLS],
        )
        for one in _of_units(said)
        if one.work.urgent_calls
    )


def _shortcomings(said: Facts) -> tuple[Shortcoming, ...]:
    """Named by unit, with ticket numbers, without anything of a citizen. An honest "not finished" is no fault (R33)."""
    return tuple(
        Shortcoming(said.names[one.unit], told, "\n".join(said.behind.get(one.unit, ())))
        for one in _of_units(said)
        if (told := _wrong(one))
    )


def _wrong(one: UnitFigures) -> str:
    parts = (
        (one.work.overdue_open, "超期未办结{}件"),
        (one.doings.closeouts_refused, "不予销号{}件"),
        (one.doings.false_closings, "回头看未到位{}件"),
        (one.doings.returns_refused, "退单不成立{}件"),
        (one.work.arrival_missed, "紧急事项未到场{}件"),
    )
    return "，".join(words.format(many) for many, words in parts if many)


def _groups(said: Facts) -> tuple[Group, ...]:
    return tuple(_group(kind, those, said) for kind, those in said.groups.items() if those)


def _group(kind: UnitKind, those: Sequence[Ranked], said: Facts) -> Group:
    notes = [figures.formula(said.rules.satisfaction)]
    small = [said.names[one.unit] for one in those if one.small_sample]
    if small:
        notes.append(f"样本不足（少于{said.rules.smallest_sample}件）不评：{'、'.join(small)}")
    excluded = sum(one.figures.ratings.excluded for one in those)
    if excluded:
        notes.append(f"认定不合理诉求{excluded}件，已从满意率剔除")
    lines = those if said.rules.ranking is not RankingStyle.OFF else sorted(those, key=lambda one: one.unit)
    return Group(figures.group(kind), tuple(_line(one, said) for one in lines), "；".join(notes))


def _line(one: Ranked, said: Facts) -> UnitLine:
    found, style = one.figures, said.rules.ranking
    rank = NOTHING
    if style is RankingStyle.FULL and one.rank is not None:
        rank = str(one.rank)
    elif style is RankingStyle.TIERS and one.grade is not None:
        rank = figures.tier(one.grade)
    shown = one.points is not None and style is RankingStyle.FULL
    return UnitLine(
        rank,
        said.names[one.unit],
        str(found.work.due),
        figures.percent(found.acknowledged_rate),
        figures.percent(found.on_time_rate),
        figures.percent(found.handled_rate),
        figures.percent(found.solved_rate),
        figures.percent(satisfaction(found.ratings, said.rules.satisfaction)),
        str(found.ratings.dissatisfied),
        str(found.doings.sent_back),
        str(found.doings.returns_refused),
        str(found.doings.sheets),
        figures.score(one.points) if shown else NOTHING,
    )


def _lists(said: Facts) -> tuple[TicketList, ...]:
    return tuple(
        TicketList(LISTED[count], _TITLES[count], tuple(_ticket(view) for view in views))
        for count, views in said.lists.items()
        if views
    )


def _ticket(view: TicketView) -> TicketLine:
    ticket = view.ticket
    rating = ticket.ratings[-1].rating if ticket.ratings else None
    return TicketLine(
        ticket.number,
        times.day(local_date(ticket.received_at)),
        facts.category(view) or NOTHING,
        facts.place(view) or NOTHING,
        facts.lead(view) or NOTHING,
        labels.state(ticket.state),
        facts.due(view) or NOTHING,
        times.day(local_date(ticket.handled_at)) if ticket.handled_at else NOTHING,
        labels.rating(rating) if rating else NOTHING,
    )
