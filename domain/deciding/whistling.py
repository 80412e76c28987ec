"""吹哨报到: blown by a town, answered by the called units, confirmed by the town; rated both ways (`domain.md` §12)."""

from datetime import timedelta

from domain.actor import Actor
from domain.commands import (
    BlowWhistle,
    ConfirmWhistle,
    ExcuseUnit,
    RateUnits,
    RateWhistle,
    RefuseWhistle,
)
from domain.context import Context
from domain.deciding.answers import Outcome, after, unless_in, unless_open
from domain.deciding.dispatching import sent_out
from domain.deciding.ending import settled
from domain.deciding.listing import onto_list_track
from domain.deciding.parts import Parts
from domain.deciding.rights import UNIT_OFFICES, offices_of, official_of, parts_of, unless_office
from domain.deciding.unit_work import OPEN_ITEM
from domain.events import (
    Accepted,
    ApprovalVoided,
    Event,
    ItemSet,
    Received,
    Recorded,
    ReviewOpened,
    UnitExcused,
    UnitRated,
    WhistleBlown,
    WhistleConfirmed,
    WhistleRated,
    WhistleRefused,
)
from domain.evolve import evolve
from domain.ids import UnitId
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import CENTRE_OFFICES, Channel, Office, State, UnitKind, UnitRole, Urgency
from domain.whistle import Called, Whistle

REPORTED = (State.HANDLED, State.CLOSEOUT_REQUESTED, State.SITE_CONFIRMED, State.CALLBACK)
"""Where the lead's report stands, and the town may confirm."""

A_MINUTE = timedelta(minutes=1)


def blow(command: BlowWhistle, context: Context) -> Outcome:
    """The ticket, accepted, called and sent out at once; on the list where its kind says so or it repeats (grade 3)."""
    if refusal := unless_town(command.by, command.unit, context):
        return refusal
    if command.lead == command.unit:
        return Refusal(Reason.WHISTLE_TO_ITSELF, units=(command.unit,))
    listed = command.again or command.earlier is not None or command.kind in context.policy.whistle_listed
    begun: tuple[Event, ...] = (
        _received(command),
        WhistleBlown(
            unit=command.unit,
            kind=command.kind,
            appellant=command.appellant,
            minutes=_minutes(command, context),
            again=command.again or command.earlier is not None,
        ),
        _accepted(command),
    )
    ticket = evolve(None, Recorded(1, context.now, command.by, begun[0]))
    ticket = after(ticket, begun[1:], command.by, context)
    begun = (*begun, *(onto_list_track(ticket) if listed else ()))
    ticket = after(ticket, begun[3:], command.by, context)
    wish = Parts(command.lead, command.assists)
    given = sent_out(ticket, wish, command.by, context, command.items)
    return given if isinstance(given, Refusal) else (*begun, *given)


def confirm_whistle(ticket: Ticket, command: ConfirmWhistle, context: Context) -> Outcome:
    """The town has looked: together with the lead's report, and on the list the visit, that closes the matter."""
    whistle = _of_the_town(ticket, command, context)
    if isinstance(whistle, Refusal):
        return whistle
    if refusal := unless_open(ticket):
        return refusal
    if whistle.confirmation is not None:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if ticket.state not in REPORTED:
        return Refusal(Reason.NO_LEAD_REPORT, state=ticket.state)
    confirmed: tuple[Event, ...] = (WhistleConfirmed(),)
    return (*confirmed, *settled(after(ticket, confirmed, command.by, context), context))


def refuse_whistle(ticket: Ticket, command: RefuseWhistle, context: Context) -> Outcome:
    """It is not dealt with, the town says: analysed like a dissatisfied citizen's word, and sent back."""
    whistle = _of_the_town(ticket, command, context)
    if isinstance(whistle, Refusal):
        return whistle
    if refusal := unless_open(ticket):
        return refusal
    if ticket.state is State.DISSATISFIED_REVIEW:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if refusal := unless_in(ticket, *REPORTED):
        return Refusal(Reason.NO_LEAD_REPORT, state=refusal.state)
    void: tuple[Event, ...] = (ApprovalVoided(),) if ticket.approval else ()
    return (WhistleRefused(command.words), *void, ReviewOpened())


def rate_units(ticket: Ticket, command: RateUnits, context: Context) -> Outcome:
    """The town rates the units it called, once the lead has reported; it may think better of it later."""
    whistle = _of_the_town(ticket, command, context)
    if isinstance(whistle, Refusal):
        return whistle
    if whistle.reported_at is None:
        return Refusal(Reason.NO_LEAD_REPORT, state=ticket.state)
    strange = tuple(unit for unit in command.units if whistle.of(unit) is None)
    if strange:
        return Refusal(Reason.NOT_CALLED, units=strange)
    rated = tuple(
        UnitRated(unit, command.mark, command.words)
        for unit in dict.fromkeys(command.units or _unrated(whistle))
        if not _rated_so(whistle.of(unit), command)
    )
    return rated or Refusal(Reason.ALREADY, state=ticket.state)


def rate_whistle(ticket: Ticket, command: RateWhistle, context: Context) -> Outcome:
    """A called unit says what it thinks of the whistle."""
    if ticket.whistle is None:
        return Refusal(Reason.NO_WHISTLE)
    own = [c for p in parts_of(ticket, command.by, context) if (c := ticket.whistle.of(p.unit))]
    if not own:
        return Refusal(Reason.NOT_YOURS)
    if ticket.whistle.reported_at is None:
        return Refusal(Reason.NO_LEAD_REPORT, state=ticket.state)
    rated = tuple(
        WhistleRated(one.unit, command.mark, command.words)
        for one in own
        if (one.own_mark, one.own_words) != (command.mark, command.words)
    )
    return rated or Refusal(Reason.ALREADY, state=ticket.state)


def excuse_unit(ticket: Ticket, command: ExcuseUnit, context: Context) -> Outcome:
    """A called assistant is let off by the supervisor: the lead takes over what it still owed."""
    if refusal := unless_office(command.by, context, Office.SUPERVISOR):
        return refusal
    if ticket.whistle is None:
        return Refusal(Reason.NO_WHISTLE)
    if refusal := unless_open(ticket):
        return refusal
    called, part = ticket.whistle.of(command.unit), ticket.part_of(command.unit)
    if called is None or part is None or ticket.lead is None:
        return Refusal(Reason.NOT_CALLED, units=(command.unit,))
    if part.role is UnitRole.LEAD:
        return Refusal(Reason.LEAD_NOT_EXCUSED, units=(command.unit,))
    if called.excused:
        return Refusal(Reason.ALREADY, state=ticket.state)
    lead = ticket.lead.unit
    handed = tuple(
        ItemSet(item.no, item.words, item.standard, lead, item.due_on, command.reason)
        for item in ticket.items
        if item.unit == command.unit and item.state in OPEN_ITEM
    )
    return (UnitExcused(command.unit, command.reason), *handed)


def town_hand(by: Actor, unit: UnitId, context: Context) -> bool:
    """Whether the hand holds an office of the town: leader, head, liaison or duty officer."""
    person = official_of(by, context)
    return person is not None and any(
        context.directory.holds(person, office, context.today, unit) for office in UNIT_OFFICES
    )


def unless_town(by: Actor, town: UnitId, context: Context) -> Refusal | None:
    """No, unless a town whistles for itself or the centre for it: the town's officer dials 12345 (§12)."""
    unit = context.directory.units.get(town)
    if unit is None or unit.kind is not UnitKind.TOWN:
        return Refusal(Reason.TOWN_WHISTLES, units=(town,))
    if town_hand(by, town, context) or offices_of(by, context) & CENTRE_OFFICES:
        return None
    return Refusal(Reason.TOWN_WHISTLES, units=(town,))


def _of_the_town(
    ticket: Ticket, command: ConfirmWhistle | RefuseWhistle | RateUnits, context: Context
) -> Whistle | Refusal:
    """The whistle, if the hand is the town's and not the lead's as well."""
    if ticket.whistle is None:
        return Refusal(Reason.NO_WHISTLE)
    own = town_hand(command.by, ticket.whistle.unit, context)
    parts = parts_of(ticket, command.by, context)
    if not own or (parts and parts[0].role is UnitRole.LEAD):
        return Refusal(Reason.NOT_THE_TOWN, units=(ticket.whistle.unit,))
    return ticket.whistle


def _minutes(command: BlowWhistle, context: Context) -> int | None:
    """The time in the whistle; urgent matters have the rule's, others at least the policy's."""
    if command.minutes is not None or command.urgency is not Urgency.NORMAL:
        return command.minutes
    return context.policy.whistle_arrival // A_MINUTE


def _received(command: BlowWhistle) -> Received:
    return Received(
        ticket=command.ticket,
        number=command.number,
        short_code=command.short_code,
        appellant=command.appellant,
        words=command.words,
        channel=Channel.WHISTLE,
        title=command.title,
        place=command.place,
        nature=command.nature,
        urgency=command.urgency,
        area=command.area,
        confidential=command.confidential,
        enterprise=False,
        linked_to=command.earlier,
    )


def _accepted(command: BlowWhistle) -> Accepted:
    return Accepted(
        nature=command.nature,
        category=command.category,
        place=command.place,
        title=command.title,
        urgency=command.urgency,
        area=command.area,
        about_unit=None,
        confidential=command.confidential,
        enterprise=False,
    )


def _unrated(whistle: Whistle) -> tuple[UnitId, ...]:
    return tuple(one.unit for one in whistle.called if one.mark is None and one.let_go_at is None)


def _rated_so(called: Called | None, command: RateUnits) -> bool:
    return called is not None and (called.mark, called.mark_words) == (command.mark, command.words)
