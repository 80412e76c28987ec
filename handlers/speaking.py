"""How a handler answers in chat, and under whose key words are sealed. Every handler that talks to an official uses it."""

from dataclasses import dataclass

from domain.faces import Answer
from domain.ids import PersonId, Sealed, TicketId
from domain.inbound import ChatSaid, Conversation, ConversationKind, EventKey, ReplyLink
from domain.outgoing import Reply
from domain.people import Person
from domain.subjects import Subject, SubjectKind
from domain.ticket import Ticket
from handlers.ports import Work
from handlers.surroundings import Surroundings

NOTHING = Answer()


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer in words, and the ticket it is about (so that a quote of it leads back there)."""

    words: str
    ticket: TicketId | None = None


@dataclass(frozen=True, slots=True)
class Ear:
    """Where an answer goes: the conversation, the person, the short-lived link, and the event it answers."""

    key: EventKey
    conversation: Conversation
    staff_id: str | None
    link: ReplyLink | None
    subject: Subject


def ear_of(said: ChatSaid, speaker: Person | None) -> Ear:
    """The answer to something said goes where it was said; somebody we do not know is reached by the link alone."""
    who = speaker.id if speaker else PersonId("outsider")
    staff_id = speaker.staff_id if speaker else None
    return Ear(said.key, said.conversation, staff_id, said.reply_link, Subject(SubjectKind.OFFICIAL, who))


def one_to_one(key: EventKey, person: Person) -> Ear:
    """An answer to a press, or to something that happened elsewhere, goes to the person alone."""
    nowhere = Conversation("", ConversationKind.ONE_TO_ONE)
    return Ear(key, nowhere, person.staff_id, None, Subject(SubjectKind.OFFICIAL, person.id))


async def answer(spoken: Spoken, ear: Ear, work: Work, around: Surroundings) -> None:
    """Queue the answer, once per event: a repeat of the event finds it already there."""
    sealed = await work.words.seal(spoken.words, ear.subject)
    await work.outbox.put(
        Reply(sealed, ear.conversation, ear.staff_id, ear.link, spoken.ticket),
        key=f"reply:{ear.key.source}:{ear.key.id}",
        at=around.context.now,
        urgent=True,
    )


def subject_of(ticket: Ticket) -> Subject:
    """Words about a ticket lie under its first appellant's key: erasing them erases what was said about their matter."""
    return Subject(SubjectKind.APPELLANT, str(ticket.appeals[0].appellant))


async def sealed_about(ticket: Ticket, text: str, work: Work) -> Sealed:
    """The words, sealed as words about this ticket."""
    return await work.words.seal(text, subject_of(ticket))


async def sealed_if_any(ticket: Ticket, text: str, work: Work) -> Sealed | None:
    """The words sealed, or nothing where nothing was said."""
    return await sealed_about(ticket, text.strip(), work) if text.strip() else None
