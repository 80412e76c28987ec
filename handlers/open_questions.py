"""What an official's words make of a question that is open: yes and no, a number, the piece that was missing (design §4).

None: the words do not answer it, and take their ordinary way; the question stays open.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from config.texts import answers
from config.texts import answers_replies as told
from config.texts.heard.commands import HeardLine
from config.texts.heard.confirming import plainly_yes
from config.texts.heard.items import HeardItem, hear_items
from config.texts.heard.replies import ReplyIntent
from domain.asks import Ask, AskKind
from domain.commands import Assign, NewItem
from domain.ids import UnitId
from domain.refusals import Refusal
from domain.ticket import Ticket
from handlers.answering import answer_chosen
from handlers.closeout_form import missing_words
from handlers.keeping import carry_out
from handlers.leader_progress import last_note, progress
from handlers.leader_wishes import extension_details, return_reason
from handlers.reading_back import confirmed, dropped
from handlers.speaking import Spoken, sealed_about, sealed_if_any
from handlers.talk import Talk, files_of, refused, seen_by

_NO = frozenset({ReplyIntent.NO, ReplyIntent.UNDO})
_OTHER_WISHES = frozenset(
    {ReplyIntent.EXTEND, ReplyIntent.RETURN, ReplyIntent.WITHDRAW, ReplyIntent.ACKNOWLEDGE, ReplyIntent.YES}
)
_BY_INTENT = {
    ReplyIntent.YES: (AskKind.CONFIRM, AskKind.ITEMS_PROPOSED),
    ReplyIntent.CHOICE: (AskKind.PICK_TICKET, AskKind.RETURN_REASON, AskKind.PICK_ANSWER),
}
"""A yes looks past questions that want words, and a number past those that want a yes."""

_BY_WORDS = (
    AskKind.PICK_TICKET,
    AskKind.ITEMS_PROPOSED,
    AskKind.RETURN_REASON,
    AskKind.EXTENSION_DETAILS,
    AskKind.CLOSEOUT_WORDS,
    AskKind.PROGRESS_WORDS,
)
_FRESH = timedelta(hours=1)
"""So long a mere 好的 confirms; later only a plain 是 does, because 好的 also answers a notice."""

Go = Callable[[Talk, tuple[Ticket, ...]], Awaitable[Spoken]]
"""How words take their way once their tickets are known."""


async def question_for(talk: Talk, mine: tuple[Ticket, ...]) -> Ask | None:
    """The open question these words may answer: none of another ticket than the one quoted, none from before an undo's report."""
    intent = talk.heard.intent
    kinds = () if intent in _NO else _BY_INTENT.get(intent, _BY_WORDS)
    question = await talk.work.asks.latest_of_person(talk.speaker.id, talk.context.now, kinds)
    if question is None:
        return None
    if intent is ReplyIntent.UNDO and any(
        note.at >= question.asked_at for ticket in mine if (note := last_note(talk, ticket))
    ):
        return None
    if (
        intent is ReplyIntent.YES
        and question.asked_at < talk.context.now - _FRESH
        and not plainly_yes(talk.words)
    ):
        return None
    quote = talk.said.quote if talk.said else None
    quoted = (
        await talk.work.marks.ticket_of_message(quote.message_ids) if quote and quote.message_ids else None
    )
    elsewhere = quoted is not None and question.ticket is not None and quoted != question.ticket
    return None if elsewhere else question


async def answer_to(question: Ask, talk: Talk, go: Go) -> Spoken | None:
    """The answer to the latest open question, if these words are one."""
    if talk.heard.intent in _NO:
        return await dropped(question, talk.work)
    ticket = await talk.work.tickets.get(question.ticket) if question.ticket is not None else None
    if question.kind is AskKind.CONFIRM:
        if talk.heard.intent is not ReplyIntent.YES:
            return None
        return await confirmed(question, talk.speaker, talk.work, talk.around)
    if question.kind is AskKind.PICK_TICKET:
        return await _picked(question, talk, go)
    if ticket is None:
        return None
    if question.kind is AskKind.PICK_ANSWER:
        return await answer_chosen(question, talk, ticket)
    if question.kind is AskKind.ITEMS_PROPOSED:
        return await _items(question, talk, ticket)
    if question.kind is AskKind.RETURN_REASON:
        return await return_reason(talk, ticket, question)
    return await _wanted_words(question, talk, ticket)


async def _wanted_words(question: Ask, talk: Talk, ticket: Ticket) -> Spoken | None:
    """Words were asked for: unless they name another ticket or wish for something else, these are they."""
    if await _names_another(talk, ticket):
        return None
    if question.kind is AskKind.EXTENSION_DETAILS:
        return await extension_details(talk, ticket, question)
    if talk.heard.intent in _OTHER_WISHES:
        return None
    if question.kind is AskKind.CLOSEOUT_WORDS:
        return await missing_words(talk, ticket, question)
    if question.kind is AskKind.PROGRESS_WORDS and talk.heard.intent is not ReplyIntent.CLOSE_OUT:
        await talk.work.asks.close(question.id)
        return await progress(talk, ticket)
    return None


async def _names_another(talk: Talk, ticket: Ticket) -> bool:
    for reference in talk.heard.references:
        named = await talk.work.tickets.by_number(reference.code)
        if named is not None and named.id != ticket.id:
            return True
    return False


async def _picked(question: Ask, talk: Talk, go: Go) -> Spoken | None:
    """A number of the list, or a ticket's own number: what was kept takes its way there."""
    chosen = None
    if talk.heard.intent is ReplyIntent.CHOICE and talk.heard.choice is not None:
        if not 1 <= talk.heard.choice <= len(question.choices):
            return Spoken(told.pick_gone())
        chosen = await talk.work.tickets.get(question.choices[talk.heard.choice - 1])
    elif len(talk.heard.references) == 1 and len(talk.words) <= len(talk.heard.references[0].code) + 2:
        chosen = await talk.work.tickets.by_number(talk.heard.references[0].code)
    if chosen is None:
        return None
    await talk.work.asks.close(question.id)
    await talk.work.marks.touch(talk.speaker.id, chosen.id, talk.context.now)
    kept = await kept_words(question, talk)
    return await go(talk.saying(kept, files_of(question.files)), (chosen,))


async def kept_words(question: Ask, talk: Talk) -> str:
    """What was said when the question was put."""
    if question.words is None:
        return ""
    return (await talk.work.words.open([question.words])).get(question.words.ref, "")


async def _items(question: Ask, talk: Talk, ticket: Ticket) -> Spoken | None:
    """Yes, or lines of one's own in place of the proposed ones."""
    if talk.heard.intent is ReplyIntent.YES:
        return await confirmed(question, talk.speaker, talk.work, talk.around)
    if not isinstance(question.command, Assign):
        return None
    lines = tuple(
        HeardLine(no, line) for no, line in enumerate(talk.words.split("\n"), start=1) if line.strip()
    )
    units = {
        name: unit.id
        for unit in talk.context.directory.units.values()
        for name in (unit.id, unit.name, *unit.short_names)
    }
    heard = hear_items(lines, talk.context.now, talk.context.calendar, frozenset(units))
    if heard.faults:
        fault = heard.faults[0]
        return Spoken(answers.item_fault(fault.line, fault.fault, fault.words), ticket.id)
    if not heard.items:
        return None
    for item in heard.items:
        if item.unit and item.unit not in units:
            return Spoken(answers.no_such_unit(item.unit), ticket.id)
        if item.limit and item.limit.past:
            return Spoken(answers.date_past(item.limit.on, talk.context.today), ticket.id)
    items = tuple([await _item(talk, ticket, item, units) for item in heard.items])
    await talk.work.asks.close(question.id)
    command = replace(question.command, items=items)
    outcome = await carry_out(ticket, command, talk.work, talk.context)
    if isinstance(outcome, Refusal):
        return await refused(talk, ticket, outcome)
    return Spoken(answers.carried_out(await seen_by(talk, outcome), command), ticket.id)


async def _item(talk: Talk, ticket: Ticket, heard: HeardItem, units: dict[str, UnitId]) -> NewItem:
    return NewItem(
        words=await sealed_about(ticket, heard.words, talk.work),
        standard=await sealed_if_any(ticket, heard.standard or "", talk.work),
        unit=units[heard.unit] if heard.unit else None,
        due_on=heard.limit.on if heard.limit else None,
    )
