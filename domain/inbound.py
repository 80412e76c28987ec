"""Everything that can reach duban, as the adapters hand it to the intake: parsed, and nothing more.

One `Inbound` is one handler call and one transaction. Its `key` is the business key: the same thing said twice
by the wire has the same key, whatever transport id it came with.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.ids import BlobId, DocketId, ItemNo, PersonId, TicketId, UnitId, VisitId
from domain.rosters.turns import Turns
from domain.vocabulary import ConfirmationKind


@dataclass(frozen=True, slots=True)
class EventKey:
    """What makes a repeat a repeat: the source's name and the id that survives redelivery."""

    source: str
    id: str


class ConversationKind(StrEnum):
    """Where something was said."""

    ONE_TO_ONE = "one_to_one"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat. `id` is case-sensitive."""

    id: str
    kind: ConversationKind
    title: str = ""


@dataclass(frozen=True, slots=True)
class ChatSender:
    """Who spoke, as the chat platform proves it. Without `staff_id` it is an outsider; `nick` proves nothing."""

    corp_id: str
    staff_id: str | None
    nick: str = ""


class FileKind(StrEnum):
    """What a file claims to be; its content is checked after download."""

    PICTURE = "picture"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file still on the platform's side; `code` fetches it for a while."""

    kind: FileKind
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The earlier message somebody answered. `message_ids`: every id by which we may know it."""

    message_ids: tuple[str, ...]
    text: str = ""
    files: tuple[RemoteFile, ...] = ()
    of_robot: bool = False
    """It carries a key that only messages sent by the app's robot have."""


@dataclass(frozen=True, slots=True)
class ReplyLink:
    """A short-lived address that answers into the same conversation without a token."""

    url: str
    expires_at: datetime


class SpeechForm(StrEnum):
    """How the words came to be text."""

    TYPED = "typed"
    RECOGNISED = "recognised"
    """Voice turned into text by the platform: expect wrong characters."""
    UNKNOWN = "unknown"
    """A kind of message we cannot read (sticker, location, red packet …): answered politely."""


@dataclass(frozen=True, slots=True)
class ChatSaid:
    """A person said something in chat, one-to-one or in a group."""

    key: EventKey
    at: datetime
    sender: ChatSender
    conversation: Conversation
    text: str
    form: SpeechForm = SpeechForm.TYPED
    files: tuple[RemoteFile, ...] = ()
    quote: Quote | None = None
    mentions: tuple[str, ...] = ()
    """Staff ids of the people mentioned, the robot left out, in the order given."""
    reply_link: ReplyLink | None = None


@dataclass(frozen=True, slots=True)
class CardPressed:
    """A button on one of our cards. A press has no id of its own, so its key is made of what was pressed.

    `card` is the outTrackId, `revision` the face the button stood on, `action` the button's word,
    `argument` what else it carried (an item number, an ask's id, or nothing).
    """

    key: EventKey
    at: datetime
    presser: ChatSender
    card: str
    revision: int
    action: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class SmsReceived:
    """A citizen's text message (上行短信), one part or the whole of it."""

    key: EventKey
    gateway: str
    phone: str
    text: str
    sent_at: datetime | None
    received_at: datetime
    dest: str = ""
    """The full number it was sent to."""
    extension: str = ""
    """The digits after our access code, or nothing."""


class SmsFate(StrEnum):
    """What a delivery report (状态报告) says became of a text."""

    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SmsReported:
    """A delivery report for a text we sent."""

    key: EventKey
    gateway: str
    phone: str
    provider_id: str
    our_id: str
    """The outbox id we sent along, or nothing where the gateway cannot echo it."""
    fate: SmsFate
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TimerDue:
    """A timer of ours has come due. `step` is the timer's own word (see `domain/timers.py`)."""

    key: EventKey
    ticket: TicketId | None
    step: str
    due_at: datetime
    docket: DocketId | None = None
    """Of a docket instead of a ticket, whose kind stands in the step (`domain/docket.py`)."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a phone says it is: WGS-84 degrees, accuracy in metres."""

    latitude: float
    longitude: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class SiteItemFinding:
    """What the confirmer ticked for one item."""

    item: ItemNo
    passed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class SiteSubmitted:
    """The confirmer's phone page was sent in (现场核实)."""

    key: EventKey
    at: datetime
    ticket: TicketId
    visit: VisitId
    person: PersonId
    findings: tuple[SiteItemFinding, ...]
    photos: tuple[BlobId, ...]
    position: Position | None
    note: str = ""
    kind: ConfirmationKind = ConfirmationKind.SITE


@dataclass(frozen=True, slots=True)
class FileFetched:
    """A picture or file somebody sent in chat has been downloaded and stored as a blob."""

    key: EventKey
    at: datetime
    request: int
    """The outbox row that asked for it."""
    blob: BlobId
    media_type: str


@dataclass(frozen=True, slots=True)
class RosterSent:
    """A duty roster somebody sent in chat has been read: the turns of each unit, or what is wrong with it."""

    key: EventKey
    at: datetime
    request: int
    """The outbox row that asked for it."""
    digest: str
    """SHA-256 of the file."""
    turns: tuple[tuple[UnitId, Turns], ...] = ()
    remarks: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileLost:
    """A file somebody sent could not be fetched; they are asked to send it again."""

    key: EventKey
    at: datetime
    request: int
    code: str


@dataclass(frozen=True, slots=True)
class MessageRead:
    """Somebody opened one of our messages (机器人消息已读)."""

    key: EventKey
    at: datetime
    staff_id: str
    message_id: str


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody left the organisation: suspended at once, their open tickets alarm."""

    key: EventKey
    at: datetime
    staff_ids: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file of a paper, by the SHA-256 of its content."""

    blob: BlobId
    name: str


@dataclass(frozen=True, slots=True)
class PaperPrinted:
    """A paper of ours came from the press, or did not: `trouble` then says why in one sentence."""

    key: EventKey
    at: datetime
    docket: DocketId
    kind: str
    """The kind of docket (`domain/registers.py`)."""
    content: str = ""
    """What was printed, as the text it can be printed from again."""
    files: tuple[PrintedFile, ...] = ()
    trouble: str = ""


Inbound = (
    ChatSaid
    | CardPressed
    | SmsReceived
    | SmsReported
    | TimerDue
    | SiteSubmitted
    | FileFetched
    | FileLost
    | MessageRead
    | PersonLeft
    | PaperPrinted
    | RosterSent
)
