"""回头看 of closed matters: opened on a day, by the supervisor, or because the citizen comes again (`domain.md` §8.6)."""

from domain.actor import ActorKind
from domain.commands import RecordLookBack, StartLookBack
from domain.context import Context
from domain.deciding.answers import Outcome
from domain.deciding.callback import reworked
from domain.deciding.rights import of_its_units, official_of, unless_office, unless_office_or_rule
from domain.events import LookBackOpened, LookBackRecorded
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import CauseClass, LookBackResult, Office, State

_CLOSED = frozenset({State.CLOSED, State.CLOSED_OUT})
_CAUSES = {
    LookBackResult.RELAPSE: CauseClass.RELAPSE,
    LookBackResult.NEVER_DONE: CauseClass.UNSOLVED,
}


def start_look_back(ticket: Ticket, command: StartLookBack, context: Context) -> Outcome:
    """Opened; a citizen's own words about the closed matter open it as well."""
    again = command.by.kind is ActorKind.CITIZEN and command.because_again
    if not again and (refusal := unless_office_or_rule(command.by, context, Office.SUPERVISOR)):
        return refusal
    if ticket.state not in _CLOSED:
        return Refusal(Reason.WRONG_STATE, state=ticket.state)
    if look_back_is_open(ticket):
        return Refusal(Reason.ALREADY, state=ticket.state)
    return (LookBackOpened(command.because_again),)


def record_look_back(ticket: Ticket, command: RecordLookBack, context: Context) -> Outcome:
    """巩固, or 反弹 / 未到位, which reopen the matter as a rework."""
    if refusal := unless_office(command.by, context, Office.SUPERVISOR, Office.CONFIRMER):
        return refusal
    person = official_of(command.by, context)
    if person is None or of_its_units(ticket, person, context):
        return Refusal(Reason.CONFIRMER_OF_UNIT)
    if ticket.state not in _CLOSED or not look_back_is_open(ticket):
        return Refusal(Reason.NO_LOOK_BACK, state=ticket.state)
    recorded = (LookBackRecorded(command.result, command.words),)
    cause = _CAUSES.get(command.result)
    if cause is None:
        return recorded
    back = reworked(ticket, cause, command.words, None, context)
    return back if isinstance(back, Refusal) else (*recorded, *back)


def look_back_is_open(ticket: Ticket) -> bool:
    """Whether somebody is to look again now."""
    look = ticket.look_back
    return look is not None and look.opened_at is not None and look.result is None
