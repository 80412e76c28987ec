"""What is about to go over the wire: an address and finished words. Made by `wording.py`, carried by `carrier.py`."""

from dataclasses import dataclass

from domain.faces import CardFace, ChatText, SmsText
from domain.ids import AppellantId, BlobId, PersonId
from domain.inbound import Conversation, ReplyLink
from domain.outgoing import FetchFile, PrintPaper


@dataclass(frozen=True, slots=True)
class ChatLetter:
    """To one or more people, one-to-one."""

    staff_ids: tuple[str, ...]
    text: ChatText
    card: str = ""
    """The card this message stands for, where no template is published."""
    shown: str = ""
    """What of that card the message shows, so that it is said again only when it changes."""


@dataclass(frozen=True, slots=True)
class GroupLetter:
    """To a group."""

    conversation: str
    text: ChatText


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """Back where something was said: by the link while it lives, else to the person or the group."""

    link: ReplyLink | None
    conversation: Conversation
    staff_id: str | None
    text: ChatText


@dataclass(frozen=True, slots=True)
class SmsLetter:
    """A text message, to a citizen or to an official without a chat account."""

    phone: str
    text: SmsText
    to: AppellantId | PersonId


@dataclass(frozen=True, slots=True)
class CardLetter:
    """A card to deliver, or to bring up to date once it is there."""

    card: str
    staff_id: str
    face: CardFace
    delivered: bool
    alert: str
    """What a locked screen shows."""
    shown: str = ""
    """What the face shows, so that it is sent again only when that changes."""


@dataclass(frozen=True, slots=True)
class DingLetter:
    """A strong reminder."""

    staff_id: str
    text: str


@dataclass(frozen=True, slots=True)
class FileLetter:
    """A paper to hand over: to a person, or to a group."""

    staff_id: str | None
    conversation: str
    blob: BlobId
    name: str


@dataclass(frozen=True, slots=True)
class Errand:
    """A file to fetch, or a paper to print."""

    wanted: FetchFile | PrintPaper


@dataclass(frozen=True, slots=True)
class NoLetter:
    """Nothing to send after all, and why."""

    why: str


Letter = (
    ChatLetter
    | GroupLetter
    | ReplyLetter
    | SmsLetter
    | CardLetter
    | DingLetter
    | FileLetter
    | Errand
    | NoLetter
)
