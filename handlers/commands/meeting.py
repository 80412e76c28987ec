"""/调度会: prepares, opens, decides item by item and closes the dispatch meeting (逢6调度会, domain.md §11)."""

import re
from collections.abc import Awaitable, Callable

from config.texts import meetings as told
from domain.commands import Assign
from domain.figures.rate import Rate
from domain.ids import Sealed, UnitId
from domain.meetings import deciding
from domain.meetings.meeting import MEETINGS, Decision, Meeting, MeetingItem, MeetingKind
from domain.notices import Recipient, RecipientKind
from domain.outgoing import PrintPaper
from domain.refusals import Refusal
from domain.subjects import CENTRE_WORDS
from domain.ticket import MeetingRef, Ticket
from domain.vocabulary import Office
from handlers.commands.assign import items_heard, leader_and_unit, new_item, proposed_for
from handlers.commands.command import Call, CommandSpec, Unclear
from handlers.commands.look_back import RESULTS
from handlers.commands.steps import (
    date_named,
    incomplete,
    limit_named,
    person_named,
    refused,
    says_place,
    seen,
    the_ticket,
    units_named,
)
from handlers.dockets import tell
from handlers.keeping import carry_out
from handlers.meetings import begun, carry_on, counted, current, last_held, seen_by
from handlers.speaking import Spoken, sealed_if_any

_NO = re.compile(r"^第?(\d{1,3})(?:号|条|件)?$")


async def run(call: Call) -> Spoken:
    """Without an act: the agenda, or how far the meeting has come."""
    act = call.arguments.one_of(_ACTS)
    return await (act or _show)(call)


async def _show(call: Call) -> Spoken:
    meeting = await current(call.work)
    if meeting is None:
        on = call.context.calendar.next_meeting(call.context.today, call.context.policy.meeting_days)
        return Spoken(told.none_yet(on, call.context.today))
    return Spoken(await _agenda(call, meeting))


async def _agenda(call: Call, meeting: Meeting) -> str:
    viewer = None if call.in_group else call.speaker
    views = await seen_by(meeting, viewer, call.work, call.context)
    return told.agenda(meeting, views, call.context.today, call.context.calendar)


async def _prepare(call: Call) -> Spoken:
    heard = date_named(call)
    place = call.arguments.rest()
    kind = (
        MeetingKind.SITE_OFFICE if call.arguments.flag(_SITE) or _SITE_WORD in place else MeetingKind.DISPATCH
    )
    words = (
        await _sealed(call, place.replace(_SITE_WORD, "").strip())
        if kind is MeetingKind.SITE_OFFICE
        else None
    )
    meeting = await begun(
        heard.on if heard else None, kind, words, call.by, work=call.work, context=call.context
    )
    if isinstance(meeting, deciding.No):
        return _no(call, meeting)
    return Spoken(await _agenda(call, meeting))


async def _put(call: Call) -> Spoken:
    meeting = await _needed(call)
    ticket = await the_ticket(call)
    if not ticket.is_open:
        raise Unclear(told.not_open_any_more(ticket.number))
    outcome = await carry_on(meeting, deciding.put(meeting, ticket.id, ()), call.by, call.work, call.context)
    if isinstance(outcome, deciding.No):
        return _no(call, outcome)
    return Spoken(told.put_on(outcome, outcome.items[-1].no), ticket.id)


async def _take(call: Call) -> Spoken:
    meeting, no = await _needed(call), _number(call)
    reason = await _sealed(call, call.text)
    outcome = await carry_on(meeting, deciding.take(meeting, no, reason), call.by, call.work, call.context)
    return _no(call, outcome) if isinstance(outcome, deciding.No) else Spoken(told.taken_off(outcome, no))


async def _move(call: Call) -> Spoken:
    meeting = await _needed(call)
    heard = date_named(call)
    if heard is None:
        raise incomplete(call, "改到哪天")
    reason = await _sealed(call, call.text)
    if reason is None:
        raise incomplete(call, "改期原因")
    outcome = await carry_on(
        meeting, deciding.move(meeting, heard.on, reason, call.context), call.by, call.work, call.context
    )
    if isinstance(outcome, deciding.No):
        return _no(call, outcome)
    return Spoken(told.moved(outcome, call.context.today))


async def _open(call: Call) -> Spoken:
    meeting = await _needed(call)
    chair = person_named(call)
    words = None if chair else await _sealed(call, call.text.removeprefix("主持").strip("：: "))
    outcome = await carry_on(
        meeting,
        deciding.open_it(meeting, chair.id if chair else None, words),
        call.by,
        call.work,
        call.context,
    )
    if isinstance(outcome, deciding.No):
        return _no(call, outcome)
    return Spoken(told.opened(outcome, await last_held(call.work)))


async def _decide(call: Call) -> Spoken:
    """One line: the meeting's record and the card in the leader's hand, in one transaction."""
    meeting, no = await _needed(call), _number(call)
    item, ticket = await _line(call, meeting, no)
    wish = await _assignment(call, meeting, item, ticket)
    decision = Decision(
        wish.lead,
        wish.assists,
        wish.leader,
        wish.limit or deciding.limit_until_next(meeting, call.context, told.NEXT_MEETING),
        wish.demand,
    )
    foreseen = deciding.decide_item(meeting, no, decision)
    if isinstance(foreseen, deciding.No):
        return _no(call, foreseen)
    assigned = await carry_out(ticket, wish, call.work, call.context)
    if isinstance(assigned, Refusal):
        return await refused(call, ticket, assigned)
    outcome = await carry_on(meeting, foreseen, call.by, call.work, call.context)
    if isinstance(outcome, deciding.No):
        return _no(call, outcome)
    kept = outcome.item(no)
    view = await seen(call, assigned)
    return Spoken(told.decided(outcome, kept or item, view, call.context.today), assigned.id)


async def _assignment(call: Call, meeting: Meeting, item: MeetingItem, ticket: Ticket) -> Assign:
    """What the chair says, as the same 交办 any supervisor may give; without lines items are taken from the words."""
    assists = units_named(call, "协办")
    limit = limit_named(call) or deciding.limit_until_next(meeting, call.context, told.NEXT_MEETING)
    leader, lead = leader_and_unit(call, ticket)
    heard = items_heard(call)
    said = (call.arguments.rest(), *(line.text for line in heard.remarks if not says_place(line.text)))
    items = tuple([await new_item(call, ticket, one) for one in heard.items])
    if not items and not ticket.items:
        items = await proposed_for(call, ticket)
    return Assign(
        call.by,
        leader.id if leader else None,
        _lead(call, lead),
        assists,
        items,
        limit,
        await sealed_if_any(ticket, "\n".join(said), call.work),
        meeting=MeetingRef(meeting.batch, item.no),
    )


def _lead(call: Call, lead: UnitId | None) -> UnitId:
    if lead is None:
        raise incomplete(call, "牵头单位或责任领导")
    return lead


async def _put_off(call: Call) -> Spoken:
    meeting, no = await _needed(call), _number(call)
    reason = await _sealed(call, call.text)
    outcome = await carry_on(meeting, deciding.put_off(meeting, no, reason), call.by, call.work, call.context)
    return _no(call, outcome) if isinstance(outcome, deciding.No) else Spoken(told.put_off(outcome, no))


async def _pledge(call: Call) -> Spoken:
    """By a keeper for whoever spoke; named with @ it is theirs."""
    meeting = await current(call.work) or await last_held(call.work)
    if meeting is None:
        raise Unclear(told.no_meeting())
    no, person = _number(call), person_named(call)
    words = await _sealed(call, call.text)
    if words is None:
        raise incomplete(call, "表态内容")
    spoke = person.id if person else None
    outcome = await carry_on(
        meeting, deciding.pledge(meeting, no, spoke, words), call.by, call.work, call.context
    )
    return _no(call, outcome) if isinstance(outcome, deciding.No) else Spoken(told.pledged(no))


async def _look_back(call: Call) -> Spoken:
    """Without a number: the last list with its state, line by line."""
    meeting = await _needed(call)
    last = await last_held(call.work)
    if last is None:
        return Spoken(told.no_last())
    no = call.arguments.take(_no_of)
    if no is None:
        viewer = None if call.in_group else call.speaker
        views = await seen_by(last, viewer, call.work, call.context)
        return Spoken(told.last_list(meeting, last, views))
    result = call.arguments.one_of(RESULTS)
    words = await _sealed(call, call.text)
    outcome = await carry_on(
        meeting, deciding.look_back(meeting, last, no, result, words), call.by, call.work, call.context
    )
    return _no(call, outcome) if isinstance(outcome, deciding.No) else Spoken(told.looked_back(no, result))


async def _close(call: Call) -> Spoken:
    """Minutes and assignment list go out the same minute."""
    meeting = await _needed(call)
    last = await last_held(call.work)
    outcome = await carry_on(meeting, deciding.close(meeting), call.by, call.work, call.context)
    if isinstance(outcome, deciding.No):
        return _no(call, outcome)
    printing = PrintPaper(outcome.id, MEETINGS.name)
    await call.work.outbox.put(printing, key=f"print:{outcome.id}:{outcome.version}", at=call.context.now)
    for_all = await seen_by(outcome, None, call.work, call.context)
    await tell(
        Recipient(RecipientKind.GROUP),
        told.TITLE,
        told.minutes(outcome, for_all, last, call.context.today),
        key=f"minutes:{outcome.batch}",
        work=call.work,
        context=call.context,
    )
    return Spoken(await _minutes_of(call, outcome, last))


async def _minutes(call: Call) -> Spoken:
    meeting = await last_held(call.work)
    if meeting is None:
        return Spoken(told.no_last())
    before = await call.work.dockets.get(MEETINGS, meeting.last) if meeting.last else None
    return Spoken(await _minutes_of(call, meeting, before))


async def _minutes_of(call: Call, meeting: Meeting, last: Meeting | None) -> str:
    views = await seen_by(meeting, None if call.in_group else call.speaker, call.work, call.context)
    return told.minutes(meeting, views, last, call.context.today)


async def _statistics(call: Call) -> Spoken:
    rows = await counted(call.work)
    rate = Rate(sum(row[2] for row in rows), sum(row[1] for row in rows))
    return Spoken(told.statistics(rows, rate))


async def _needed(call: Call) -> Meeting:
    """The meeting in preparation or on; a site office where the words say so."""
    kind = MeetingKind.SITE_OFFICE if call.arguments.flag(_SITE) else MeetingKind.DISPATCH
    meeting = await current(call.work, kind)
    if meeting is None:
        raise Unclear(told.no_meeting())
    return meeting


def _number(call: Call) -> int:
    no = call.arguments.take(_no_of)
    if no is None:
        raise incomplete(call, "清单上的序号")
    return no


def _no_of(word: str) -> int | None:
    match = _NO.fullmatch(word)
    return int(match[1]) if match else None


async def _line(call: Call, meeting: Meeting, no: int) -> tuple[MeetingItem, Ticket]:
    item = meeting.item(no)
    ticket = await call.work.tickets.get(item.ticket) if item else None
    if item is None or ticket is None:
        raise Unclear(told.refused(deciding.No(deciding.Fault.NO_SUCH_ITEM, (no,)), call.context.today))
    return item, ticket


async def _sealed(call: Call, words: str) -> Sealed | None:
    return await call.work.words.seal(words.strip(), CENTRE_WORDS) if words.strip() else None


def _no(call: Call, no: deciding.No) -> Spoken:
    return Spoken(told.refused(no, call.context.today))


_SITE = frozenset({"现场", "site"})
_SITE_WORD = "现场办公"

Act = Callable[[Call], Awaitable[Spoken]]
_ACTS: dict[str, Act] = {
    "准备": _prepare,
    "拟定": _prepare,
    "加": _put,
    "上会": _put,
    "减": _take,
    "撤": _take,
    "改期": _move,
    "开会": _open,
    "开": _open,
    "定": _decide,
    "议定": _decide,
    "缓": _put_off,
    "暂缓": _put_off,
    "表态": _pledge,
    "回头看": _look_back,
    "散会": _close,
    "纪要": _minutes,
    "统计": _statistics,
}

SPEC = CommandSpec(
    names=("调度会",),
    aliases=("meeting",),
    usage="/调度会 [准备|加|减|改期|开会|回头看|定|缓|表态|散会|纪要|统计] …",
    example="/调度会 定 3号 交通局 协办 交警大队 时限8月6日 装减速带、查超载",
    purpose="准备和召开逢6调度会：议程、议定交办、表态、回头看、纪要",
    offices=frozenset({Office.SUPERVISOR, Office.CENTRE_HEAD, Office.DEPUTY_HEAD, Office.SECRETARY}),
    run=run,
)
