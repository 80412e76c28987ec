"""Who must be told what: facts for people, in no language. Worded by `config/texts/` when they are sent, from the newest state."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, auto

from domain.ids import AppellantId, ItemNo, PersonId, Sealed, TicketId, UnitId
from domain.vocabulary import Grade


class RecipientKind(StrEnum):
    """Where a notice goes."""

    PERSON = "person"
    """One-to-one chat; without a chat account a text message."""
    APPELLANT = "appellant"
    """A text message to a citizen."""
    GROUP = "group"
    """The supervision group (督办群): masked."""
    OPERATOR = "operator"
    """Whoever runs the program: administrators, in one-to-one chat."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Exactly one of `person` and `appellant`, or neither for group and operator."""

    kind: RecipientKind
    person: PersonId | None = None
    appellant: AppellantId | None = None


class NoticeKind(StrEnum):
    """Every kind of notice; each has its wording in `config/texts/notices.py` (officials) or `citizens.py` (texts)."""

    # to citizens
    RECEIPT = auto()
    """Your request is received, number so-and-so."""
    ADDED = auto()
    """Taken as an addition to your open request; how to make it a new one."""
    CITIZEN_ASKED = auto()
    DECLINED = auto()
    ANSWERED = auto()
    """The answer at once, or the unit's result."""
    CITIZEN_DISPATCHED = auto()
    """A unit has it, answer due by."""
    SURVEY = auto()
    """Dealt with; please rate 1 to 4."""
    SURVEY_WHY = auto()
    """You said dissatisfied: what is wrong?"""
    THANKS = auto()
    CITIZEN_REWORK = auto()
    CITIZEN_SHELVED = auto()
    CITIZEN_FINDING = auto()
    REPEAT_KNOWN = auto()
    """The same words again within 24 hours: already registered under so-and-so."""
    CITIZEN_STATE = auto()
    """查: where your request stands and until when it is promised. Without a ticket: nothing open under this phone."""
    ASK_WHICH = auto()
    """Several matters could be meant: say the number (`count`: how many)."""
    ASK_WORDS = auto()
    """A greeting or emoji alone: what is it about?"""
    ASK_RATING = auto()
    """The rating could not be read: 1 to 4, please. Asked once, then the callback officer calls."""
    MANY_TEXTS = auto()
    """Many texts in a short time: all are kept, no more receipts for now."""
    OPTED_OUT = auto()
    """No more surveys and progress texts to this phone; requests are still taken."""
    EMERGENCY_CITIZEN = auto()
    """Call 110 / 119 / 120 at once; we have told the duty officer too."""

    # to the centre
    NEW_TICKET = auto()
    EMERGENCY = auto()
    """A text that belongs to 110 / 119 / 120 / 122 came in: read it now and hand it over."""
    REOPENED = auto()
    RETURN_ASKED = auto()
    EXTENSION_ASKED = auto()
    HANDLED_TO_REVIEW = auto()
    CONFIRMER_NEEDED = auto()
    """A close-out is asked for and no rule finds a confirmer: name one with /踏勘."""
    VISIT_ASSIGNED = auto()
    VISIT_LATE = auto()
    APPROVAL_WANTED = auto()
    CALL_WANTED = auto()
    REVIEW_WANTED = auto()
    """不满意: analyse, then rework or finding."""
    FINDING_TO_CONFIRM = auto()
    SHELF_REVIEW = auto()
    LOOK_BACK_DUE = auto()
    TOO_FAST = auto()
    UNACKNOWLEDGED = auto()
    PERSON_LEFT = auto()
    DISPATCH_WAITS = auto()
    """Received and not dispatched for too long."""

    # to the unit
    ASSIGNED = auto()
    """A card is in your hand."""
    ACK_REMINDER = auto()
    SILENT_HALF = auto()
    """Half the limit gone without a progress report."""
    DUE_SOON = auto()
    DUE_TODAY = auto()
    OVERDUE = auto()
    LATE_LADDER = auto()
    """+1, +3, +5 working days late."""
    ITEM_SILENT = auto()
    URGED = auto()
    SUPERVISED = auto()
    RETURN_DECIDED = auto()
    EXTENSION_DECIDED = auto()
    TAKEN_BACK = auto()
    REVIEW_FAILED = auto()
    CLOSEOUT_REJECTED = auto()
    REWORK = auto()
    SHELVED = auto()
    UNSHELVED = auto()
    CLOSED = auto()
    MERGED = auto()
    WORDS_ADDED = auto()
    """The citizen added something."""
    ARRIVAL_WARNING = auto()
    ARRIVAL_MISSED = auto()
    LIMIT_MOVED = auto()
    CONTACT_DUE = auto()
    """The citizen should have been contacted by now."""
    WHISTLE_MISSED = auto()
    """To the whistling town and the supervisor: who has not come."""
    WHISTLE_TO_CONFIRM = auto()
    """To the town: the lead has reported; confirm and rate."""
    WHISTLE_REFUSED = auto()
    """To the centre: the town does not confirm; analyse."""
    WHISTLE_EXCUSED = auto()
    FEEDBACK_DUE = auto()
    """A critical matter: the first feedback is overdue."""

    WORDS_REFUSED = auto()
    """Something for this person was refused by the chat's content review: there is something to look up."""

    # to the group
    PUBLIC_PROGRESS = auto()
    """A change the supervision group follows: assigned, asked for close-out, confirmed, closed, late."""

    WHISTLE_PUBLIC = auto()
    """A whistle changed: blown, somebody has not come, reported, closed."""

    # to the operator
    DELIVERY_FAILED = auto()
    DELIVERY_UNKNOWN = auto()
    DING_REFUSED = auto()
    QUARANTINED = auto()
    QUOTA_SHORT = auto()
    SECOND_INSTALLATION = auto()
    """Cards are pressed and messages quoted that we never sent: another program uses our Client ID."""
    CALENDAR_PROVISIONAL = auto()
    CLOCK_AHEAD = auto()
    """The machine's clock leapt forwards; `count` minutes."""
    CLOCK_BACK = auto()
    AUDIT_FOUND = auto()
    """The auditor found something wrong (`domain/auditing.py`)."""
    AUDIT_GONE = auto()
    FRAMES_LOST = auto()
    """So many messages from the chat came while the database was away and could not be held any longer; `count` of them."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one recipient. `seq` is the event that caused it, so that each is told once."""

    to: Recipient
    kind: NoticeKind
    ticket: TicketId | None = None
    seq: int = 0
    ordinary: bool = False
    """May wait for the morning digest."""
    urgent: bool = False
    """Goes out at night, too."""
    late: bool = False
    """Missed while the service was down (补发)."""
    words: Sealed | None = None
    items: tuple[ItemNo, ...] = field(default=())
    units: tuple[UnitId, ...] = field(default=())
    person: PersonId | None = None
    """Another person the notice speaks of."""
    grade: Grade | None = None
    on: date | None = None
    at: datetime | None = None
    count: int = 0
    """Days late, tries made …"""
    code: str = ""
    """For the operator: the other side's code, the event's key."""
    granted: bool | None = None
    by_sms: bool = False
    """As a text message, also to somebody with a chat account: to the duty phone."""


class CardKind(StrEnum):
    """One card per person, ticket and purpose, updated in place (design §4)."""

    TASK = "task"
    """The unit's leader, liaison or duty officer."""
    VISIT = "visit"
    """The confirmer."""
    DECISION = "decision"
    """Whoever has to decide at the centre: return, extension, review, approval, finding."""
    CALLBACK = "callback"
    """The callback officer."""
    WHISTLE = "whistle"
    """The whistling town's duty officer."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Put a card into somebody's hand; if they hold it already it is brought up to date."""

    person: PersonId
    kind: CardKind


@dataclass(frozen=True, slots=True)
class StrongReminder:
    """DING: beside the notice, for urgent matters; a refusal is a normal case and told to the operator."""

    person: PersonId
    notice: Notice


Consequence = Notice | ShowCard | StrongReminder
