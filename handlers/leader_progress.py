"""Plain progress (进度): recorded at once, with an undo for ten minutes; pictures join the report they follow (design §4)."""

from datetime import datetime

from config.texts import answers
from config.texts import answers_replies as told
from config.texts.heard.arrival import says_arrived
from config.texts.heard.dates import HeardDate
from domain.commands import Acknowledge, ReportArrival, ReportProgress, WithdrawProgress
from domain.ids import ItemNo, TicketId
from domain.refusals import Reason, Refusal
from domain.ticket import ProgressNote, Ticket
from handlers.keeping import carry_out
from handlers.speaking import Spoken, sealed_about
from handlers.talk import Talk, fetch_files, refused, seen_by


async def acknowledge(talk: Talk, ticket: Ticket) -> Spoken:
    """收到: signs, and says nothing about progress."""
    outcome = await carry_out(ticket, Acknowledge(talk.by), talk.work, talk.context)
    if isinstance(outcome, Refusal):
        if outcome.reason is Reason.ALREADY:
            return Spoken(told.acknowledged_before(await seen_by(talk, ticket)), ticket.id)
        return await refused(talk, ticket, outcome)
    return Spoken(told.acknowledged(await seen_by(talk, outcome)), ticket.id)


async def progress(talk: Talk, ticket: Ticket, *, guessed: bool = False) -> Spoken:
    """Words, or words with pictures, are a report of their own; pictures alone join the one just made."""
    if not talk.words and talk.files and (note := last_note(talk, ticket)):
        await fetch_files(talk, ticket, note.seq)
        view = await seen_by(talk, ticket)
        return Spoken(told.files_joined(view, len(talk.files), guessed=guessed), ticket.id)
    outcome = await record(talk, ticket)
    if isinstance(outcome, Refusal):
        return await refused(talk, ticket, outcome)
    view = await seen_by(talk, outcome)
    note = outcome.progress[-1]
    heard = talk.words if talk.recognised else ""
    words = told.recorded(view, note, guessed=guessed, files=len(talk.files), heard=heard)
    return Spoken(words, ticket.id)


async def progress_on_each(talk: Talk, tickets: tuple[Ticket, ...]) -> Spoken:
    """Words that name two tickets are progress on both (design §3)."""
    views = []
    for ticket in tickets:
        outcome = await record(talk, ticket)
        if isinstance(outcome, Refusal):
            return await refused(talk, ticket, outcome)
        views.append(await seen_by(talk, outcome))
    return Spoken(told.recorded_on(views), tickets[0].id)


async def record(talk: Talk, ticket: Ticket) -> Ticket | Refusal:
    """The report itself; 已到场 in it counts as the arrival where one is still owed."""
    ticket = await _arrived(talk, ticket)
    heard = talk.heard
    done = tuple(ItemNo(no) for no in heard.items.done)
    if heard.items.all_done:
        done = own_items(talk, ticket)
    expected = heard.date.on if isinstance(heard.date, HeardDate) and not heard.date.past else None
    words = talk.words or told.file_words(len(talk.files))
    command = ReportProgress(
        talk.by,
        await sealed_about(ticket, words, talk.work),
        done,
        expected_on=expected,
        contact=heard.contact is not None,
        part_done=heard.items.all_done,
    )
    outcome = await carry_out(ticket, command, talk.work, talk.context)
    if not isinstance(outcome, Refusal):
        await fetch_files(talk, outcome, outcome.progress[-1].seq)
        await talk.work.marks.touch(talk.speaker.id, ticket.id, talk.context.now)
    return outcome


async def undo(talk: Talk, tickets: tuple[Ticket, ...]) -> Spoken:
    """撤销: the speaker's latest report of the last ten minutes on any of these never counts."""
    notes = [(note, ticket) for ticket in tickets if (note := last_note(talk, ticket))]
    if not notes:
        return Spoken(told.nothing_to_undo())
    note, ticket = max(notes, key=lambda found: _said_when(*found))
    command = WithdrawProgress(talk.by, note.seq)
    outcome = await carry_out(ticket, command, talk.work, talk.context)
    if isinstance(outcome, Refusal):
        return await refused(talk, ticket, outcome)
    return Spoken(told.undone(await seen_by(talk, outcome)), ticket.id)


def _said_when(note: ProgressNote, ticket: Ticket) -> tuple[datetime, int, TicketId, int]:
    """The order in which reports were said. In the same instant the words tell: sealed later, their number is higher."""
    return note.at, note.words.ref if note.words else 0, ticket.id, note.seq


def last_note(talk: Talk, ticket: Ticket) -> ProgressNote | None:
    """What the speaker reported on this ticket in the last minutes, if anything."""
    since = talk.context.now - talk.context.policy.joins_progress_within
    return next(
        (
            note
            for note in reversed(ticket.progress)
            if note.by == talk.speaker.id and not note.withdrawn and note.at >= since
        ),
        None,
    )


def own_items(talk: Talk, ticket: Ticket) -> tuple[ItemNo, ...]:
    """全部完成 means the items of the speaker's own units."""
    units = talk.context.directory.units_of(talk.speaker.id, talk.context.today)
    return tuple(item.no for item in ticket.items if item.unit in units)


async def _arrived(talk: Talk, ticket: Ticket) -> Ticket:
    if not says_arrived(talk.words):
        return ticket
    words = await sealed_about(ticket, talk.words, talk.work)
    outcome = await carry_out(ticket, ReportArrival(talk.by, words), talk.work, talk.context)
    # Arrived before, or no arrival owed: the words are progress all the same.
    return ticket if isinstance(outcome, Refusal) else outcome


def nothing_said() -> Spoken:
    """Neither words nor files."""
    return Spoken(answers.cannot_read())
