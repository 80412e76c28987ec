"""What an official said one-to-one, heard once, with everything needed to act on it."""

from dataclasses import dataclass, replace

from config.texts.heard.replies import HeardReply, hear_reply
from domain.actor import Actor, official
from domain.context import Context
from domain.inbound import ChatSaid, EventKey, FileKind, RemoteFile, SpeechForm
from domain.outgoing import FetchFile, FilePurpose
from domain.people import Person
from domain.refusals import Refusal
from domain.subjects import Subject, SubjectKind
from domain.ticket import Ticket
from domain.view import TicketView
from handlers.ports import Work
from handlers.speaking import Spoken
from handlers.surroundings import Surroundings
from handlers.views import view_of


@dataclass(frozen=True, slots=True)
class Talk:
    """The words and files of one person at one moment. `recognised`: voice turned into text."""

    key: EventKey
    speaker: Person
    heard: HeardReply
    files: tuple[RemoteFile, ...]
    work: Work
    around: Surroundings
    said: ChatSaid | None = None
    recognised: bool = False

    @property
    def context(self) -> Context:
        """What deciding may know."""
        return self.around.context

    @property
    def by(self) -> Actor:
        """The speaker as the one who acts."""
        return official(self.speaker.id)

    @property
    def words(self) -> str:
        """As typed."""
        return self.heard.words

    @property
    def subject(self) -> Subject:
        """For words that belong to no ticket yet."""
        return Subject(SubjectKind.OFFICIAL, self.speaker.id)

    def saying(self, words: str, files: tuple[RemoteFile, ...]) -> "Talk":
        """The same person, saying these words instead."""
        return replace(self, heard=hear_reply(words, self.context.now, self.context.calendar), files=files)


def talk_of(said: ChatSaid, speaker: Person, work: Work, around: Surroundings) -> Talk:
    """What was said, heard."""
    heard = hear_reply(said.text, around.context.now, around.context.calendar)
    recognised = said.form is SpeechForm.RECOGNISED
    # A voice message counts by the words recognised in it; as a file it proves nothing.
    files = tuple(file for file in said.files if file.kind is not FileKind.VOICE)
    return Talk(said.key, speaker, heard, files, work, around, said, recognised)


async def seen_by(talk: Talk, ticket: Ticket) -> TicketView:
    """The ticket as the speaker may see it."""
    return await view_of(ticket, talk.work, talk.context, talk.speaker.id)


async def refused(talk: Talk, ticket: Ticket, refusal: Refusal) -> Spoken:
    """Why not, in one sentence."""
    talk.work.refused(refusal.reason)
    return Spoken(talk.around.texts.refusal(refusal, await seen_by(talk, ticket)), ticket.id)


async def fetch_files(talk: Talk, ticket: Ticket, report: int) -> None:
    """Have the pictures and files brought in; they come back as events and join the report."""
    for place, file in enumerate(talk.files):
        await talk.work.outbox.put(
            FetchFile(file, FilePurpose.PROGRESS, talk.speaker.id, ticket.id, report),
            key=f"fetch:{talk.key.source}:{talk.key.id}:{ticket.id}:{place}",
            at=talk.context.now,
            urgent=True,
        )


def codes_of(files: tuple[RemoteFile, ...]) -> tuple[str, ...]:
    """Files as a question keeps them."""
    return tuple(f"{file.kind.value}:{file.code}" for file in files)


def files_of(codes: tuple[str, ...]) -> tuple[RemoteFile, ...]:
    """Files as a question kept them."""
    parted = (code.partition(":") for code in codes)
    return tuple(RemoteFile(FileKind(kind), code) for kind, _, code in parted)
