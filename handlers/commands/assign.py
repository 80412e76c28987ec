"""/交办: to the leader in person, with an itemised list; without lines the bot proposes items (design §3)."""

from dataclasses import replace

from config.texts import answers
from config.texts import answers_commands as told
from config.texts.heard.items import HeardItem, HeardItems, hear_items
from domain.asks import AskKind
from domain.commands import Assign, NewItem
from domain.decide import decide
from domain.ids import UnitId
from domain.people import Person
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import Office
from handlers.commands.command import SUPERVISION, Call, CommandSpec, Unclear
from handlers.commands.proposing import proposed_items
from handlers.commands.steps import (
    NATURES,
    done,
    incomplete,
    limit_named,
    person_named,
    place_named,
    refused,
    says_place,
    seen,
    the_ticket,
    unit_named,
    units_by_name,
    units_named,
)
from handlers.reading_back import ask
from handlers.speaking import Spoken, sealed_about, sealed_if_any


async def run(call: Call) -> Spoken:
    """Whom, with whom, what exactly, until when."""
    ticket = await the_ticket(call)
    assists = units_named(call, "协办")
    limit = limit_named(call)
    leader, lead = leader_and_unit(call, ticket)
    if lead is None:
        raise incomplete(call, "责任领导或牵头单位")
    nature = call.arguments.one_of(NATURES)
    place = await place_named(call, ticket)
    heard = items_heard(call)
    demand_words = "\n".join(
        (call.arguments.rest(), *(line.text for line in heard.remarks if not says_place(line.text)))
    )
    demand = await sealed_if_any(ticket, demand_words, call.work)
    items = tuple([await new_item(call, ticket, item) for item in heard.items])
    command = Assign(
        call.by,
        leader.id if leader else None,
        lead,
        assists,
        items,
        limit,
        demand,
        nature=nature,
        place=place,
    )
    if items:
        return await done(call, ticket, command, told.assigned)
    foreseen = decide(ticket, command, call.context)
    if isinstance(foreseen, Refusal) and foreseen.reason is Reason.NO_ITEMS:
        return await _propose(call, ticket, command)
    if isinstance(foreseen, Refusal):
        return await refused(call, ticket, foreseen)
    return await done(call, ticket, command, told.assigned)


def leader_and_unit(call: Call, ticket: Ticket) -> tuple[Person | None, UnitId | None]:
    """Whom and which unit the words name; the unit that leads already where they name none."""
    leader = person_named(call)
    lead = unit_named(call) or _unit_of(call, leader) or (ticket.lead.unit if ticket.lead else None)
    return leader, lead


async def proposed_for(call: Call, ticket: Ticket) -> tuple[NewItem, ...]:
    """Items read out of the citizen's words."""
    view = await seen(call, ticket)
    words = proposed_items(view.read(ticket.appeals[0].words))
    return tuple([NewItem(await sealed_about(ticket, one, call.work)) for one in words])


def items_heard(call: Call) -> HeardItems:
    """The lines under the command; one that cannot be read is named, and nothing is changed."""
    heard = hear_items(
        call.heard.lines, call.context.now, call.context.calendar, frozenset(units_by_name(call))
    )
    if heard.faults:
        fault = heard.faults[0]
        raise Unclear(answers.item_fault(fault.line, fault.fault, fault.words))
    return heard


async def new_item(call: Call, ticket: Ticket, heard: HeardItem) -> NewItem:
    """A line as an item; a unit nobody knows is asked again."""
    unit: UnitId | None = None
    if heard.unit:
        unit = units_by_name(call).get(heard.unit.lower())
        if unit is None:
            raise Unclear(answers.no_such_unit(heard.unit))
    if heard.limit and heard.limit.past:
        raise Unclear(answers.date_past(heard.limit.on, call.context.today))
    return NewItem(
        words=await sealed_about(ticket, heard.words, call.work),
        standard=await sealed_if_any(ticket, heard.standard or "", call.work),
        unit=unit,
        due_on=heard.limit.on if heard.limit else None,
    )


async def _propose(call: Call, ticket: Ticket, command: Assign) -> Spoken:
    view = await seen(call, ticket)
    proposed = proposed_items(view.read(ticket.appeals[0].words))
    items = tuple([NewItem(await sealed_about(ticket, words, call.work)) for words in proposed])
    wish = replace(command, items=items)
    foreseen = decide(ticket, wish, call.context)
    if isinstance(foreseen, Refusal):
        return await refused(call, ticket, foreseen)
    await call.work.asks.put(
        ask(AskKind.ITEMS_PROPOSED, call.speaker, call.work, call.around, ticket=ticket.id, command=wish)
    )
    return Spoken(told.items_proposed(view, proposed), ticket.id)


def _unit_of(call: Call, leader: Person | None) -> UnitId | None:
    """The unit a leader answers for: where they hold that office, else their own."""
    if leader is None:
        return None
    day = call.context.today
    held = (
        o.unit for o in leader.offices if o.office in {Office.LEADER, Office.UNIT_HEAD} and o.held_on(day)
    )
    return next(held, leader.unit)


SPEC = CommandSpec(
    names=("交办",),
    aliases=("assign",),
    usage="/交办 工单号 @领导 [协办 单位…] [时限…] [办理要求]\n1. 条目 | 到位标准 | 单位 | 时限",
    example="/交办 K7M2 @王局 协办 交警大队 时限7月10日\n1. 减速带 | 装好并划线 | 交通局\n2. 治超卡点 | 24小时值守 | 交警大队",
    purpose="直接交办责任领导，附条目清单",
    offices=SUPERVISION,
    run=run,
)
