"""The steps commands share: finding the ticket, the unit and the person meant, doing it, and reading back first."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from typing import TypeVar

from config.texts import answers, labels
from config.texts.heard.dates import HeardDate, HeardNoDate
from domain.commands import AnyCommand
from domain.ids import PersonId, Sealed, UnitId
from domain.people import Person
from domain.policy import Category
from domain.refusals import Refusal
from domain.ticket import Limit, Ticket
from domain.view import TicketView
from domain.vocabulary import Area, LimitKind, Nature, Urgency
from handlers.commands.command import Call, Unclear
from handlers.keeping import carry_out
from handlers.reading_back import ask_to_confirm
from handlers.speaking import Spoken, sealed_about
from handlers.views import view_of, views_of

E = TypeVar("E", bound=Enum)


def by_label(members: type[E], label: Callable[[E], str]) -> dict[str, E]:
    """The members of a vocabulary under the Chinese words they are shown with."""
    return {label(member).lower(): member for member in members}


NATURES = by_label(Nature, labels.nature)
URGENCIES = by_label(Urgency, labels.urgency)
AREAS = by_label(Area, labels.area)


async def the_ticket(call: Call) -> Ticket:
    """The ticket meant: by number or short code, else the one whose card or message is quoted."""
    reference = call.arguments.reference()
    if reference is not None:
        ticket = await call.work.tickets.by_number(reference.code)
        if ticket is None:
            raise Unclear(answers.no_such_ticket(reference.code))
    else:
        quote = call.said.quote
        quoted = await call.work.marks.ticket_of_message(quote.message_ids) if quote else None
        ticket = await call.work.tickets.get(quoted) if quoted is not None else None
        if ticket is None:
            raise Unclear(answers.missing_ticket(call.spec.usage, call.spec.example))
    await call.work.marks.touch(call.speaker.id, ticket.id, call.context.now)
    return ticket


def units_by_name(call: Call) -> dict[str, UnitId]:
    """Every unambiguous name of a unit, lower-case. A name two units share stands for neither."""
    table: dict[str, UnitId] = {}
    shared: set[str] = set()
    for unit in call.context.directory.units.values():
        for name in {unit.id.lower(), unit.name.lower(), *(short.lower() for short in unit.short_names)}:
            if table.setdefault(name, unit.id) != unit.id:
                shared.add(name)
    return {name: unit for name, unit in table.items() if name not in shared}


def categories_by_name(call: Call) -> dict[str, Category]:
    """Classes of the catalogue by code and by name."""
    known = call.context.policy.categories.values()
    return {name.lower(): category for category in known for name in (category.code, category.name)}


def units_named(call: Call, label: str) -> tuple[UnitId, ...]:
    """The units after a label (协办 …)."""
    return call.arguments.labelled(label, dict(units_by_name(call)))


def unit_named(call: Call) -> UnitId | None:
    """The first unit named."""
    return call.arguments.one_of(units_by_name(call))


def person_named(call: Call) -> Person | None:
    """The person mentioned: by what the platform says first, else by a name typed with or without @."""
    directory = call.context.directory
    typed = call.arguments.mentions()
    for staff_id in call.said.mentions:
        if found := directory.by_staff_id(directory.corp_id, staff_id):
            return found
    for name in typed:
        return _the_one(call, name)
    return call.arguments.one_of(_people(call))


def _the_one(call: Call, name: str) -> Person:
    named = call.context.directory.people_named(name)
    if len(named) != 1:
        raise Unclear(answers.several_people(name) if named else answers.no_such_person(name))
    return named[0]


def _people(call: Call) -> dict[str, Person]:
    """People whose name nobody shares."""
    found: dict[str, Person] = {}
    shared: set[str] = set()
    for person in call.context.directory.active():
        for name in {person.name.lower(), person.id.lower()}:
            if found.setdefault(name, person).id != person.id:
                shared.add(name)
    return {name: person for name, person in found.items() if name and name not in shared}


def date_named(call: Call) -> HeardDate | None:
    """A day or a number of working days; one that does not exist or has passed is asked again."""
    heard = call.arguments.date(call.context.now, call.context.calendar)
    if isinstance(heard, HeardNoDate):
        raise Unclear(answers.no_such_date(heard.words))
    if heard is not None and heard.past:
        raise Unclear(answers.date_past(heard.on, call.context.today))
    return heard


def day_named(call: Call) -> date | None:
    """A day named, whatever the words."""
    heard = date_named(call)
    return heard.on if heard else None


def limit_named(call: Call) -> Limit | None:
    """时限, as working days where they said so, else as a fixed date."""
    heard = date_named(call)
    if heard is None:
        return None
    if heard.working_days:
        return Limit(LimitKind.WORKING_DAYS, heard.working_days, answers.LIMIT_BY_ORDER)
    return Limit(LimitKind.FIXED_DATE, 0, answers.LIMIT_BY_ORDER, heard.on)


def incomplete(call: Call, what: str) -> Unclear:
    """Says what is missing, with the command's own example."""
    return Unclear(answers.missing(what, call.spec.usage, call.spec.example))


def needed_text(call: Call, what: str) -> str:
    """The free text, which this command cannot do without."""
    if not call.text.strip():
        raise incomplete(call, what)
    return call.text.strip()


async def words_if_any(call: Call, ticket: Ticket) -> Sealed | None:
    """The free text sealed, or nothing."""
    return await sealed_about(ticket, call.text.strip(), call.work) if call.text.strip() else None


_PLACE = re.compile(r"^(?:事发)?(?:地点|地址|位置)[:：\s]*(.+)$")


async def place_named(call: Call, ticket: Ticket) -> Sealed | None:
    """地点：… glued to its label among the words, or on a line of its own."""
    named = call.arguments.take(_place)
    if named is None:
        named = next((place for line in call.heard.lines if (place := _place(line.text))), None)
    return await sealed_about(ticket, named, call.work) if named else None


def says_place(words: str) -> bool:
    """Whether a line is the place, and so no part of what is demanded."""
    return _place(words) is not None


def _place(words: str) -> str | None:
    match = _PLACE.match(words)
    return match[1].strip() if match else None


async def done(
    call: Call, ticket: Ticket, command: AnyCommand, wording: Callable[[TicketView], str]
) -> Spoken:
    """Carry it out; say what came of it, or why it cannot be."""
    outcome = await carry_out(ticket, command, call.work, call.context)
    if isinstance(outcome, Refusal):
        return await refused(call, ticket, outcome)
    return Spoken(wording(await seen(call, outcome)), ticket.id)


async def read_back(
    call: Call, ticket: Ticket, command: AnyCommand, wording: Callable[[TicketView], str]
) -> Spoken:
    """What changes a right or a limit is read back and done only after a yes; what would be refused is refused now."""
    view = await seen(call, ticket)
    return await ask_to_confirm(
        call.speaker, view, command, wording(view), work=call.work, around=call.around
    )


async def refused(call: Call, ticket: Ticket, refusal: Refusal) -> Spoken:
    """Why not, in one sentence."""
    call.work.refused(refusal.reason)
    return Spoken(call.around.texts.refusal(refusal, await seen(call, ticket)), ticket.id)


async def seen(call: Call, ticket: Ticket) -> TicketView:
    """The ticket as whoever reads the answer may see it: in a group nobody in particular."""
    return await view_of(ticket, call.work, call.context, _viewer(call))


async def all_seen(call: Call, tickets: Sequence[Ticket]) -> list[TicketView]:
    """Several at once, for a list."""
    return await views_of(tickets, call.work, call.context, _viewer(call))


def _viewer(call: Call) -> PersonId | None:
    return None if call.in_group else call.speaker.id
