"""A citizen is forgotten (`domain.md` §14, rule 7: deletion is itself an event): what happened to the matter stays."""

from domain.actor import ActorKind
from domain.commands import EraseAppellant
from domain.deciding.answers import Outcome, wrong_state
from domain.events import AppellantErased
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import Office


def erase_appellant(ticket: Ticket, command: EraseAppellant) -> Outcome:
    """By whoever runs the program, and only where nobody is waited for any more: the answer needs the citizen's number."""
    if command.by.kind is not ActorKind.SYSTEM:
        return Refusal(Reason.NOT_YOUR_OFFICE, office=Office.ADMINISTRATOR)
    if all(a.appellant != command.appellant for a in ticket.appeals):
        return Refusal(Reason.UNKNOWN_APPELLANT)
    if command.appellant in ticket.erased:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if ticket.is_open:
        return wrong_state(ticket)
    return (AppellantErased(command.appellant),)
