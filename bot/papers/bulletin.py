"""A bulletin's papers: counted and composed for the draft; for the approved edition the frozen content, with its number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.papers.job import Job
from config.texts import bulletin_words as words
from config.texts import bulletins as told
from config.texts import meetings
from domain.bulletins.bulletin import BULLETINS, Bulletin, Stage
from domain.context import Context
from domain.figures.behind import FigureWish
from domain.figures.centre_figures import CENTRE
from domain.figures.counts import Figure
from domain.figures.period import Period, PeriodKind, period_before
from domain.figures.ranking import in_groups
from domain.ids import DocketId, UnitId
from domain.meetings.meeting import MEETINGS, Meeting, MeetingItem, MeetingKind
from domain.meetings.meeting import Stage as MeetingStage
from domain.papers import bulletin as papers
from domain.papers.kinds import Form
from domain.ticket import Ticket
from domain.view import TicketView
from domain.vocabulary import UnitKind
from handlers.bulletins import readers
from handlers.ports import Work
from handlers.surroundings import Surroundings
from handlers.views import views_of
from store.codec import Codec

FORMS = (Form.DOCX, Form.XLSX)
MANY_PEOPLE = 5
"""So many persons make a matter hot (§13.6)."""
_HOT, _LISTED, _BATCHES = 10, 200, 1_000
_REACH = timedelta(days=60)

CODEC: Codec[papers.Bulletin] = Codec(papers.Bulletin)
"""What was approved is printed from this text, not from figures that have moved since."""


async def job(docket: DocketId, work: Work, around: Surroundings) -> Job | None:
    """What is to be printed of the bulletin now; None: nothing any more."""
    bulletin = await work.dockets.get(BULLETINS, docket)
    if bulletin is None or bulletin.stage in {Stage.DRAFTED, Stage.ISSUED}:
        return None
    if bulletin.stage is Stage.APPROVED and bulletin.content is not None:
        frozen = (await work.words.open([bulletin.content]))[bulletin.content.ref]
        paper = replace(
            CODEC.decode(frozen),
            issue_number=told.number(bulletin),
            issued_on=around.context.today,
        )
        return Job(((paper, FORMS),), frozen)
    paper = words.compose(await _facts(bulletin, work, around.context))
    return Job(((paper, FORMS),), CODEC.encode(paper))


async def _facts(bulletin: Bulletin, work: Work, context: Context) -> words.Facts:
    period = bulletin.period
    now = await work.figures.centre(period, context.now)
    before = await work.figures.centre(_before(period, context), context.now)
    directory = context.directory
    centre = next((u.name for u in directory.units.values() if u.kind is UnitKind.CENTRE), "")
    held = [
        meeting
        for meeting in await work.dockets.latest(MEETINGS, _BATCHES)
        if meeting.kind is MeetingKind.DISPATCH and meeting.stage is not MeetingStage.PREPARED
    ]
    return words.Facts(
        now=now,
        before=before,
        rules=context.policy.figures,
        names={unit.id: unit.name for unit in directory.units.values()},
        categories=_class_names(context),
        groups=in_groups(period, now.units, directory.units.values(), context.policy.figures),
        issuer=centre,
        issued_on=context.today,
        copies=len(readers(context)),
        batches=tuple([await _batch(meeting, work) for meeting in held]),
        unfinished=await _unfinished(held[:2], work, context),
        crowded=await _crowded(period, work, context),
        lists=await _lists(period, work, context),
        behind=await _behind(period, [one.unit for one in now.units], work, context),
    )


def _before(period: Period, context: Context) -> Period:
    """The last period; between meetings the days as the calendar has them."""
    if period.kind is not PeriodKind.MEETING:
        return period_before(period)
    return period_before(period, meeting_days(period.first - _REACH, period.last, context))


def meeting_days(first: date, last: date, context: Context) -> tuple[date, ...]:
    """Every meeting day from the one after `first` to the first one after `last`."""
    days = [context.calendar.next_meeting(first, context.policy.meeting_days)]
    while days[-1] <= last:
        days.append(context.calendar.next_meeting(days[-1], context.policy.meeting_days))
    return tuple(days)


def _class_names(context: Context) -> dict[str, str]:
    """Names of classes, and of the kinds their first letters stand for."""
    found = {code: category.name for code, category in context.policy.categories.items()}
    kinds = {code: kind.name for kind in context.policy.kinds for code in kind.categories}
    return {**kinds, **found}


async def _batch(meeting: Meeting, work: Work) -> words.Batch:
    tickets = await work.tickets.many([item.ticket for item in meeting.decided])
    done = [ticket for ticket in tickets if not ticket.is_open and ticket.closed_at]
    on_time = [ticket for ticket in done if _in_time(ticket)]
    return words.Batch(meetings.batch(meeting), len(meeting.decided), len(done), len(on_time))


def _in_time(ticket: Ticket) -> bool:
    handled = ticket.handled_at or ticket.closed_at
    return ticket.limit is not None and handled is not None and handled <= ticket.limit.due_at


async def _unfinished(
    held: Sequence[Meeting], work: Work, context: Context
) -> tuple[tuple[Meeting, MeetingItem, TicketView], ...]:
    found = []
    for meeting in held:
        tickets = await work.tickets.many([item.ticket for item in meeting.decided])
        seen = await _for_everybody([ticket for ticket in tickets if ticket.is_open], work, context)
        views = {view.ticket.id: view for view in seen}
        found += [(meeting, item, views[item.ticket]) for item in meeting.decided if item.ticket in views]
    return tuple(found)


async def _crowded(period: Period, work: Work, context: Context) -> tuple[tuple[TicketView, int], ...]:
    tickets = await work.tickets.crowded(period.since, period.until, MANY_PEOPLE, _HOT)
    views = await _for_everybody(tickets, work, context)
    return tuple((view, len(view.ticket.appellants)) for view in views)


async def _lists(period: Period, work: Work, context: Context) -> dict[Figure, tuple[TicketView, ...]]:
    found = {}
    for figure in words.LISTED:
        behind = await work.figures.behind(FigureWish(figure, period, limit=_LISTED), context.now)
        tickets = await work.tickets.many([one.ticket for one in behind])
        ordered = sorted(tickets, key=lambda ticket: ticket.id)
        found[figure] = tuple(await _for_everybody(ordered, work, context))
    return found


async def _behind(
    period: Period, units: Sequence[UnitId], work: Work, context: Context
) -> dict[UnitId, tuple[str, ...]]:
    found = {}
    for unit in units:
        if unit != CENTRE:
            wish = FigureWish(Figure.OVERDUE_OPEN, period, unit, limit=_HOT)
            late = await work.figures.behind(wish, context.now)
            found[unit] = tuple(one.number for one in late)
    return found


async def _for_everybody(tickets: Sequence[Ticket], work: Work, context: Context) -> list[TicketView]:
    """As a group may see them: nothing of a citizen."""
    return await views_of(tickets, work, context, None)
