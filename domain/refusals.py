"""Why something cannot be done: a reason and the facts its sentence needs. A refusal changes nothing (invariant 4).

The Chinese sentence for each reason is in `config/texts/refusals.py`: it says what is wrong and what to do.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto

from domain.ids import ItemNo, UnitId
from domain.vocabulary import Office, State


class Reason(StrEnum):
    """Every reason there is; a new one without wording is a type error in `config/texts/refusals.py`."""

    ENDED = auto()
    """The ticket is closed, declined or merged."""
    WRONG_STATE = auto()
    """Cannot be done in this state; `Refusal.state` says which it is in."""
    NOT_YOURS = auto()
    """Another unit's ticket."""
    NOT_YOUR_OFFICE = auto()
    """`Refusal.office` says whose right it is."""
    ONLY_LEADER = auto()
    """Only the responsible leader or unit head may ask for close-out."""
    ALREADY = auto()
    """Already so: nothing changed."""
    ALREADY_ACCEPTED = auto()
    MISSING_NATURE = auto()
    MISSING_PLACE = auto()
    EMERGENCY_CALL = auto()
    """A matter for 110 / 119 / 120 / 122."""
    LIST_TRACK_NOT_DECLINED = auto()
    LEAD_IS_COMPLAINED_OF = auto()
    UNKNOWN_UNIT = auto()
    UNIT_TWICE = auto()
    DEPARTMENT_DUTY_TO_TOWN = auto()
    NO_ONE_ACCOUNTABLE = auto()
    LEADER_NOT_OF_UNIT = auto()
    NO_ITEMS = auto()
    UNKNOWN_ITEM = auto()
    LAST_ITEM = auto()
    ITEM_UNIT_NOT_PART = auto()
    ITEM_NOT_YOURS = auto()
    NEEDS_REASON = auto()
    NEEDS_WORDS = auto()
    NOTHING_SAID = auto()
    UNKNOWN_REPORT = auto()
    TOO_LATE_TO_UNDO = auto()
    EXTENSION_ONCE = auto()
    EXTENSION_AFTER_EXPIRY = auto()
    EXTENSION_URGENT = auto()
    EXTENSION_NOT_LATER = auto()
    EXTENSION_TOO_LONG = auto()
    """`Refusal.on` is the latest date that could be granted."""
    EXTENSION_PENDING = auto()
    NO_EXTENSION = auto()
    RETURN_ONCE = auto()
    RETURN_TOO_LATE = auto()
    RETURN_LIST_TRACK = auto()
    NO_RETURN = auto()
    SECOND_RETURN_HEAD = auto()
    USE_CLOSEOUT = auto()
    """List track: 申请销号, not 申请办结."""
    USE_HANDLED = auto()
    """Ordinary track: 申请办结, not 申请销号."""
    NOT_CONTACTED = auto()
    """No record that the citizen was contacted."""
    ASSIST_OPEN = auto()
    """`Refusal.units`: assisting units that have not declared their part done."""
    ITEMS_OPEN = auto()
    """`Refusal.items` are not reported done yet."""
    NO_EVIDENCE = auto()
    """`Refusal.items` (or the whole) lack a photo or paper."""
    NOTHING_DIFFERENT = auto()
    """After a rework: says nothing about what is different this time."""
    NO_CLOSEOUT_REQUEST = auto()
    NO_VISIT = auto()
    NOT_THE_CONFIRMER = auto()
    CONFIRMER_OF_UNIT = auto()
    CONFIRMER_IS_APPLICANT = auto()
    CONFIRMER_CANNOT = auto()
    """The person holds no office that confirms on site."""
    NO_PHOTO = auto()
    NO_POSITION = auto()
    PHOTO_NOT_NEW = auto()
    """`Refusal.text` is the number of the ticket where it was used."""
    ITEMS_NOT_TICKED = auto()
    NEEDS_CALL_NOTE = auto()
    """A kind with nothing to see needs a note of the call to the citizen."""
    NOT_CONFIRMED = auto()
    """No passed site confirmation newer than the last work."""
    APPROVER_IS_APPLICANT = auto()
    APPROVER_IS_CONFIRMER = auto()
    APPROVER_OF_UNIT = auto()
    UNKNOWN_APPELLANT = auto()
    ALREADY_RATED = auto()
    HALF_DAY_COUNTED = auto()
    NO_FINDING = auto()
    SECOND_PERSON = auto()
    """The finding needs another person than who proposed it."""
    NEEDS_HEAD = auto()
    UNIT_IN_PANEL = auto()
    SAME_GRADE = auto()
    LOWERING_IS_HEADS = auto()
    LOWERING_URGENCY = auto()
    """Lowering the urgency is a correction by the head."""
    REVIEW_TOO_FAR = auto()
    DATE_PAST = auto()
    MERGE_SELF = auto()
    MERGE_MAIN_CLOSED = auto()
    MERGE_LIST_INTO_ORDINARY = auto()
    NOT_MERGED = auto()
    NO_LOOK_BACK = auto()
    NOT_TOO_FAST = auto()
    TOWN_WHISTLES = auto()
    """Only a town whistles: its leader, liaison or duty officer, or the centre for it."""
    WHISTLE_TO_ITSELF = auto()
    """The whistling town cannot lead its own whistle."""
    NO_WHISTLE = auto()
    """The ticket is no whistle."""
    NOT_CALLED = auto()
    """`Refusal.units` were not called by this whistle."""
    NOT_THE_TOWN = auto()
    """Only the town that whistled may do this."""
    NO_LEAD_REPORT = auto()
    """The lead has not reported yet: nothing to confirm or to rate."""
    LEAD_NOT_EXCUSED = auto()
    WHISTLE_NOT_MERGED = auto()
    """A whistle takes others in and does not go into another: its town must confirm."""
    WHISTLE_NO_CITIZEN = auto()
    """Nobody can be asked by text message: no citizen raised it."""
    STEP_NOT_WANTED = auto()
    """A timer's step the ticket no longer wants: nothing to do, nobody told."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer no: one reason, and whatever facts its sentence may want."""

    reason: Reason
    state: State | None = None
    office: Office | None = None
    items: tuple[ItemNo, ...] = field(default=())
    units: tuple[UnitId, ...] = field(default=())
    on: date | None = None
    text: str = ""
