"""A whistle (吹哨) put together from what was typed, with the earlier case it repeats; urgent ones go out at once (§12)."""

from dataclasses import dataclass

from config.texts import answers, whistles
from config.texts.heard.concerning import same_words
from config.texts.heard.urgency import hear_nature, hear_urgency, wants_secrecy
from config.texts.heard.whistles import (
    ASSISTS,
    FOR,
    KINDS,
    LEAD,
    PLACE,
    hear_arrival_limit,
    hear_kind,
    same_place,
    says_again,
)
from domain.asks import AskKind
from domain.commands import BlowWhistle, NewItem
from domain.decide import decide
from domain.deciding.rights import UNIT_OFFICES
from domain.deciding.whistling import unless_town
from domain.ids import Sealed, TicketId, UnitId
from domain.policy import Category
from domain.refusals import Refusal
from domain.subjects import Subject, SubjectKind
from domain.ticket import Ticket
from domain.vocabulary import Area, Nature, UnitKind, Urgency, WhistleKind
from handlers.commands.assign import items_heard
from handlers.commands.command import Call, Unclear
from handlers.commands.steps import (
    AREAS,
    NATURES,
    URGENCIES,
    categories_by_name,
    incomplete,
    units_by_name,
)
from handlers.earlier_whistles import earlier_whistles, stands_for
from handlers.reading_back import ask
from handlers.speaking import Spoken
from handlers.whistle_out import not_blown, send_out, unit_name


@dataclass(frozen=True, slots=True)
class _Said:
    """What was typed, read."""

    town: UnitId
    kind: WhistleKind
    place: str
    matter: str
    units: tuple[UnitId, ...]
    """The lead first."""
    minutes: int | None
    urgency: Urgency
    area: Area
    nature: Nature
    category: Category | None

    @property
    def hurry(self) -> bool:
        """Goes out at once, without a read-back."""
        return self.urgency is not Urgency.NORMAL


async def blow(call: Call) -> Spoken:
    """Read, look for the earlier case; out at once when urgent, else read back first, because it calls people out."""
    town = _town(call)
    if no := unless_town(call.by, town, call.context):
        return not_blown(no, call.work, call.around)
    said = _read(call, town)
    earlier = await _earlier(call, said)
    if earlier and await _same_again(call, said, earlier):
        return Spoken(whistles.blown_already(earlier.number), earlier.id)
    command = await _command(call, said, earlier)
    if said.hurry:
        return await send_out(command, call.speaker.id, call.work, call.around)
    foreseen = decide(None, command, call.context)
    if isinstance(foreseen, Refusal):
        return not_blown(foreseen, call.work, call.around)
    await call.work.asks.put(ask(AskKind.CONFIRM, call.speaker, call.work, call.around, command=command))
    words = whistles.read_back(
        command,
        [unit_name(unit, call.context) for unit in said.units],
        call.context,
        place=said.place,
        matter=said.matter,
        again=earlier.number if earlier else "",
    )
    return Spoken(answers.confirm(words))


def _read(call: Call, town: UnitId) -> _Said:
    units = _units(call, town)
    kind = call.arguments.one_of(KINDS)
    urgency = call.arguments.one_of(URGENCIES)
    area = call.arguments.one_of(AREAS) or call.context.directory.units[town].area
    nature = call.arguments.one_of(NATURES)
    category = call.arguments.one_of(categories_by_name(call))
    minutes = _minutes(call)
    place = call.arguments.take(_place) or call.arguments.take(lambda word: word)
    remarks = (line.text for line in items_heard(call).remarks)
    matter = "\n".join(line for line in (call.arguments.rest(), *remarks) if line)
    if not place or not matter:
        raise incomplete(call, whistles.WANTS_PLACE if not place else whistles.WANTS_MATTER)
    if not units:
        raise incomplete(call, whistles.WANTS_UNITS)
    hurry = urgency or hear_urgency(matter).urgency
    if kind is WhistleKind.EMERGENCY and hurry is Urgency.NORMAL:
        hurry = Urgency.URGENT
    if kind is None:
        kind = WhistleKind.EMERGENCY if hurry is not Urgency.NORMAL else hear_kind(matter)
    heard = hear_nature(matter)
    nature = nature or (heard if heard in {Nature.REPORT, Nature.COMPLAINT} else Nature.HELP)
    return _Said(town, kind, place, matter, units, minutes, hurry, area, nature, category)


def _town(call: Call) -> UnitId:
    """Named after 代, or the speaker's own."""
    directory, day = call.context.directory, call.context.today
    named = call.arguments.labelled(FOR, units_by_name(call))
    if named:
        return named[0]
    own = (
        held.unit
        for held in call.speaker.offices
        if held.office in UNIT_OFFICES
        and held.held_on(day)
        and directory.units[held.unit].kind is UnitKind.TOWN
    )
    town = next(own, None)
    if town is None:
        raise incomplete(call, whistles.WANTS_TOWN)
    return town


def _units(call: Call, town: UnitId) -> tuple[UnitId, ...]:
    """Who must come, the lead first; the town's own name is part of the place."""
    table = {name: unit for name, unit in units_by_name(call).items() if unit != town}
    lead = call.arguments.labelled(LEAD, table)
    assists = [unit for label in ASSISTS for unit in call.arguments.labelled(label, table)]
    plain = call.arguments.many_of(table)
    return tuple(dict.fromkeys((*lead, *(plain if not lead else ()), *assists, *plain)))


def _minutes(call: Call) -> int | None:
    """限时: one that cannot be understood is asked again."""
    heard = hear_arrival_limit(call.arguments.left)
    if heard is None:
        return None
    if heard.minutes is None:
        raise Unclear(whistles.no_such_limit(heard.words[-1], call.spec.example))
    for word in heard.words:
        call.arguments.take(lambda left, word=word: left if left == word else None)  # type: ignore[misc]
    return heard.minutes


def _place(word: str) -> str | None:
    match = PLACE.match(word)
    return match[1].strip() if match else None


async def _command(call: Call, said: _Said, earlier: Ticket | None) -> BlowWhistle:
    """The number is drawn now, though it may never be blown: numbers may have gaps."""
    work = call.work
    met = await work.appellants.with_phone(stands_for(said.town, call.context.today.year))
    subject = Subject(SubjectKind.APPELLANT, str(met.appellant))
    lead, *assists = said.units
    return BlowWhistle(
        call.by,
        ticket=TicketId(work.ids.new()),
        number=await work.tickets.next_number(call.context.today),
        short_code=await work.tickets.next_short_code(),
        appellant=met.appellant,
        unit=said.town,
        kind=said.kind,
        words=await work.words.seal(said.matter, subject),
        place=await work.words.seal(said.place, subject),
        lead=lead,
        assists=tuple(assists),
        minutes=said.minutes,
        nature=said.nature,
        category=said.category.code if said.category else "",
        urgency=said.urgency,
        area=said.area,
        confidential=said.nature is Nature.REPORT or wants_secrecy(said.matter),
        items=await _items(call, subject),
        earlier=earlier.id if earlier else None,
        again=says_again(said.matter),
    )


async def _items(call: Call, subject: Subject) -> tuple[NewItem, ...]:
    """Lines below the command, as under /交办."""
    units = units_by_name(call)
    items = []
    for heard in items_heard(call).items:
        unit = units.get(heard.unit.lower()) if heard.unit else None
        if heard.unit and unit is None:
            raise Unclear(answers.no_such_unit(heard.unit))
        if heard.limit and heard.limit.past:
            raise Unclear(answers.date_past(heard.limit.on, call.context.today))
        standard: Sealed | None = None
        if heard.standard:
            standard = await call.work.words.seal(heard.standard, subject)
        words = await call.work.words.seal(heard.words, subject)
        items.append(NewItem(words, standard, unit, heard.limit.on if heard.limit else None))
    return tuple(items)


async def _earlier(call: Call, said: _Said) -> Ticket | None:
    """The town's latest whistle about the same place and matter, open or not (又响了)."""
    candidates = await earlier_whistles(said.town, call.work, call.context)
    opened = await call.work.words.open([t.place for t in candidates if t.place])
    for ticket in candidates:
        place = opened.get(ticket.place.ref, "") if ticket.place else ""
        if ticket.whistle is None or not same_place(place, said.place):
            continue
        same_class = said.category is not None and ticket.category == said.category.code
        if same_class or ticket.whistle.kind is said.kind or says_again(said.matter):
            return ticket
    return None


async def _same_again(call: Call, said: _Said, earlier: Ticket) -> bool:
    """The very same words about an open whistle: sent twice, not a second case."""
    if not earlier.is_open:
        return False
    words = earlier.appeals[0].words
    opened = await call.work.words.open([words])
    return same_words(opened.get(words.ref, ""), said.matter)
