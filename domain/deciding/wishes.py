"""What a unit may ask for: more time (延期), or that somebody else take it (退单). The clock runs on (invariant 6)."""

from domain.commands import DecideExtension, DecideReturn, RequestExtension, RequestReturn
from domain.context import Context
from domain.deciding.answers import Outcome, after, unless_in, unless_open
from domain.deciding.clocks import is_urgent, return_until
from domain.deciding.dispatching import sent_out
from domain.deciding.listing import raised_to
from domain.deciding.parts import Parts
from domain.deciding.rights import is_head, lead_part, official_of, unless_office
from domain.deciding.unit_work import signing
from domain.events import (
    Event,
    ExtensionDecided,
    ExtensionRequested,
    ReturnDecided,
    ReturnRequested,
    TakenBack,
)
from domain.refusals import Reason, Refusal
from domain.running import explain, latest_extension, prolonged
from domain.ticket import ExtensionWish, Ticket
from domain.vocabulary import WITH_UNIT, Grade, Office, State, Track

TWICE = 2


def request_extension(ticket: Ticket, command: RequestExtension, context: Context) -> Outcome:
    """申请延期: once, before expiry, to a later day within the policy's bound; urgent never (§6.3, §7.1)."""
    part = lead_part(ticket, command.by, context)
    if isinstance(part, Refusal):
        return part
    if refusal := unless_in(ticket, *WITH_UNIT):
        return refusal
    if ticket.limit is None or is_urgent(ticket):
        return Refusal(Reason.EXTENSION_URGENT)
    if ticket.extension is not None:
        pending = ticket.extension.granted is None
        return Refusal(Reason.EXTENSION_PENDING if pending else Reason.EXTENSION_ONCE)
    due = explain(ticket.limit, context.calendar)
    if due.is_late(context.now):
        return Refusal(Reason.EXTENSION_AFTER_EXPIRY, on=due.shown_on)
    if command.until <= due.shown_on:
        return Refusal(Reason.EXTENSION_NOT_LATER, on=due.shown_on)
    latest = latest_extension(ticket.limit, context)
    if command.until > latest:
        return Refusal(Reason.EXTENSION_TOO_LONG, on=latest)
    return (*signing(ticket, part, context), ExtensionRequested(command.until, command.reason))


def decide_extension(ticket: Ticket, command: DecideExtension, context: Context) -> Outcome:
    """By the centre head or deputy, never by who asked; granted, the limit moves."""
    if refusal := unless_office(command.by, context):
        return refusal
    if refusal := unless_open(ticket):
        return refusal
    wish = ticket.extension
    if wish is None or wish.granted is not None or ticket.limit is None:
        return Refusal(Reason.NO_EXTENSION, state=ticket.state)
    if wish.by == official_of(command.by, context):
        return Refusal(Reason.APPROVER_IS_APPLICANT)
    if not command.granted:
        if command.reason is None:
            return Refusal(Reason.NEEDS_REASON)
        return (ExtensionDecided(granted=False, limit=None, reason=command.reason),)
    return _granted(ticket, wish, command, context)


def _granted(ticket: Ticket, wish: ExtensionWish, command: DecideExtension, context: Context) -> Outcome:
    if ticket.limit is None:
        return Refusal(Reason.NO_EXTENSION, state=ticket.state)
    until = command.until or wish.until
    last = explain(ticket.limit, context.calendar).shown_on
    if until <= last:
        return Refusal(Reason.EXTENSION_NOT_LATER, on=last)
    latest = latest_extension(ticket.limit, context)
    if until > latest:
        return Refusal(Reason.EXTENSION_TOO_LONG, on=latest)
    longer = prolonged(ticket.limit, until, context)
    return (ExtensionDecided(granted=True, limit=longer, reason=command.reason),)


def request_return(ticket: Ticket, command: RequestReturn, context: Context) -> Outcome:
    """申请退单: each unit once, within one working day, before it reports work; never on the list track (§5.5)."""
    part = lead_part(ticket, command.by, context)
    if isinstance(part, Refusal):
        return part
    if refusal := unless_in(ticket, State.DISPATCHED, State.ACKNOWLEDGED):
        return refusal
    if ticket.track is Track.LIST:
        return Refusal(Reason.RETURN_LIST_TRACK)
    if any(r.unit == part.unit for r in ticket.returns):
        return Refusal(Reason.RETURN_ONCE)
    until = return_until(part, context)
    if context.now >= until:
        return Refusal(Reason.RETURN_TOO_LATE)
    if command.suggested and command.suggested not in context.directory.units:
        return Refusal(Reason.UNKNOWN_UNIT, units=(command.suggested,), text=command.suggested)
    asked = ReturnRequested(part.unit, command.reason, command.suggested, command.words)
    return (*signing(ticket, part, context), asked)


def decide_return(ticket: Ticket, command: DecideReturn, context: Context) -> Outcome:
    """By the dispatcher; a second return by the head. Granted, the next unit gets a full limit."""
    if refusal := unless_office(command.by, context, Office.DISPATCHER):
        return refusal
    if refusal := unless_open(ticket):
        return refusal
    if ticket.state is not State.RETURN_REQUESTED:
        return Refusal(Reason.NO_RETURN, state=ticket.state)
    if len(ticket.returns) >= TWICE and not is_head(command.by, context):
        return Refusal(Reason.SECOND_RETURN_HEAD, office=Office.CENTRE_HEAD)
    if ticket.returns[-1].by == official_of(command.by, context):
        return Refusal(Reason.APPROVER_IS_APPLICANT)
    if not command.granted:
        if command.reason is None:
            return Refusal(Reason.NEEDS_REASON)
        return (ReturnDecided(granted=False, reason=command.reason),)
    events: tuple[Event, ...] = (
        ReturnDecided(granted=True, reason=command.reason),
        TakenBack(command.reason),
    )
    if len(ticket.returns) >= TWICE:
        # Returned twice: §10.1 asks for a sheet.
        events += raised_to(after(ticket, events, command.by, context), Grade.GENERAL, context)
    if command.to is None:
        return events
    wish = Parts(command.to, (), None, None, ticket.demand)
    given = sent_out(after(ticket, events, command.by, context), wish, command.by, context)
    return given if isinstance(given, Refusal) else (*events, *given)
