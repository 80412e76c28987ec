"""Every command in every state has an answer: events, or a refusal that changes nothing (design §2; invariant 4)."""

from typing import assert_never

from domain import commands as asked
from domain.commands import AnyCommand, BlowWhistle, FileAppeal
from domain.context import Context
from domain.deciding import (
    callback,
    closeout,
    dispatching,
    erasing,
    intake,
    lookback,
    merging,
    supervising,
    time_came,
    unit_work,
    whistling,
    wishes,
)
from domain.events import Event
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket


def decide(ticket: Ticket | None, command: AnyCommand, context: Context) -> tuple[Event, ...] | Refusal:
    """What happens when somebody asks for something: pure and total. Without a ticket only a request or a whistle makes sense."""
    if ticket is None:
        if isinstance(command, FileAppeal):
            return intake.file_appeal(command, context)
        if isinstance(command, BlowWhistle):
            return whistling.blow(command, context)
        return Refusal(Reason.WRONG_STATE)
    return _answer(ticket, command, context)


def _answer(  # noqa: C901, PLR0912, PLR0915 - one line a command: the table of contents of the rules
    ticket: Ticket, command: AnyCommand, context: Context
) -> tuple[Event, ...] | Refusal:
    match command:
        case FileAppeal() | BlowWhistle():
            return Refusal(Reason.ALREADY, state=ticket.state)
        case asked.AddWords():
            return intake.add_words(ticket, command, context)
        case asked.AskCitizen():
            return intake.ask_citizen(ticket, command, context)
        case asked.Accept():
            return intake.accept(ticket, command, context)
        case asked.AnswerAtOnce():
            return intake.answer_at_once(ticket, command, context)
        case asked.Decline():
            return intake.decline(ticket, command, context)
        case asked.Reopen():
            return intake.reopen(ticket, command, context)
        case asked.CorrectRecord():
            return intake.correct_record(ticket, command, context)
        case asked.Dispatch():
            return dispatching.dispatch(ticket, command, context)
        case asked.Assign():
            return dispatching.assign(ticket, command, context)
        case asked.AddItem():
            return dispatching.add_item(ticket, command, context)
        case asked.ChangeItem():
            return dispatching.change_item(ticket, command, context)
        case asked.RemoveItem():
            return dispatching.remove_item(ticket, command, context)
        case asked.Redispatch():
            return dispatching.redispatch(ticket, command, context)
        case asked.Acknowledge():
            return unit_work.acknowledge(ticket, command, context)
        case asked.ReportArrival():
            return unit_work.report_arrival(ticket, command, context)
        case asked.RecordContact():
            return unit_work.record_contact(ticket, command, context)
        case asked.ReportProgress():
            return unit_work.report_progress(ticket, command, context)
        case asked.AddEvidence():
            return unit_work.add_evidence(ticket, command, context)
        case asked.WithdrawProgress():
            return unit_work.withdraw_progress(ticket, command, context)
        case asked.ReportHandled():
            return unit_work.report_handled(ticket, command, context)
        case asked.RequestExtension():
            return wishes.request_extension(ticket, command, context)
        case asked.DecideExtension():
            return wishes.decide_extension(ticket, command, context)
        case asked.RequestReturn():
            return wishes.request_return(ticket, command, context)
        case asked.DecideReturn():
            return wishes.decide_return(ticket, command, context)
        case asked.Review():
            return callback.review(ticket, command, context)
        case asked.RequestCloseout():
            return closeout.request_closeout(ticket, command, context)
        case asked.WithdrawCloseout():
            return closeout.withdraw_closeout(ticket, command, context)
        case asked.NameConfirmer():
            return closeout.name_confirmer(ticket, command, context)
        case asked.ReportVisit():
            return closeout.report_visit(ticket, command, context)
        case asked.RejectCloseout():
            return closeout.reject_closeout(ticket, command, context)
        case asked.Approve():
            return closeout.approve(ticket, command, context)
        case asked.RecordRating():
            return callback.record_rating(ticket, command, context)
        case asked.RecordCallTry():
            return callback.record_call_try(ticket, command, context)
        case asked.ProposeFinding():
            return callback.propose_finding(ticket, command, context)
        case asked.ConfirmFinding():
            return callback.confirm_finding(ticket, command, context)
        case asked.OrderRework():
            return callback.order_rework(ticket, command, context)
        case asked.LookAtTooFast():
            return callback.look_at_too_fast(ticket, command, context)
        case asked.UrgeUnit():
            return supervising.urge_unit(ticket, command, context)
        case asked.Supervise():
            return supervising.supervise(ticket, command, context)
        case asked.Shelve():
            return supervising.shelve(ticket, command, context)
        case asked.Unshelve():
            return supervising.unshelve(ticket, command, context)
        case asked.CalendarChanged():
            return supervising.calendar_changed(ticket, command, context)
        case asked.MergeInto():
            return merging.merge_into(ticket, command, context)
        case asked.TakeIn():
            return merging.take_in(ticket, command, context)
        case asked.UndoMerge():
            return merging.undo_merge(ticket, command, context)
        case asked.LetGo():
            return merging.let_go(ticket, command, context)
        case asked.StartLookBack():
            return lookback.start_look_back(ticket, command, context)
        case asked.RecordLookBack():
            return lookback.record_look_back(ticket, command, context)
        case asked.ConfirmWhistle():
            return whistling.confirm_whistle(ticket, command, context)
        case asked.RefuseWhistle():
            return whistling.refuse_whistle(ticket, command, context)
        case asked.RateUnits():
            return whistling.rate_units(ticket, command, context)
        case asked.RateWhistle():
            return whistling.rate_whistle(ticket, command, context)
        case asked.ExcuseUnit():
            return whistling.excuse_unit(ticket, command, context)
        case asked.EraseAppellant():
            return erasing.erase_appellant(ticket, command)
        case asked.TimeCame():
            return time_came.time_came(ticket, command, context)
        case _:
            assert_never(command)
