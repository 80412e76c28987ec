"""Exactly one person answers for every open ticket (invariant 3 of the design)."""

from domain.context import Context
from domain.deciding.ending import accepted
from domain.deciding.parts import responsible
from domain.deciding.rights import of_unit
from domain.ids import PersonId
from domain.ticket import Assignment, Ticket
from domain.vocabulary import Office, State


def accountable(ticket: Ticket, context: Context) -> PersonId | None:
    """Who answers for the ticket now; None once it has ended.

    The dispatcher until it is dispatched, then the responsible leader, the callback officer while it is called back
    or reviewed, the head otherwise.
    """
    if not ticket.is_open:
        return None
    match ticket.state:
        case State.SHELVED | State.SITE_CONFIRMED:
            return head(context)
        case State.DISSATISFIED_REVIEW:
            return one_of(Office.CALLBACK_OFFICER, ticket, context)
        case State.CALLBACK:
            # Everybody was asked: only the head's approval is missing.
            return head(context) if accepted(ticket) else one_of(Office.CALLBACK_OFFICER, ticket, context)
        case _ if ticket.lead is None:
            return one_of(Office.DISPATCHER, ticket, context)
        case _:
            return leader_of(ticket.lead, ticket, context)


def leader_of(part: Assignment, ticket: Ticket, context: Context) -> PersonId | None:
    """Who answers for a unit's part: its leader, or, when they have left, whoever answers for the unit now."""
    found = context.directory.person(part.leader)
    if found and not found.suspended:
        return part.leader
    return responsible(part.unit, ticket.about_unit, context)


def one_of(office: Office, ticket: Ticket, context: Context) -> PersonId | None:
    """The first holder of an office of the centre who is not of the complained-of unit, else the head."""
    for person in context.directory.holders(office, context.today):
        if not of_unit(person.id, ticket.about_unit, context):
            return person.id
    return head(context)


def head(context: Context) -> PersonId | None:
    """The centre head, else the deputy."""
    found = context.directory.head(context.today)
    return found.id if found else None
