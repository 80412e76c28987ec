"""What changes a right or a limit (延期、退单、撤回销号): missing pieces are asked for, the whole is read back once."""

from dataclasses import replace
from datetime import date

from config.texts import answers, answers_commands
from config.texts import answers_replies as told
from config.texts.heard.dates import HeardDate, HeardNoDate
from domain.asks import Ask, AskKind
from domain.commands import RequestExtension, RequestReturn, WithdrawCloseout
from domain.ids import UnitId
from domain.ticket import Ticket
from domain.vocabulary import ReturnReason, State
from handlers.leader_progress import progress
from handlers.reading_back import ask, ask_to_confirm
from handlers.speaking import Spoken, sealed_about
from handlers.talk import Talk, seen_by


async def extension(talk: Talk, ticket: Ticket) -> Spoken:
    """申请延期: a date and a reason, shown in full before the yes."""
    heard = talk.heard.date
    if isinstance(heard, HeardNoDate):
        return Spoken(answers.no_such_date(heard.words), ticket.id)
    if isinstance(heard, HeardDate) and heard.past:
        return Spoken(answers.date_past(heard.on, talk.context.today), ticket.id)
    if heard is None or not talk.heard.reason:
        question = ask(
            AskKind.EXTENSION_DETAILS,
            talk.speaker,
            talk.work,
            talk.around,
            ticket=ticket.id,
            words=await talk.work.words.seal(talk.words, talk.subject),
        )
        await talk.work.asks.put(question)
        words = told.extension_details(date_missing=heard is None, reason_missing=not talk.heard.reason)
        return Spoken(words, ticket.id)
    return await _extension_wish(talk, ticket, heard.on, talk.heard.reason)


async def _extension_wish(talk: Talk, ticket: Ticket, until: date, reason: str) -> Spoken:
    command = RequestExtension(talk.by, until, await sealed_about(ticket, reason, talk.work))
    view = await seen_by(talk, ticket)
    words = answers_commands.extension_wish(view, until)
    return await ask_to_confirm(talk.speaker, view, command, words, work=talk.work, around=talk.around)


async def extension_details(talk: Talk, ticket: Ticket, question: Ask) -> Spoken:
    """The missing piece, read together with what was said before."""
    before = ""
    if question.words is not None:
        before = (await talk.work.words.open([question.words])).get(question.words.ref, "")
    await talk.work.asks.close(question.id)
    whole = "，".join(part for part in (before, talk.words) if part)
    return await extension(talk.saying(whole, talk.files), ticket)


async def giving_back(talk: Talk, ticket: Ticket) -> Spoken:
    """申请退单: the reason is one of a list; "no staff" and "difficult" are not on it."""
    words = await sealed_about(ticket, talk.words, talk.work)
    reason = talk.heard.return_reason
    suggested = _unit(talk, talk.heard.suggested_unit)
    command = RequestReturn(talk.by, reason or ReturnReason.NOT_OURS, suggested, words)
    if reason is None:
        await talk.work.asks.put(
            ask(
                AskKind.RETURN_REASON, talk.speaker, talk.work, talk.around, ticket=ticket.id, command=command
            )
        )
        return Spoken(told.return_reasons(), ticket.id)
    return await _return_wish(talk, ticket, command)


async def return_reason(talk: Talk, ticket: Ticket, question: Ask) -> Spoken | None:
    """The number, or the words, that choose the reason; None when they do not."""
    reasons = tuple(ReturnReason)
    choice = talk.heard.choice
    reason = reasons[choice - 1] if choice and choice <= len(reasons) else talk.heard.return_reason
    if reason is None or not isinstance(question.command, RequestReturn):
        return None
    await talk.work.asks.close(question.id)
    return await _return_wish(talk, ticket, replace(question.command, reason=reason))


async def _return_wish(talk: Talk, ticket: Ticket, command: RequestReturn) -> Spoken:
    view = await seen_by(talk, ticket)
    words = answers_commands.return_wish(view, command.reason, command.suggested)
    return await ask_to_confirm(talk.speaker, view, command, words, work=talk.work, around=talk.around)


async def work_goes_on(talk: Talk, ticket: Ticket) -> Spoken:
    """继续办理: withdraws a close-out request after a read-back; without one the words are progress."""
    view = await seen_by(talk, ticket)
    if ticket.state is not State.CLOSEOUT_REQUESTED:
        return await progress(talk, ticket)
    words = await sealed_about(ticket, talk.words, talk.work)
    command = WithdrawCloseout(talk.by, words)
    return await ask_to_confirm(
        talk.speaker, view, command, told.withdraw_wish(view), work=talk.work, around=talk.around
    )


def _unit(talk: Talk, words: str) -> UnitId | None:
    named = talk.context.directory.unit_named(words) if words else ()
    return named[0].id if len(named) == 1 else None
