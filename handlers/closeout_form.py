"""申请销号 and 申请办结: of the close-out form (domain.md §8.3) only what is missing is asked for, then it is read back.

Result per item, evidence, contact with the citizen, and after a rework what is different this time.
"""

from dataclasses import replace

from config.texts import answers
from config.texts import answers_replies as told
from config.texts.heard.replies import ContactWay
from domain.asks import Ask, AskKind
from domain.commands import ReportHandled, RequestCloseout
from domain.decide import decide
from domain.events import AnswerReturned
from domain.ids import VisitId
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import Track
from handlers.answer_check import findings_for
from handlers.keeping import carry_out
from handlers.leader_progress import record
from handlers.reading_back import ask, ask_to_confirm
from handlers.speaking import Spoken, sealed_about
from handlers.talk import Talk, refused, seen_by
from handlers.whose_turn import whose_turn

_ASKED_FOR = frozenset({Reason.ITEMS_OPEN, Reason.NO_EVIDENCE, Reason.NOTHING_DIFFERENT})
SHORTEST_RESULT = 30
"""An answer of 30 characters or less is empty talk (§8.5)."""


async def close_out(talk: Talk, ticket: Ticket) -> Spoken:
    """申请销号 on the list track, 申请办结 on the ordinary one; what the words report besides is recorded first."""
    reported = await _report_first(talk, ticket)
    if isinstance(reported, Refusal):
        return await refused(talk, ticket, reported)
    if reported.track is Track.ORDINARY:
        return await hand_in(talk, reported)
    words = await sealed_about(reported, talk.words, talk.work)
    command = RequestCloseout(talk.by, VisitId(talk.work.ids.new()), words)
    return await ask_what_is_missing(talk, reported, command)


async def ask_what_is_missing(talk: Talk, ticket: Ticket, command: RequestCloseout) -> Spoken:
    """One question at a time, until the form is complete; then the read-back."""
    view = await seen_by(talk, ticket)
    foreseen = decide(ticket, command, talk.context)
    missing = isinstance(foreseen, Refusal) and foreseen.reason in _ASKED_FOR
    if isinstance(foreseen, Refusal) and missing and _for_others(talk, ticket, foreseen):
        return Spoken(told.closeout_missing(view, foreseen), ticket.id)
    if isinstance(foreseen, Refusal) and not missing:
        talk.work.refused(foreseen.reason)
        return Spoken(talk.around.texts.refusal(foreseen, view), ticket.id)
    if missing or _no_contact(ticket):
        question = ask(
            AskKind.CLOSEOUT_WORDS, talk.speaker, talk.work, talk.around, ticket=ticket.id, command=command
        )
        await talk.work.asks.put(question)
        refusal = foreseen if isinstance(foreseen, Refusal) else None
        if refusal is not None and refusal.reason is Reason.NO_EVIDENCE and talk.files:
            return Spoken(told.photos_coming(view), ticket.id)
        return Spoken(told.closeout_missing(view, refusal), ticket.id)
    await talk.work.asks.close_of_ticket(ticket.id, (AskKind.CLOSEOUT_WORDS,))
    command = replace(command, confirmer=await whose_turn(ticket, talk.work, talk.context))
    return await ask_to_confirm(
        talk.speaker, view, command, told.closeout_wish(view), work=talk.work, around=talk.around
    )


def _for_others(talk: Talk, ticket: Ticket, refusal: Refusal) -> bool:
    """Whether only other units' items are open: nothing the speaker could say would help, so nothing is asked."""
    own = talk.context.directory.units_of(talk.speaker.id, talk.context.today)
    waiting = [item for item in ticket.items if item.no in refusal.items]
    return refusal.reason is Reason.ITEMS_OPEN and bool(waiting) and not any(i.unit in own for i in waiting)


async def missing_words(talk: Talk, ticket: Ticket, question: Ask) -> Spoken:
    """What was missing has been said (or shown): recorded, and on to what is still missing."""
    if isinstance(question.command, ReportHandled) or ticket.track is Track.ORDINARY:
        await talk.work.asks.close(question.id)
        return await hand_in(talk, ticket)
    if not isinstance(question.command, RequestCloseout):
        return await close_out(talk, ticket)
    before = decide(ticket, question.command, talk.context)
    reason = before.reason if isinstance(before, Refusal) else None
    asked_for_contact = reason is None and _no_contact(ticket)
    meant = talk
    if asked_for_contact:
        # They were asked about the contact, so whatever they say is about it.
        meant = replace(talk, heard=replace(talk.heard, contact=talk.heard.contact or ContactWay.UNSAID))
    reported = await record(meant, ticket)
    if isinstance(reported, Refusal):
        return await refused(talk, ticket, reported)
    command = question.command
    if reason is Reason.NOTHING_DIFFERENT:
        command = replace(command, different=await sealed_about(ticket, talk.words, talk.work))
    return await ask_what_is_missing(talk, reported, command)


async def hand_in(talk: Talk, ticket: Ticket) -> Spoken:
    """申请办结: the words become the answer to the citizen, so they must say something; read back before they go."""
    if len(talk.words) < SHORTEST_RESULT:
        question = ask(AskKind.CLOSEOUT_WORDS, talk.speaker, talk.work, talk.around, ticket=ticket.id)
        await talk.work.asks.put(question)
        return Spoken(told.result_missing(), ticket.id)
    contact = talk.heard.contact is not None
    command = ReportHandled(
        talk.by,
        await sealed_about(ticket, talk.words, talk.work),
        contact=contact,
        findings=await findings_for(ticket, talk.words, talk.work, talk.context),
    )
    if _goes_back(ticket, command, talk):
        return await _back(ticket, command, talk)
    view = await seen_by(talk, ticket)
    words = told.handled_wish(view, talk.words, command.findings)
    return await ask_to_confirm(talk.speaker, view, command, words, work=talk.work, around=talk.around)


def _goes_back(ticket: Ticket, command: ReportHandled, talk: Talk) -> bool:
    foreseen = decide(ticket, command, talk.context)
    return not isinstance(foreseen, Refusal) and any(isinstance(one, AnswerReturned) for one in foreseen)


async def _back(ticket: Ticket, command: ReportHandled, talk: Talk) -> Spoken:
    """An answer that fails the check needs no read-back: it goes back at once, and the next words are the better one."""
    outcome = await carry_out(ticket, command, talk.work, talk.context)
    if isinstance(outcome, Refusal):
        return await refused(talk, ticket, outcome)
    question = ask(AskKind.CLOSEOUT_WORDS, talk.speaker, talk.work, talk.around, ticket=ticket.id)
    await talk.work.asks.put(question)
    return Spoken(answers.handed_in(await seen_by(talk, outcome)), ticket.id)


async def _report_first(talk: Talk, ticket: Ticket) -> Ticket | Refusal:
    """Words like 1、3已完成，申请销号 report something as well as wish for something."""
    heard = talk.heard
    reports = heard.items.done or heard.items.all_done or heard.contact or talk.files
    if ticket.track is Track.ORDINARY or not reports:
        return ticket
    return await record(talk, ticket)


def _no_contact(ticket: Ticket) -> bool:
    """Contact with the citizen is part of the form, unless the centre alone may contact them (保密)."""
    lead = ticket.lead
    return (
        bool(ticket.appellants) and lead is not None and lead.contacted_at is None and not ticket.confidential
    )
