"""What waits in the outbox: things to say to the world, and things to fetch from it. Facts, not words, wherever words can wait.

The sender (`bot/sender.py`) renders a `Notify` or a `SyncCard` from the newest state when it goes out; a `Reply` was
worded while its question was answered, and lies sealed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.ids import BlobId, DocketId, PersonId, Sealed, TicketId, VisitId
from domain.inbound import Conversation, RemoteFile, ReplyLink
from domain.notices import Notice, Recipient


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell one recipient one thing."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class Ding:
    """DING one person, beside the notice of the same kind."""

    person: PersonId
    notice: Notice


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to something said in chat: by the reply link while it lives, else by the API."""

    words: Sealed
    conversation: Conversation
    staff_id: str | None
    """Whom to mention in a group, or to write to one-to-one; None: an outsider, only the link reaches them."""
    link: ReplyLink | None
    ticket: TicketId | None = None


@dataclass(frozen=True, slots=True)
class SyncCard:
    """Bring one card up to date for everybody who sees it; many changes in a second become one update."""

    card: str


class FilePurpose(StrEnum):
    """What a fetched file will join."""

    PROGRESS = "progress"
    VISIT = "visit"
    ROSTER = "roster"
    """None of a ticket's: it is read as a duty roster and comes back as `RosterSent`."""


@dataclass(frozen=True, slots=True)
class FetchFile:
    """Download a file somebody sent in chat; it comes back as `FileFetched` or `FileLost`."""

    file: RemoteFile
    purpose: FilePurpose
    person: PersonId
    ticket: TicketId | None
    report: int = 0
    """The progress note it joins (`ProgressNote.seq`)."""
    visit: VisitId | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """Words of the institution itself - a meeting's list, a gap in a roster - worded when it happened. Never to a citizen."""

    to: Recipient
    title: str
    words: Sealed


@dataclass(frozen=True, slots=True)
class SendFile:
    """Hand over a paper of ours in chat, under a name without personal data."""

    to: Recipient
    blob: BlobId
    name: str


@dataclass(frozen=True, slots=True)
class PrintPaper:
    """Make the papers a docket now needs, outside any transaction; they come back as `PaperPrinted`."""

    docket: DocketId
    kind: str
    """The kind of docket (`domain/registers.py`)."""


Outgoing = Notify | Ding | Reply | SyncCard | FetchFile | Tell | SendFile | PrintPaper


@dataclass(frozen=True, slots=True)
class Put:
    """Something to queue, not to be sent before `at`. A key that is already there adds nothing: everybody is told once."""

    outgoing: Outgoing
    key: str
    at: datetime
    urgent: bool = False
    ordinary: bool = False
    """Waits for the morning digest of its recipient."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What a person was not told at once (待发): gathered for the digest, or given up while the month's budget was short."""

    waiting: tuple[Notice, ...]
    dropped: tuple[Notice, ...]


class OutboxState(StrEnum):
    """Life of an outbox row. STARTED is committed just before the wire: after a lost lease it may have gone out."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    STARTED = "started"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
    """No longer true when its turn came, or held back by the quota: the reason is on the row."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row claimed by this worker."""

    id: int
    outgoing: Outgoing
    attempts: int
    started_before: bool
    """A lost lease found it started: send again only where the other side is idempotent."""
    urgent: bool = False
    ordinary: bool = False
    """Part of its recipient's digest: all such rows of one recipient are claimed together."""
    cause: str = ""
    """The key of the event that queued it."""
