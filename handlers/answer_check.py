"""What the answer check needs of the world (`domain/answering.py`): both sides' words, and the answers that look alike."""

from collections.abc import Iterable

from config.texts.heard.answering import alike, hear_answer, hear_request, shingles
from domain.answering import COPIED_FROM, AnswerFinding, NearAnswer, check
from domain.context import Context
from domain.events import Event, HandledReported
from domain.ticket import Ticket
from handlers.ports import Work

_SAME_MATTER = 0.3
"""Requests that share so much of their wording ask for the same: the same answer is right for both."""


async def findings_for(ticket: Ticket, words: str, work: Work, context: Context) -> tuple[AnswerFinding, ...]:
    """Everything wrong with a unit's result for this ticket; nothing where it may go to the citizen."""
    request, place = await _said(ticket, work)
    known = context.policy.categories.get(ticket.category)
    asked = hear_request(request, place, known.name if known else "")
    return check(asked, hear_answer(words), ticket.nature, await _near(ticket, words, request, work))


async def remember_answers(events: Iterable[Event], ticket: Ticket, work: Work) -> None:
    """A result handed in is known from now on by its shingles' marks, so that a copy of it is noticed."""
    for event in events:
        if isinstance(event, HandledReported):
            opened = await work.words.open([event.result])
            await work.answer_marks.keep(ticket.id, shingles(opened.get(event.result.ref, "")))


async def _near(ticket: Ticket, words: str, request: str, work: Work) -> tuple[NearAnswer, ...]:
    found = []
    for other, share in await work.answer_marks.near(shingles(words), besides=ticket.id):
        if share < COPIED_FROM:
            continue
        copied = await work.tickets.get(other)
        if copied is None:
            continue
        theirs, _ = await _said(copied, work)
        same = alike(request, theirs) >= _SAME_MATTER or _belong_together(ticket, copied)
        found.append(NearAnswer(other, copied.number, share, same))
    return tuple(found)


def _belong_together(ticket: Ticket, other: Ticket) -> bool:
    """One person's repeats, parts of one matter, and what was linked to it."""
    linked = ticket.linked_to == other.id or other.linked_to == ticket.id
    merged = other.merged_into == ticket.id or other.id in ticket.parts
    return linked or merged or bool(set(ticket.appellants) & set(other.appellants))


async def _said(ticket: Ticket, work: Work) -> tuple[str, str]:
    """What the citizens said, and where it is."""
    refs = [appeal.words for appeal in ticket.appeals]
    named = [ref for ref in (ticket.place,) if ref is not None]
    opened = await work.words.open([*refs, *named])
    request = "\n".join(opened.get(ref.ref, "") for ref in refs)
    return request, "".join(opened.get(ref.ref, "") for ref in named)
