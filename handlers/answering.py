"""在线答复 with an entry of the store of answers (答复库): proposed by the ticket's words, chosen by its number."""

from collections.abc import Iterable

from config.texts import answers_commands
from config.texts import library as told
from domain.asks import Ask, AskKind
from domain.commands import AnswerAtOnce
from domain.context import Context
from domain.ids import PersonId, Sealed
from domain.library import AnswerDraft, AnswerEntry
from domain.people import Person
from domain.refusals import Refusal
from domain.ticket import Ticket
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.reading_back import ask
from handlers.speaking import Spoken, sealed_about
from handlers.surroundings import Surroundings
from handlers.talk import Talk, refused, seen_by
from handlers.views import view_of

BEST = 3
_LOOKED_AT = 12
"""Those outside their days are left out of what was found."""


async def fitting(words: str, limit: int, work: Work, around: Surroundings) -> tuple[AnswerEntry, ...]:
    """The entries in force today that fit the words best."""
    found = await work.library.search(words, max(limit, _LOOKED_AT))
    return tuple(one for one in found if one.holds_on(around.context.today))[:limit]


async def propose(ticket: Ticket, speaker: Person, work: Work, around: Surroundings) -> Spoken | None:
    """The three best entries for the ticket's own words, and a number chooses; None where nothing fits."""
    wanted = [ref for ref in (ticket.title, *(appeal.words for appeal in ticket.appeals)) if ref is not None]
    opened = await work.words.open(wanted)
    known = around.context.policy.categories.get(ticket.category)
    words = "\n".join((known.name if known else "", *opened.values()))
    entries = await fitting(words, BEST, work, around)
    if not entries:
        return None
    numbers = tuple(one.entry for one in entries)
    question = ask(AskKind.PICK_ANSWER, speaker, work, around, ticket=ticket.id, entries=numbers)
    await work.asks.put(question)
    view = await view_of(ticket, work, around.context, speaker.id)
    return Spoken(told.proposed(view, entries, around.context.today), ticket.id)


async def answer_chosen(question: Ask, talk: Talk, ticket: Ticket) -> Spoken | None:
    """The number of a proposed entry: that answer goes out. None: the words are no such number."""
    choice = talk.heard.choice
    if choice is None or not 1 <= choice <= len(question.entries):
        return None
    number = question.entries[choice - 1]
    text = await entry_text(number, ticket, talk.work, talk.around)
    if isinstance(text, str):
        return Spoken(text, ticket.id)
    await talk.work.asks.close(question.id)
    outcome = await carry_out(ticket, AnswerAtOnce(talk.by, text), talk.work, talk.context)
    if isinstance(outcome, Refusal):
        return await refused(talk, ticket, outcome)
    return Spoken(answers_commands.answered(await seen_by(talk, outcome)), ticket.id)


async def entry_text(number: int, ticket: Ticket, work: Work, around: Surroundings) -> Sealed | str:
    """An entry's words sealed as the ticket's answer; or, as plain text, why it cannot be given."""
    entry = await work.library.get(number)
    if entry is None:
        return told.unknown(number)
    if not entry.holds_on(around.context.today):
        return told.not_in_force(number)
    return await sealed_about(ticket, entry.draft.body, work)


Taken = tuple[int, int, int]
"""How many entries are new, have a new version, were there already."""


async def take_in(drafts: Iterable[AnswerDraft], by: PersonId, work: Work, context: Context) -> Taken:
    """Keep every draft: under the number of an entry in use with its title, else under a new one."""
    new = changed = same = 0
    for draft in drafts:
        old = next((one for one in await work.library.titled(draft.title) if not one.stopped), None)
        if old is None:
            await work.library.add(draft, by, context.now)
            new += 1
        elif old.draft == draft:
            same += 1
        else:
            await work.library.change(old, draft, by, context.now)
            changed += 1
    return new, changed, same
