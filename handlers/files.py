"""Pictures and files sent in chat have arrived, or have not (design §2): they join the report they followed."""

from typing import assert_never

from config.texts import answers_replies as told
from config.texts.duty import roster_not_here
from config.texts.heard.replies import hear_reply
from domain.actor import official
from domain.asks import AskKind
from domain.commands import AddEvidence, RequestCloseout
from domain.faces import Answer
from domain.inbound import EventKey, FileFetched, FileLost, RosterSent
from domain.outgoing import FetchFile
from domain.people import Person
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from handlers.closeout_form import ask_what_is_missing
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.rosters.sending import roster_sent
from handlers.speaking import Spoken, answer, one_to_one
from handlers.surroundings import Surroundings
from handlers.talk import Talk
from handlers.views import view_of


async def file_came(
    event: FileFetched | FileLost | RosterSent, work: Work, around: Surroundings
) -> Answer | None:
    """What became of a file sent in chat: proof for a ticket, a duty roster, or lost."""
    match event:
        case FileFetched():
            return await file_fetched(event, work, around)
        case FileLost():
            return await file_lost(event, work, around)
        case RosterSent():
            return await roster_sent(event, work, around)
        case _:
            assert_never(event)


async def file_fetched(event: FileFetched, work: Work, around: Surroundings) -> Answer | None:
    """A picture proves something once: one that was proof elsewhere is not taken, and the sender is told."""
    request = await work.outbox.get(event.request)
    if not isinstance(request, FetchFile) or request.ticket is None:
        return None
    ticket = await work.tickets.get(request.ticket)
    person = around.context.directory.person(request.person)
    if ticket is None or person is None:
        return None
    used = await work.evidence.first_use(event.blob)
    if used is not None and used != ticket.id:
        earlier = await work.tickets.get(used)
        view = await view_of(ticket, work, around.context, person.id)
        words = told.file_used_before(view, earlier.number if earlier else "")
        await answer(Spoken(words, ticket.id), one_to_one(event.key, person), work, around)
        return None
    command = AddEvidence(official(person.id), request.report, (event.blob,))
    outcome = await carry_out(ticket, command, work, around.context)
    if isinstance(outcome, Refusal):
        await _not_joined(outcome, event.key, ticket, person, work=work, around=around)
        return None
    await work.evidence.use(event.blob, ticket.id, person.id, around.context.now)
    await _go_on_with_closeout(event.key, person, outcome, work, around)
    return None


async def file_lost(event: FileLost, work: Work, around: Surroundings) -> Answer | None:
    """The words stand; the sender is asked to send the file again."""
    request = await work.outbox.get(event.request)
    if not isinstance(request, FetchFile):
        return None
    person = around.context.directory.person(request.person)
    if request.ticket is None:
        if person is not None:
            await answer(Spoken(roster_not_here()), one_to_one(event.key, person), work, around)
        return None
    ticket = await work.tickets.get(request.ticket)
    if ticket is not None and person is not None:
        view = await view_of(ticket, work, around.context, person.id)
        words = told.file_lost(view, event.code)
        await answer(Spoken(words, ticket.id), one_to_one(event.key, person), work, around)
    return None


async def _not_joined(
    refusal: Refusal, key: EventKey, ticket: Ticket, person: Person, *, work: Work, around: Surroundings
) -> None:
    """Fetched too late - the report was withdrawn, the matter has ended: whoever sent it does not believe it is there."""
    if refusal.reason is Reason.ALREADY:
        return
    view = await view_of(ticket, work, around.context, person.id)
    words = told.file_not_joined(view, ended=not ticket.is_open)
    await answer(Spoken(words, ticket.id), one_to_one(key, person), work, around)


async def _go_on_with_closeout(
    key: EventKey, person: Person, ticket: Ticket, work: Work, around: Surroundings
) -> None:
    """Where the close-out form waited for this picture, the next question or the read-back follows."""
    question = await work.asks.latest_of_person(person.id, around.context.now, (AskKind.CLOSEOUT_WORDS,))
    if question is None or question.ticket != ticket.id or not isinstance(question.command, RequestCloseout):
        return
    nothing = hear_reply("", around.context.now, around.context.calendar)
    talk = Talk(key, person, nothing, (), work, around)
    spoken = await ask_what_is_missing(talk, ticket, question.command)
    await answer(spoken, one_to_one(key, person), work, around)
