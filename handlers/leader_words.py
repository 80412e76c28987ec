"""A leader just replies (design §4): which ticket, what is meant, and then one function per meaning."""

from config.texts import answers
from config.texts import answers_replies as told
from config.texts.heard.arrival import wants_supervisor
from config.texts.heard.replies import ReplyIntent
from domain.asks import AskKind
from domain.ids import TicketId
from domain.ticket import Ticket
from handlers.buttons import chosen_button, supervisors
from handlers.closeout_form import close_out
from handlers.leader_progress import (
    acknowledge,
    last_note,
    nothing_said,
    progress,
    progress_on_each,
    undo,
)
from handlers.leader_wishes import extension, giving_back, work_goes_on
from handlers.open_questions import answer_to, kept_words, question_for
from handlers.reading_back import ask
from handlers.site import link_for
from handlers.speaking import Spoken
from handlers.talk import Talk, codes_of, files_of, seen_by
from handlers.which import (
    AskWhich,
    Because,
    NoSuchNumber,
    NothingOpen,
    These,
    belongs_to,
    hints_for,
    tickets_of,
)

_SIGNS = frozenset({ReplyIntent.ACKNOWLEDGE, ReplyIntent.YES})
_PLAIN = frozenset({ReplyIntent.PROGRESS, ReplyIntent.SILENCE, ReplyIntent.WITHDRAW})


async def leader_said(talk: Talk) -> Spoken:
    """An open question first; else the words find their ticket."""
    mine = await tickets_of(talk.speaker, talk.work, talk.around)
    question = await question_for(talk, mine)
    if question is not None:
        answered = await answer_to(question, talk, go)
        if answered is not None:
            return answered
    if not talk.words and not talk.files:
        return nothing_said()
    if wants_supervisor(talk.words):
        return supervisors(talk)
    return await _find_ticket(talk, mine)


async def _find_ticket(talk: Talk, mine: tuple[Ticket, ...]) -> Spoken:
    if talk.heard.intent is ReplyIntent.NO:
        return Spoken(answers.nothing_to_confirm())
    quote = talk.said.quote if talk.said else None
    hints = await hints_for(talk.words, quote, talk.speaker, mine, work=talk.work, around=talk.around)
    if talk.heard.intent is ReplyIntent.UNDO and not talk.heard.references and hints.quoted is None:
        return await _undo_latest(talk, mine, untraced=hints.untraced)
    meant = (hints.quoted,) if hints.quoted is not None else hints.named
    if page := await _on_site(talk, mine, meant):
        return page
    belongs = belongs_to(hints)
    if talk.heard.intent in _SIGNS and isinstance(belongs, AskWhich | These) and not meant and len(mine) > 1:
        return await _sign(talk, mine, belongs, untraced=hints.untraced)
    match belongs:
        case These(ids, because):
            tickets = await _all(talk, ids)
            return await go(talk, tickets, guessed=because is Because.JUST_TOUCHED)
        case AskWhich(choices):
            return await _ask_which(talk, choices)
        case NoSuchNumber(number):
            return Spoken(answers.no_such_ticket(number))
        case NothingOpen():
            return Spoken(told.nothing_open())


async def _undo_latest(talk: Talk, mine: tuple[Ticket, ...], *, untraced: bool) -> Spoken:
    """撤销 alone is about the latest report; quoting what nobody can trace it is asked which, where there are several."""
    reported = tuple(ticket.id for ticket in mine if last_note(talk, ticket))
    if untraced and len(reported) > 1:
        return await _ask_which(talk, reported)
    return await undo(talk, mine)


async def _sign(talk: Talk, mine: tuple[Ticket, ...], belongs: AskWhich | These, *, untraced: bool) -> Spoken:
    """收到 is about what still waits for a signature: the only one, else a choice among those; 好的 never asks back."""
    units = talk.context.directory.units_of(talk.speaker.id, talk.context.today)
    waiting = tuple(
        ticket
        for ticket in mine
        if any(part.unit in units and part.acknowledged_at is None for part in ticket.assignments)
    )
    if isinstance(belongs, These) and belongs.tickets[0] in {ticket.id for ticket in waiting}:
        return await go(talk, await _all(talk, belongs.tickets))
    if len(waiting) == 1 and not untraced:
        return await go(talk, waiting)
    if waiting and talk.heard.intent is ReplyIntent.ACKNOWLEDGE:
        return await _ask_which(talk, tuple(ticket.id for ticket in waiting))
    return Spoken(told.all_signed() if not waiting else answers.nothing_to_confirm())


async def go(talk: Talk, tickets: tuple[Ticket, ...], *, guessed: bool = False) -> Spoken:
    """The words on their way, the tickets being known."""
    if len(tickets) > 1:
        if talk.heard.intent not in _PLAIN:
            return Spoken(told.one_only([await seen_by(talk, ticket) for ticket in tickets]))
        return await progress_on_each(talk, tickets)
    ticket = tickets[0]
    await talk.work.marks.touch(talk.speaker.id, ticket.id, talk.context.now)
    match talk.heard.intent:
        case ReplyIntent.ACKNOWLEDGE | ReplyIntent.YES if not talk.files:
            return await acknowledge(talk, ticket)
        case ReplyIntent.CHOICE if (chosen := await chosen_button(talk, ticket)) is not None:
            return chosen
        case ReplyIntent.UNDO:
            return await undo(talk, tickets)
        case ReplyIntent.EXTEND:
            return await extension(talk, ticket)
        case ReplyIntent.RETURN:
            return await giving_back(talk, ticket)
        case ReplyIntent.CLOSE_OUT:
            return await close_out(talk, ticket)
        case ReplyIntent.WITHDRAW:
            return await work_goes_on(talk, ticket)
        case _:
            return await progress(talk, ticket, guessed=guessed)


async def _ask_which(talk: Talk, choices: tuple[TicketId, ...]) -> Spoken:
    """A pick-list; what was said is kept, with what was kept before."""
    earlier = await talk.work.asks.latest_of_person(talk.speaker.id, talk.context.now, (AskKind.PICK_TICKET,))
    words, files = talk.words, talk.files
    if earlier is not None:
        words = "\n".join(part for part in (await kept_words(earlier, talk), words) if part)
        files = (*files_of(earlier.files), *files)
    question = ask(
        AskKind.PICK_TICKET,
        talk.speaker,
        talk.work,
        talk.around,
        choices=choices,
        words=await talk.work.words.seal(words, talk.subject),
        files=codes_of(files),
    )
    await talk.work.asks.put(question)
    tickets = await _all(talk, choices)
    return Spoken(told.pick([await seen_by(talk, ticket) for ticket in tickets]))


async def _on_site(talk: Talk, mine: tuple[Ticket, ...], meant: tuple[TicketId, ...]) -> Spoken | None:
    """A confirmer who writes instead of opening the page gets the link: words and photos have no position."""
    waiting = await talk.work.tickets.waiting_visit_of(talk.speaker.id)
    asked = [ticket for ticket in waiting if ticket.id in meant] if meant else ([] if mine else list(waiting))
    links = [(ticket, link) for ticket in asked if (link := link_for(ticket, talk.speaker, talk.around))]
    if not links:
        return None
    return Spoken(told.open_page([(await seen_by(talk, t), link) for t, link in links]), links[0][0].id)


async def _all(talk: Talk, ids: tuple[TicketId, ...]) -> tuple[Ticket, ...]:
    found = [await talk.work.tickets.get(one) for one in ids]
    return tuple(ticket for ticket in found if ticket is not None)
