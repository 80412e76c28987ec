"""Reading back before a right or a limit changes: the question, and what a yes or a no makes of it (design §4)."""

from config.texts import answers
from domain.asks import Ask, AskKind
from domain.commands import AnyCommand, BlowWhistle
from domain.decide import decide
from domain.ids import Sealed, TicketId
from domain.people import Person
from domain.refusals import Refusal
from domain.view import TicketView
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.speaking import Spoken
from handlers.surroundings import Surroundings
from handlers.views import view_of
from handlers.whistle_out import send_out


async def ask_to_confirm(
    speaker: Person, view: TicketView, command: AnyCommand, words: str, *, work: Work, around: Surroundings
) -> Spoken:
    """Read the wish back and wait for a yes; what the rules would refuse is refused now, before anybody says yes."""
    ticket = view.ticket
    foreseen = decide(ticket, command, around.context)
    if isinstance(foreseen, Refusal):
        work.refused(foreseen.reason)
        return Spoken(around.texts.refusal(foreseen, view), ticket.id)
    await work.asks.put(ask(AskKind.CONFIRM, speaker, work, around, ticket=ticket.id, command=command))
    return Spoken(answers.confirm(words), ticket.id)


def ask(
    kind: AskKind,
    speaker: Person,
    work: Work,
    around: Surroundings,
    *,
    ticket: TicketId | None = None,
    command: AnyCommand | None = None,
    choices: tuple[TicketId, ...] = (),
    entries: tuple[int, ...] = (),
    words: Sealed | None = None,
    files: tuple[str, ...] = (),
) -> Ask:
    """A question to an official, open for as long as the policy says."""
    now = around.context.now
    return Ask(
        id=work.ids.new(),
        kind=kind,
        asked_at=now,
        expires_at=now + around.context.policy.ask_expires,
        person=speaker.id,
        ticket=ticket,
        command=command,
        choices=choices,
        entries=entries,
        words=words,
        files=files,
    )


async def confirmed(question: Ask, speaker: Person, work: Work, around: Surroundings) -> Spoken:
    """Yes: done, or refused if things have changed since it was read back."""
    await work.asks.close(question.id)
    if isinstance(question.command, BlowWhistle):
        return await send_out(question.command, speaker.id, work, around)
    ticket = await work.tickets.get(question.ticket) if question.ticket is not None else None
    if ticket is None or question.command is None:
        return Spoken(answers.nothing_to_confirm())
    outcome = await carry_out(ticket, question.command, work, around.context)
    if isinstance(outcome, Refusal):
        view = await view_of(ticket, work, around.context, speaker.id)
        work.refused(outcome.reason)
        return Spoken(around.texts.refusal(outcome, view), ticket.id)
    view = await view_of(outcome, work, around.context, speaker.id)
    return Spoken(answers.carried_out(view, question.command), outcome.id)


async def dropped(question: Ask, work: Work) -> Spoken:
    """No: nothing was changed."""
    await work.asks.close(question.id)
    return Spoken(answers.not_done(), question.ticket)
