"""What somebody may do with a ticket now: the buttons of their card, found by asking the rules themselves.

A button stands on a card only where pressing it would not be refused (design §4); what needs words or a date is
probed with a plausible one, and asked for after the press.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import assert_never

from domain import commands as asked
from domain.actor import Actor, official
from domain.commands import AnyCommand
from domain.context import Context
from domain.decide import decide
from domain.deciding.closeout import open_visit
from domain.deciding.ending import still_to_ask
from domain.deciding.rights import parts_of
from domain.ids import PersonId, Sealed, UnitId, VisitId
from domain.notices import CardKind
from domain.refusals import Refusal
from domain.running import explain
from domain.ticket import Ticket
from domain.vocabulary import ReturnReason, State, WhistleMark
from domain.whistle import Whistle


class Action(StrEnum):
    """What a button does; its Chinese is in `config/texts/actions.py`."""

    ACKNOWLEDGE = "acknowledge"
    ARRIVAL = "arrival"
    REPORT_PROGRESS = "report_progress"
    REQUEST_EXTENSION = "request_extension"
    REQUEST_RETURN = "request_return"
    REPORT_HANDLED = "report_handled"
    REQUEST_CLOSEOUT = "request_closeout"
    WITHDRAW_CLOSEOUT = "withdraw_closeout"
    CONTACT_SUPERVISOR = "contact_supervisor"
    GRANT_EXTENSION = "grant_extension"
    GRANT_RETURN = "grant_return"
    PASS_REVIEW = "pass_review"  # noqa: S105 - a review passed, not a password
    APPROVE = "approve"
    CONFIRM_FINDING = "confirm_finding"
    OPEN_SITE_PAGE = "open_site_page"
    CALL_FAILED = "call_failed"
    CONFIRM_WHISTLE = "confirm_whistle"
    RATE_UNITS_GOOD = "rate_units_good"
    RATE_WHISTLE_GOOD = "rate_whistle_good"


_WORDS = Sealed(0, "")
"""Stands for words that would be asked for after the press."""


def buttons(ticket: Ticket, person: PersonId, card: CardKind, context: Context) -> tuple[Action, ...]:
    """The actions of that card for that person now, in the order of the card (`domain.md` §15.1)."""
    by = official(person)
    match card:
        case CardKind.TASK:
            probes = _task(ticket, by, context)
        case CardKind.DECISION:
            probes = _decision(by)
        case CardKind.CALLBACK:
            probes = _callback(ticket, by)
        case CardKind.WHISTLE:
            probes = _whistle(by)
        case CardKind.VISIT:
            visit = open_visit(ticket)
            mine = visit is not None and visit.confirmer == person
            return (Action.OPEN_SITE_PAGE,) if mine and ticket.state is State.CLOSEOUT_REQUESTED else ()
        case _:
            assert_never(card)
    granted = tuple(action for action, probe in probes if granted_now(ticket, probe, context))
    unit_card = card is CardKind.TASK and ticket.is_open and parts_of(ticket, by, context)
    return (*granted, Action.CONTACT_SUPERVISOR) if unit_card else granted


def granted_now(ticket: Ticket, command: AnyCommand, context: Context) -> bool:
    """Whether the rules would let this happen now."""
    return not isinstance(decide(ticket, command, context), Refusal)


def _task(ticket: Ticket, by: Actor, context: Context) -> Iterator[tuple[Action, AnyCommand]]:
    yield Action.ACKNOWLEDGE, asked.Acknowledge(by)
    if ticket.urgent_since or ticket.whistle:
        yield Action.ARRIVAL, asked.ReportArrival(by)
    yield Action.REPORT_PROGRESS, asked.ReportProgress(by, _WORDS)
    if ticket.limit:
        last = explain(ticket.limit, context.calendar).shown_on
        later = context.calendar.next_workday(last)
        yield Action.REQUEST_EXTENSION, asked.RequestExtension(by, later, _WORDS)
    yield Action.REQUEST_RETURN, asked.RequestReturn(by, ReturnReason.NOT_OURS)
    yield Action.REPORT_HANDLED, asked.ReportHandled(by, _WORDS, contact=True)
    yield Action.REQUEST_CLOSEOUT, asked.RequestCloseout(by, VisitId(0), _WORDS, _WORDS)
    yield Action.WITHDRAW_CLOSEOUT, asked.WithdrawCloseout(by)
    if ticket.whistle and not any(
        _rated(ticket.whistle, part.unit) for part in parts_of(ticket, by, context)
    ):
        yield Action.RATE_WHISTLE_GOOD, asked.RateWhistle(by, WhistleMark.GOOD)


def _rated(whistle: Whistle, unit: UnitId) -> bool:
    called = whistle.of(unit)
    return called is not None and called.own_mark is not None


def _whistle(by: Actor) -> Iterator[tuple[Action, AnyCommand]]:
    yield Action.CONFIRM_WHISTLE, asked.ConfirmWhistle(by)
    yield Action.RATE_UNITS_GOOD, asked.RateUnits(by, WhistleMark.GOOD)


def _decision(by: Actor) -> Iterator[tuple[Action, AnyCommand]]:
    yield Action.GRANT_EXTENSION, asked.DecideExtension(by, granted=True)
    yield Action.GRANT_RETURN, asked.DecideReturn(by, granted=True)
    yield Action.PASS_REVIEW, asked.Review(by, passed=True)
    yield Action.APPROVE, asked.Approve(by)
    yield Action.CONFIRM_FINDING, asked.ConfirmFinding(by)


def _callback(ticket: Ticket, by: Actor) -> Iterator[tuple[Action, AnyCommand]]:
    """Not reached: by button only where it is plain who was called."""
    waiting = still_to_ask(ticket)
    if len(waiting) == 1:
        yield Action.CALL_FAILED, asked.RecordCallTry(by, waiting[0])
