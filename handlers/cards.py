"""A button on a card was pressed: by the holder, on the newest face, doing what that person may do now (design §4)."""

from config.texts import answers_replies as told
from config.texts.heard.replies import hear_reply
from config.texts.shown import same_matter, shown
from domain.asks import Ask
from domain.cards import Card
from domain.faces import Answer, CardFace
from domain.inbound import CardPressed
from domain.may import Action, buttons
from domain.people import Person
from domain.ticket import Ticket
from handlers.buttons import press
from handlers.holding import Reply, held
from handlers.ports import Work
from handlers.reading_back import confirmed, dropped
from handlers.speaking import Spoken, answer, one_to_one
from handlers.strays import stray_seen
from handlers.surroundings import Surroundings
from handlers.talk import Talk, seen_by

_OWN = (Action.ACKNOWLEDGE, Action.ARRIVAL)


async def card_pressed(event: CardPressed, work: Work, around: Surroundings) -> Answer | None:
    """The presser's new face goes straight back; everybody else's card follows through the outbox."""
    directory = around.context.directory
    presser = directory.by_staff_id(event.presser.corp_id, event.presser.staff_id)
    card = await work.cards.get(event.card)
    if card is None:
        await stray_seen(work, around)
    if presser is None:
        return None
    ticket = await work.tickets.get(card.ticket) if card else None
    if card is None or ticket is None or card.person != presser.id:
        await answer(Spoken(told.not_your_card()), one_to_one(event.key, presser), work, around)
        return None
    nothing = hear_reply("", around.context.now, around.context.calendar)
    talk = Talk(event.key, presser, nothing, (), work, around)
    spoken = await _done(event, card, ticket, talk)
    await work.marks.touch(presser.id, ticket.id, around.context.now)
    await answer(spoken, one_to_one(event.key, presser), work, around)
    await work.cards.answered(card.id)
    return Answer(await _face(card, ticket, presser, talk))


async def _done(event: CardPressed, card: Card, ticket: Ticket, talk: Talk) -> Spoken:
    """A stale or repeated press does nothing and says so politely."""
    stale = Spoken(told.stale_press(await seen_by(talk, ticket)), ticket.id)
    if not await _still_stands(event, card, ticket, talk):
        return stale
    if event.action in tuple(Reply):
        question = await _question(event.argument, ticket, talk)
        if question is None:
            return stale
        if event.action == Reply.NO:
            return await dropped(question, talk.work)
        return await confirmed(question, talk.speaker, talk.work, talk.around)
    allowed = buttons(ticket, card.person, card.kind, talk.context)
    if event.action not in allowed:
        return stale
    return await press(talk, ticket, Action(event.action))


async def _still_stands(event: CardPressed, card: Card, ticket: Ticket, talk: Talk) -> bool:
    """The newest face was pressed, or an older one to which nothing has changed since but what goes by the clock.

    Signing and arriving are each unit's own: several do it in the same second, and none is turned away for the others.
    """
    if event.revision == ticket.version:
        return True
    if event.revision != card.revision:
        return False
    if event.action in _OWN:
        return True
    return same_matter(card.shown, shown(await _face(card, ticket, talk.speaker, talk)))


async def _question(argument: str, ticket: Ticket, talk: Talk) -> Ask | None:
    """The question a yes or no answers: still open, put to this person, about this ticket."""
    if not argument.isdecimal():
        return None
    question = await talk.work.asks.get(int(argument))
    if question is None or question.person != talk.speaker.id or question.ticket != ticket.id:
        return None
    return question if question.expires_at > talk.context.now else None


async def _face(card: Card, before: Ticket, presser: Person, talk: Talk) -> CardFace:
    """The card as it now stands for its holder."""
    ticket = await talk.work.tickets.get(card.ticket) or before
    seen = await held(card, ticket, presser, talk.work, talk.around)
    return talk.around.texts.face(seen.view, card.kind, seen.actions, seen.ask, seen.link)
