"""How a decision becomes memory: decide, append, evolve, and queue all that follows, in one transaction or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from domain.actor import Actor
from domain.asks import Ask, AskKind
from domain.commands import AnyCommand
from domain.consequences import consequences
from domain.context import Context
from domain.decide import decide
from domain.deciding.calling import sample_waits_for
from domain.events import Event, Recorded, Supervised
from domain.evolve import evolve
from domain.ids import AppellantId
from domain.notices import Consequence, Notice, NoticeKind, RecipientKind, ShowCard, StrongReminder
from domain.outgoing import Ding, Notify, Put
from domain.refusals import Refusal
from domain.running import explain
from domain.ticket import Ticket
from domain.timers import timers_for
from domain.vocabulary import Grade, State
from handlers.answer_check import remember_answers
from handlers.ports import Work


async def carry_out(
    ticket: Ticket | None,
    command: AnyCommand,
    work: Work,
    context: Context,
    *,
    hushed: AppellantId | None = None,
) -> Ticket | Refusal:
    """Decide, and keep what was decided: the ticket as it now stands, or why not. Raises `Stale` for a lost race.

    `hushed`: a citizen whose phone gets no answers just now, because it has texted too often (`sms.md` §10.1).
    """
    outcome = decide(ticket, command, context)
    if isinstance(outcome, Refusal):
        return outcome
    return await keep(ticket, outcome, command.by, work, context, hushed=hushed)


async def keep(
    before: Ticket | None,
    events: tuple[Event, ...],
    by: Actor,
    work: Work,
    context: Context,
    *,
    hushed: AppellantId | None = None,
) -> Ticket:
    """Append the events to the ticket's chain, with their consequences and the timers the ticket now waits for."""
    recorded: list[Recorded] = []
    stages: list[Ticket] = []
    owed: list[tuple[Recorded, Consequence]] = []
    ticket = before
    for decided in events:
        seq = (ticket.version if ticket else 0) + 1
        event = await _numbered(decided, work, context) if isinstance(decided, Supervised) else decided
        entry = Recorded(seq, context.now, by, event)
        after = evolve(ticket, entry)
        owed += [(entry, owes) for owes in consequences(ticket, entry, after, context)]
        recorded.append(entry)
        stages.append(after)
        ticket = after
    if ticket is None:
        raise ValueError("a decision without events has nothing to keep")
    await work.tickets.append(recorded, ticket, stages)
    await remember_answers(events, ticket, work)
    await work.timers.set(ticket.id, timers_for(ticket, context), fresh=before is None)
    owed = [
        (entry, owes)
        for entry, owes in owed
        if not _is_hushed(owes, hushed) and not _promised_before(owes, before, context)
    ]
    await work.outbox.put_all([put for entry, owes in owed for put in _said(owes, entry, ticket, context)])
    await _follow_questions(before, ticket, owed, work, context)
    await _cards(before, ticket, owed, work, context)
    return ticket


async def _numbered(event: Supervised, work: Work, context: Context) -> Supervised:
    """A supervision sheet (督办单) gets its number as it is issued: gapless within the year, undone with its transaction."""
    if event.grade < Grade.GENERAL:
        return event
    return replace(event, number=await work.formal_number(f"sheet:{context.today.year}"))


def _said(owes: Consequence, entry: Recorded, ticket: Ticket, context: Context) -> Iterator[Put]:
    match owes:
        case Notice():
            yield Put(
                Notify(owes),
                key=notice_key(owes, entry.seq, ticket),
                at=_when(owes, context),
                urgent=owes.urgent,
                ordinary=owes.ordinary,
            )
        case StrongReminder():
            yield Put(
                Ding(owes.person, owes.notice),
                key=f"ding:{notice_key(owes.notice, entry.seq, ticket)}",
                at=context.now,
                urgent=True,
            )
        case ShowCard():
            return


async def _cards(
    before: Ticket | None,
    after: Ticket,
    owed: Sequence[tuple[Recorded, Consequence]],
    work: Work,
    context: Context,
) -> None:
    """New hands get their card, and every card on the ticket is brought up to date; a new ticket has none yet."""
    shown = [owes for _, owes in owed if isinstance(owes, ShowCard)]
    for owes in shown:
        await work.cards.hold(owes.person, after.id, owes.kind)
    if before is not None or shown:
        cards = await work.cards.of_ticket(after.id)
        await work.outbox.sync_cards([card.id for card in cards], context.now)


def _promised_before(owes: Consequence, before: Ticket | None, context: Context) -> bool:
    """Another unit, the same day: the citizen was promised that day already (§5.5: told again when it changes)."""
    if not isinstance(owes, Notice) or owes.kind is not NoticeKind.CITIZEN_DISPATCHED:
        return False
    limit = before.limit if before else None
    return limit is not None and explain(limit, context.calendar).shown_on == owes.on


def _is_hushed(owes: Consequence, hushed: AppellantId | None) -> bool:
    """Only answers to their own texts are held back, never a survey or a result."""
    return (
        hushed is not None
        and isinstance(owes, Notice)
        and owes.to.appellant == hushed
        and owes.kind in ANSWERS_TO_CITIZENS
    )


async def _follow_questions(
    before: Ticket | None,
    after: Ticket,
    owed: Sequence[tuple[Recorded, Consequence]],
    work: Work,
    context: Context,
) -> None:
    """A survey that goes out is a question open; when the round or the ticket is over, so are its questions."""
    if before is not None and not after.is_open and not sample_waits_for(after):
        await work.asks.close_of_ticket(after.id, tuple(AskKind))
    elif before is not None and before.state is State.CALLBACK and after.state is not State.CALLBACK:
        await work.asks.close_of_ticket(after.id, (AskKind.SURVEY, AskKind.SURVEY_AGAIN))
    for _, owes in owed:
        if isinstance(owes, Notice) and owes.kind in QUESTIONS_TO_CITIZENS and owes.to.appellant is not None:
            await work.asks.put(
                Ask(
                    id=work.ids.new(),
                    kind=QUESTIONS_TO_CITIZENS[owes.kind],
                    asked_at=context.now,
                    expires_at=context.now + context.policy.again_within,
                    appellant=owes.to.appellant,
                    ticket=after.id,
                )
            )


def notice_key(notice: Notice, seq: int, ticket: Ticket) -> str:
    """What makes telling somebody something twice a repeat: the event, the kind and the recipient."""
    to = notice.to.person or notice.to.appellant or notice.to.kind.value
    means = ":sms" if notice.by_sms else ""
    return f"{ticket.id}:{seq}:{notice.kind.value}:{to}{means}"


QUESTIONS_TO_CITIZENS = {
    NoticeKind.SURVEY: AskKind.SURVEY,
    NoticeKind.SURVEY_WHY: AskKind.SURVEY_WHY,
}
"""Texts that ask something: the answer is looked for among the open questions."""

ANSWERS_TO_CITIZENS = frozenset(
    {
        NoticeKind.RECEIPT,
        NoticeKind.ADDED,
        NoticeKind.REPEAT_KNOWN,
        NoticeKind.SURVEY_WHY,
        NoticeKind.THANKS,
    }
)
"""Somebody who texts at night is awake: what answers them goes at once (receipt within 3 minutes, §4.3)."""


def _when(notice: Notice, context: Context) -> datetime:
    """Nobody is told at night what can wait (quiet 22:00-07:00; §7.4)."""
    if notice.urgent or notice.kind in ANSWERS_TO_CITIZENS or notice.to.kind is RecipientKind.OPERATOR:
        return context.now
    if context.calendar.in_quiet_hours(context.now):
        return context.calendar.end_of_quiet(context.now)
    return context.now
