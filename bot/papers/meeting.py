"""A closed meeting's papers: minutes (纪要) and assignment list (交办清单), as those who keep them may read them."""

from collections.abc import Sequence

from bot.papers.job import Job
from config.texts import facts, labels, times
from config.texts import meetings as told
from domain.context import Context
from domain.figures.rate import Rate
from domain.ids import DocketId
from domain.meetings.meeting import MEETINGS, Meeting, MeetingItem, Stage
from domain.papers.kinds import Form
from domain.papers.meetings import AssignmentLine, AssignmentList, Decided, LookedBack, Minutes
from domain.view import TicketView
from domain.vocabulary import UnitKind
from handlers.meetings import counted, seen_by
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def job(docket: DocketId, work: Work, around: Surroundings) -> Job | None:
    """Both papers of a meeting that is over."""
    context = around.context
    meeting = await work.dockets.get(MEETINGS, docket)
    if meeting is None or meeting.stage is not Stage.CLOSED:
        return None
    last = await work.dockets.get(MEETINGS, meeting.last) if meeting.last else None
    views = await seen_by(meeting, None, work, context)
    before = await seen_by(last, None, work, context) if last else {}
    issuer = next((u.name for u in context.directory.units.values() if u.kind is UnitKind.CENTRE), "")
    minutes = Minutes(
        issuer=issuer,
        issued_on=context.today,
        minutes_number=told.batch(meeting),
        batch=told.batch(meeting),
        meeting_on=meeting.on,
        meeting_place=_place(meeting, views, issuer),
        chair=_chair(meeting, views, context),
        present=told.units(_present(meeting, views)),
        situation=(told.statistics(await counted(work), await _rate(work)).splitlines()[0],),
        looked_back=_looked_back(meeting, last, before),
        decided=tuple(_decided(item, views, context) for item in meeting.decided),
        next_steps=tuple(_put_off(meeting.items)),
        sent_to=told.SENT_TO,
    )
    listed = AssignmentList(
        issuer=issuer,
        issued_on=context.today,
        batch=told.batch(meeting),
        meeting_on=meeting.on,
        lines=tuple(_line(item, views, context) for item in meeting.decided),
    )
    return Job(((minutes, (Form.DOCX,)), (listed, (Form.DOCX, Form.XLSX))))


def _place(meeting: Meeting, views: told.Views, issuer: str) -> str:
    """Where nobody said otherwise, at the centre."""
    first = next(iter(views.values()), None)
    return (first.read(meeting.place) if first and meeting.place else "") or issuer


def _chair(meeting: Meeting, views: told.Views, context: Context) -> str:
    person = context.directory.people.get(meeting.chair) if meeting.chair else None
    if person is not None:
        return person.name
    first = next(iter(views.values()), None)
    return (first.read(meeting.chair_words) if first else "") or told.CHAIR


def _present(meeting: Meeting, views: told.Views) -> list[str]:
    """The units that took something on."""
    names: dict[str, None] = {}
    for item in meeting.decided:
        view = views.get(item.ticket)
        if view is not None and item.decision is not None:
            units = (item.decision.lead, *item.decision.assists)
            names |= dict.fromkeys(view.unit_name(unit) for unit in units)
    return list(names)


async def _rate(work: Work) -> Rate:
    rows = await counted(work)
    return Rate(sum(row[2] for row in rows), sum(row[1] for row in rows))


def _problem(view: TicketView | None) -> str:
    if view is None:
        return ""
    return " ".join(part for part in (facts.category(view), facts.place(view)) if part)


def _decided(item: MeetingItem, views: told.Views, context: Context) -> Decided:
    line = _line(item, views, context)
    view = views.get(item.ticket)
    return Decided(
        item.no,
        line.problem,
        line.lead_unit,
        line.leader,
        line.assist_units,
        line.demand,
        line.finish_by,
        view.read(item.pledge) if view else "",
    )


def _line(item: MeetingItem, views: told.Views, context: Context) -> AssignmentLine:
    view, decision = views.get(item.ticket), item.decision
    if view is None or decision is None:
        return AssignmentLine(item.no, "", "", "", "", "", "", "", "")
    return AssignmentLine(
        no=item.no,
        ticket=view.ticket.number,
        problem=_problem(view),
        place=facts.place(view),
        lead_unit=view.unit_name(decision.lead),
        leader=view.person_name(decision.leader or (view.ticket.lead.leader if view.ticket.lead else None)),
        assist_units=told.units([view.unit_name(unit) for unit in decision.assists]),
        demand=facts.demand(view),
        finish_by=told.limit(decision.limit, context.today),
        progress=labels.state(view.ticket.state),
        closed_out=times.day(context.today) if not view.ticket.is_open else "",
    )


def _looked_back(meeting: Meeting, last: Meeting | None, views: told.Views) -> tuple[LookedBack, ...]:
    if last is None:
        return ()
    seen = {one.ticket: one for one in meeting.looked_back}
    found = []
    for item in last.decided:
        view, look = views.get(item.ticket), seen.get(item.ticket)
        lead = view.unit_name(item.decision.lead) if view and item.decision else ""
        state = labels.state(view.ticket.state) if view else ""
        found.append(LookedBack(item.no, _problem(view), lead, state, told.result(look)))
    return tuple(found)


def _put_off(items: Sequence[MeetingItem]) -> list[str]:
    off = [item.no for item in items if item.put_off]
    return [told.again(off)] if off else []
