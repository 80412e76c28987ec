"""Dispatch meetings (逢6调度会): what they are made of, in one transaction, and what their own timers do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from config.texts import meetings as told
from domain.actor import SYSTEM, Actor
from domain.context import Context
from domain.ids import DocketId, Sealed
from domain.listing import ListWish
from domain.meetings import agenda
from domain.meetings.deciding import KEEPERS, No, Outcome, Plan, left_over, prepare
from domain.meetings.meeting import DAY, MEETINGS, NEXT, Meeting, MeetingKind, Proposal, Stage
from domain.notices import Recipient, RecipientKind
from domain.people import Person
from handlers.dockets import keep_docket, tell
from handlers.ports import Work
from handlers.surroundings import Surroundings
from handlers.views import sealed_in, views_of

_LOOKED_AT = 2_000
"""So many candidates at most are weighed for one agenda."""


async def carry_on(
    meeting: Meeting | None, outcome: Outcome, by: Actor, work: Work, context: Context
) -> Meeting | No:
    """Keep what was decided about a meeting: it as it then stands, or why not."""
    if isinstance(outcome, No):
        return outcome
    return await keep_docket(MEETINGS, meeting, outcome, by, work=work, context=context)


async def current(work: Work, kind: MeetingKind = MeetingKind.DISPATCH) -> Meeting | None:
    """The meeting of that kind that is not over; the one on comes before one in preparation."""
    found = [one for one in await work.dockets.open_ones(MEETINGS) if one.kind is kind]
    opened = [one for one in found if one.stage is Stage.OPEN]
    return next(iter(opened or found), None)


async def last_held(work: Work) -> Meeting | None:
    """The last dispatch meeting that is over."""
    for one in await work.dockets.latest(MEETINGS, 20):
        if one.kind is MeetingKind.DISPATCH and one.stage is Stage.CLOSED:
            return one
    return None


async def begun(
    on: date | None, kind: MeetingKind, place: Sealed | None, by: Actor, *, work: Work, context: Context
) -> Meeting | No:
    """拟定议程: the next meeting with its batch number and the list the rules propose."""
    last = await last_held(work)
    day = on or context.calendar.next_meeting(_after(last, context), context.policy.meeting_days)
    proposed = await proposals(day, last, work, context) if kind is MeetingKind.DISPATCH else ()
    waiting = await work.dockets.open_ones(MEETINGS)
    plan = Plan(DocketId(work.ids.new()), "", kind, day, proposed, last.id if last else None, place)
    refused = prepare(plan, waiting, context)
    if isinstance(refused, No):
        return refused
    # The number is taken only when the meeting comes to be: batches have no gap.
    numbered = replace(plan, batch=await _batch(kind, work, context))
    return await carry_on(None, prepare(numbered, waiting, context), by, work, context)


def _after(last: Meeting | None, context: Context) -> date:
    """The next meeting is later than the last one, and not before today."""
    yesterday = date.fromordinal(context.today.toordinal() - 1)
    return max(last.on, yesterday) if last else yesterday


async def _batch(kind: MeetingKind, work: Work, context: Context) -> str:
    if kind is MeetingKind.SITE_OFFICE:
        return f"{told.SITE_OFFICE}{await work.formal_number('site_office')}"
    return str(await work.formal_number("batch") + context.policy.first_batch - 1)


async def proposals(on: date, last: Meeting | None, work: Work, context: Context) -> tuple[Proposal, ...]:
    """What the rules put before a meeting, weightiest first (§11)."""
    late = ListWish(overdue_at=agenda.overdue_until(context), limit=context.policy.agenda_at_most)
    candidates = {
        ticket.id: ticket
        for ticket in (*await work.tickets.weighty(_LOOKED_AT), *await work.tickets.listed(late))
    }
    found = {
        ticket.id: Proposal(ticket.id, why)
        for ticket in candidates.values()
        if (why := agenda.reasons(ticket, on, context))
    }
    for one in left_over(last):
        known = found.get(one.ticket)
        if known is not None:
            found[one.ticket] = Proposal(one.ticket, (*known.why, *one.why))
        elif (ticket := await work.tickets.get(one.ticket)) is not None and ticket.is_open:
            found[one.ticket] = one
    return agenda.ordered(found.values(), context.policy.agenda_at_most)


async def seen_by(meeting: Meeting, viewer: Person | None, work: Work, context: Context) -> told.Views:
    """The matters of a meeting readable for one pair of eyes, with what was said about them there."""
    tickets = await work.tickets.many([item.ticket for item in meeting.items])
    words = await work.words.open(tuple(sealed_in(meeting)))
    views = await views_of(tickets, work, context, viewer.id if viewer else None)
    return {view.ticket.id: replace(view, words={**view.words, **words}) for view in views}


async def moment(docket: DocketId, step: str, due_at: datetime, work: Work, around: Surroundings) -> None:
    """A meeting's own timers: its morning, and the agenda of the next."""
    context = around.context
    meeting = await work.dockets.get(MEETINGS, docket)
    if meeting is None:
        return
    if step == NEXT and await current(work) is None:
        following = await begun(None, MeetingKind.DISPATCH, None, SYSTEM, work=work, context=context)
        if isinstance(following, Meeting):
            await _tell_keepers_agenda(following, work, context)
    elif step.startswith(DAY) and meeting.stage is Stage.PREPARED and meeting.on == context.today:
        words = told.today_is_the_day(meeting, context.today)
        await _tell_all(keepers(context), words, f"meeting:{meeting.batch}:{due_at:%Y%m%d}", work, context)


async def _tell_keepers_agenda(meeting: Meeting, work: Work, context: Context) -> None:
    for person in keepers(context):
        views = await seen_by(meeting, person, work, context)
        words = told.prepared(meeting, views, context.today, context.calendar)
        await _tell_all([person], words, f"agenda:{meeting.batch}", work, context)


async def _tell_all(people: Sequence[Person], words: str, key: str, work: Work, context: Context) -> None:
    for person in people:
        to = Recipient(RecipientKind.PERSON, person=person.id)
        await tell(to, told.TITLE, words, key=f"{key}:{person.id}", work=work, context=context)


def keepers(context: Context) -> tuple[Person, ...]:
    """Who keeps the list and the minutes, each once."""
    found = {
        person.id: person
        for office in sorted(KEEPERS)
        for person in context.directory.holders(office, context.today)
    }
    return tuple(found.values())


async def counted(work: Work) -> list[tuple[str, int, int]]:
    """Per batch, newest first: how many matters were assigned, and how many of them have ended well (办结)."""
    rows = []
    for meeting in await work.dockets.latest(MEETINGS, 1_000):
        if meeting.kind is MeetingKind.DISPATCH and meeting.stage is not Stage.PREPARED:
            assigned = [item.ticket for item in meeting.decided]
            ended = await work.tickets.closed_among(assigned)
            rows.append((meeting.batch, len(assigned), len(ended)))
    return rows
