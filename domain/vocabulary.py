"""The closed vocabularies of a centre: states, tracks, grades, ratings, reasons. Their Chinese is in `config/texts/labels.py`.

Source of the lists: `domain.md` §4-§10 of the reference, and the design §3.
"""

from enum import IntEnum, StrEnum


class State(StrEnum):
    """Where a ticket (工单) stands; §6.2. Extension wishes and look-backs are marks on a state, not states of their own.

    EXTENSION_REQUESTED and LOOK_BACK are listed by §6.2 as sub-states whose clock runs on: they are
    `Ticket.extension` and `Ticket.look_back`, so that the state they lie on is never forgotten.
    """

    RECEIVED = "received"
    NEED_INFO = "need_info"
    DECLINED = "declined"
    ANSWERED = "answered"
    PENDING_DISPATCH = "pending_dispatch"
    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    RETURN_REQUESTED = "return_requested"
    HANDLED = "handled"
    CLOSEOUT_REQUESTED = "closeout_requested"
    SITE_CONFIRMED = "site_confirmed"
    CALLBACK = "callback"
    DISSATISFIED_REVIEW = "dissatisfied_review"
    REWORK = "rework"
    CLOSED = "closed"
    CLOSED_OUT = "closed_out"
    SHELVED = "shelved"
    MERGED = "merged"


ENDED = frozenset({State.DECLINED, State.ANSWERED, State.CLOSED, State.CLOSED_OUT, State.MERGED})
"""States in which nobody owes anything (a merged ticket lives on in its main one)."""

BEFORE_DISPATCH = frozenset({State.RECEIVED, State.NEED_INFO, State.PENDING_DISPATCH})

WITH_UNIT = frozenset({State.DISPATCHED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.REWORK})
"""States in which the handling unit may work, report and ask."""


class Track(StrEnum):
    """ORDINARY may close by explanation; LIST closes only after on-site confirmation (design §3)."""

    ORDINARY = "ordinary"
    LIST = "list"


class Channel(StrEnum):
    """How a request came in; §4.1."""

    CALL = "call"
    SMS = "sms"
    SEC_MAIL = "sec_mail"
    MAYOR_MAIL = "mayor_mail"
    OPINION = "opinion"
    ENTERPRISE = "enterprise"
    WHISTLE = "whistle"
    LEADER = "leader"
    UPPER = "upper"


class Nature(StrEnum):
    """诉求类型; §5.1."""

    ENQUIRY = "enquiry"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    OTHER = "other"


class Urgency(StrEnum):
    """紧急程度; §5.3. Raising is automatic, lowering needs a person."""

    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"


class Area(StrEnum):
    """Decides the arrival limit of urgent matters: 30 min in town, 1 h warn and 2 h breach in villages."""

    TOWN = "town"
    VILLAGE = "village"


class UnitRole(StrEnum):
    """牵头 / 协办."""

    LEAD = "lead"
    ASSIST = "assist"


class UnitKind(StrEnum):
    """Ranking groups of §13.7; a department's duty is never dispatched to a town (§5.4)."""

    TOWN = "town"
    DEPARTMENT = "department"
    UTILITY = "utility"
    CENTRE = "centre"


class Office(StrEnum):
    """Offices (岗位) people hold, §3; a person may hold several, each for a period."""

    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    CALLBACK_OFFICER = "callback_officer"
    SUPERVISOR = "supervisor"
    CENTRE_HEAD = "centre_head"
    DEPUTY_HEAD = "deputy_head"
    """Deputy of the centre head: approves when the head may not (asked, confirmed, or is away)."""
    LEADER = "leader"
    UNIT_HEAD = "unit_head"
    LIAISON = "liaison"
    DUTY_OFFICER = "duty_officer"
    CONFIRMER = "confirmer"
    SECRETARY = "secretary"
    """会议秘书: keeps the meeting's list, minutes and numbers."""
    CITY_LEADER = "city_leader"
    """市领导: read summaries and bulletins."""
    INSPECTOR = "inspector"
    """The three inspecting bodies: read all, change nothing."""
    ADMINISTRATOR = "administrator"


CENTRE_OFFICES = frozenset(
    {
        Office.OPERATOR,
        Office.DISPATCHER,
        Office.CALLBACK_OFFICER,
        Office.SUPERVISOR,
        Office.CENTRE_HEAD,
        Office.DEPUTY_HEAD,
    }
)


class ItemState(StrEnum):
    """条目: OPEN -> REPORTED_DONE -> CONFIRMED, or FAILED on site -> OPEN (design §3)."""

    OPEN = "open"
    REPORTED_DONE = "reported_done"
    FAILED = "failed"
    CONFIRMED = "confirmed"


class Rating(StrEnum):
    """The four options of §9.2, exactly four."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    NO_RATING = "no_rating"
    DISSATISFIED = "dissatisfied"


class RatingWay(StrEnum):
    """How a rating reached us."""

    SMS = "sms"
    PHONE = "phone"
    CHAT = "chat"
    UNREACHABLE = "unreachable"
    """三次回访未接通: counted as no rating."""


class ConfirmationKind(StrEnum):
    """How a site confirmation was made; matters with nothing to see use one of the last three, never nothing (§8.3)."""

    SITE = "site"
    """Was there: a fresh photo and a position."""
    SIGNED_RECORD = "signed_record"
    """签字记录原件已看，并已电话联系诉求人."""
    PAYMENT_VOUCHER = "payment_voucher"
    """付款凭证原件已看，并已电话联系诉求人."""
    DECISION_DOCUMENT = "decision_document"
    """处理决定、调解书等原件已看，并已电话联系诉求人."""


class Grade(IntEnum):
    """督办等级; §10.1."""

    REMINDER = 0
    URGE = 1
    GENERAL = 2
    KEY = 3
    SPECIAL = 4


class Light(StrEnum):
    """绿 / 黄 / 红; §7.4."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class DeclineReason(StrEnum):
    """不予受理, each told to the citizen with the right way; §4.4. INSUFFICIENT is two working days of silence."""

    EMERGENCY = "emergency"
    LEGAL_PROCEDURE = "legal_procedure"
    PETITION = "petition"
    SECRETS = "secrets"
    DISTURBANCE = "disturbance"
    INSUFFICIENT = "insufficient"


class ReturnReason(StrEnum):
    """退单原因; §5.5. "No staff" and "difficult" are not reasons."""

    NOT_OURS = "not_ours"
    WRONG_TERRITORY = "wrong_territory"
    DUPLICATE = "duplicate"
    TOO_LITTLE = "too_little"
    OUT_OF_SCOPE = "out_of_scope"


class CauseClass(StrEnum):
    """Why a citizen was dissatisfied (归类); §9.4."""

    UNSOLVED = "unsolved"
    PARTLY_SOLVED = "partly_solved"
    TOO_SLOW = "too_slow"
    BAD_MANNER = "bad_manner"
    NOT_CONTACTED = "not_contacted"
    ANSWER_UNTRUE = "answer_untrue"
    POLICY_FORBIDS = "policy_forbids"
    BEYOND_DUTY = "beyond_duty"
    DEMAND_TOO_HIGH = "demand_too_high"
    NO_FACTS = "no_facts"
    RELAPSE = "relapse"
    OTHER = "other"


class UnreasonableGround(StrEnum):
    """不合理诉求的类型; §9.5."""

    NO_FACTS = "no_facts"
    PUBLIC_MORALS = "public_morals"
    ALREADY_DECIDED = "already_decided"
    AGAINST_POLICY = "against_policy"
    PRIVATE_GAIN = "private_gain"
    ABUSE = "abuse"


class LookBackResult(StrEnum):
    """回头看: 巩固 / 反弹 / 未到位; the last two reopen as rework (§8.6)."""

    HOLDS = "holds"
    RELAPSE = "relapse"
    NEVER_DONE = "never_done"


class WhistleKind(StrEnum):
    """吹哨类型: what towns whistle for; §12."""

    PROMINENT = "prominent"
    """群众反映突出."""
    JOINT = "joint"
    """综合执法."""
    EMERGENCY = "emergency"
    """应急处置."""


class WhistleMark(StrEnum):
    """双向评价: what the town thinks of a called unit, and a unit of the whistle; §12."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Attendance(StrEnum):
    """Whether a called unit came (到场)."""

    AWAITED = "awaited"
    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    EXCUSED = "excused"
    LET_GO = "let_go"
    """Taken off the matter before it came."""


class LimitKind(StrEnum):
    """Which clock a limit runs on; §7.1."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    OFFICE_HOURS = "office_hours"
    WALL_CLOCK = "wall_clock"
    FIXED_DATE = "fixed_date"
