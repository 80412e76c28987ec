"""Whether a notice is still worth sending when its turn comes: "stop at once when the state changes" (`domain.md` §7.4).

What reports that something happened stays true for ever; what urges somebody to act is over once they have acted.
"""

from datetime import datetime

from domain.notices import Notice, NoticeKind
from domain.ticket import Ticket
from domain.vocabulary import BEFORE_DISPATCH, WITH_UNIT, State

PRESSING = WITH_UNIT | {State.RETURN_REQUESTED}
"""Where a unit that has not signed is still asked to."""

_WANTED_WHILE: dict[NoticeKind, frozenset[State]] = {
    NoticeKind.NEW_TICKET: BEFORE_DISPATCH,
    NoticeKind.RETURN_ASKED: frozenset({State.RETURN_REQUESTED}),
    NoticeKind.HANDLED_TO_REVIEW: frozenset({State.HANDLED}),
    NoticeKind.CONFIRMER_NEEDED: frozenset({State.CLOSEOUT_REQUESTED}),
    NoticeKind.VISIT_ASSIGNED: frozenset({State.CLOSEOUT_REQUESTED}),
    NoticeKind.VISIT_LATE: frozenset({State.CLOSEOUT_REQUESTED}),
    NoticeKind.CALL_WANTED: frozenset({State.CALLBACK, State.ANSWERED}),
    NoticeKind.REVIEW_WANTED: frozenset({State.DISSATISFIED_REVIEW}),
    NoticeKind.WHISTLE_REFUSED: frozenset({State.DISSATISFIED_REVIEW}),
    NoticeKind.WHISTLE_TO_CONFIRM: frozenset(
        {State.HANDLED, State.CLOSEOUT_REQUESTED, State.SITE_CONFIRMED, State.CALLBACK}
    ),
    NoticeKind.FINDING_TO_CONFIRM: frozenset({State.DISSATISFIED_REVIEW}),
    NoticeKind.SHELF_REVIEW: frozenset({State.SHELVED}),
    NoticeKind.DISPATCH_WAITS: frozenset({State.RECEIVED, State.PENDING_DISPATCH}),
    NoticeKind.SURVEY: frozenset({State.CALLBACK, State.ANSWERED}),
    # "An answer will come by …", kept back overnight, makes no sense after the answer.
    NoticeKind.CITIZEN_DISPATCHED: frozenset(
        {
            State.DISPATCHED,
            State.ACKNOWLEDGED,
            State.IN_PROGRESS,
            State.RETURN_REQUESTED,
            State.HANDLED,
            State.CLOSEOUT_REQUESTED,
            State.SITE_CONFIRMED,
        }
    ),
}

_WHILE_OPEN = frozenset(
    {
        NoticeKind.SILENT_HALF,
        NoticeKind.DUE_SOON,
        NoticeKind.DUE_TODAY,
        NoticeKind.OVERDUE,
        NoticeKind.LATE_LADDER,
        NoticeKind.ITEM_SILENT,
        NoticeKind.ARRIVAL_WARNING,
        NoticeKind.ARRIVAL_MISSED,
        NoticeKind.WHISTLE_MISSED,
        NoticeKind.WHISTLE_EXCUSED,
        NoticeKind.APPROVAL_WANTED,
        NoticeKind.EXTENSION_ASKED,
    }
)


_BEFORE_IT_IS_DUE = frozenset({NoticeKind.SILENT_HALF, NoticeKind.DUE_SOON, NoticeKind.DUE_TODAY})
"""Said after the limit they would be wrong: 已超期 says it then."""

_WHILE_THE_CLOCK_RUNS = _BEFORE_IT_IS_DUE | {
    NoticeKind.OVERDUE,
    NoticeKind.LATE_LADDER,
    NoticeKind.ITEM_SILENT,
}


_UNTIL_SIGNED = frozenset({NoticeKind.ACK_REMINDER, NoticeKind.UNACKNOWLEDGED})


def _unsigned(notice: Notice, ticket: Ticket) -> bool:
    """Whether one of the units it speaks of has not signed: another unit's signature is not theirs."""
    parts = [part for part in ticket.assignments if part.unit in notice.units or not notice.units]
    return ticket.state in PRESSING and any(part.acknowledged_at is None for part in parts)


def still_true(notice: Notice, ticket: Ticket, now: datetime) -> bool:
    """Whether the ticket still wants what the notice asks for."""
    if notice.kind in _WHILE_OPEN and not ticket.is_open:
        return False
    if notice.kind in _WHILE_THE_CLOCK_RUNS and ticket.state is State.SHELVED:
        return False
    if notice.kind in _BEFORE_IT_IS_DUE and ticket.limit is not None and now >= ticket.limit.due_at:
        return False
    if notice.kind in _UNTIL_SIGNED and not _unsigned(notice, ticket):
        return False
    if notice.kind is NoticeKind.APPROVAL_WANTED and ticket.approval is not None:
        return False
    if notice.kind is NoticeKind.WHISTLE_TO_CONFIRM and ticket.whistle and ticket.whistle.confirmation:
        return False
    if notice.kind is NoticeKind.EXTENSION_ASKED and (
        ticket.extension is None or ticket.extension.granted is not None
    ):
        return False
    wanted = _WANTED_WHILE.get(notice.kind)
    return wanted is None or ticket.state in wanted
