"""What a whistle (吹哨) tells its town, the called units and the group: one card each, and words only where somebody must act."""

from collections.abc import Iterator

from domain.deciding.clocks import arrival_due
from domain.events import (
    ArrivalMissed,
    Closed,
    CloseoutRequested,
    Dispatched,
    HandledReported,
    Recorded,
    UnitExcused,
)
from domain.ids import UnitId
from domain.notices import CardKind, Consequence, NoticeKind
from domain.telling.audience import Audience
from domain.ticket import Ticket
from domain.vocabulary import Attendance, Office


def told(before: Ticket | None, recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    """What an event brings beside what every ticket's units and centre are told."""
    if before is None or before.whistle is None:
        return
    match recorded.event:
        case Dispatched():
            yield from around.card(around.town(), CardKind.WHISTLE)
        case ArrivalMissed(unit=unit) if not _named_already(before, unit, around):
            # Units whose time ends together are named together: the words are made from the newest state.
            people = (*around.town(), around.office(Office.SUPERVISOR))
            yield from around.tell(people, NoticeKind.WHISTLE_MISSED, urgent=True, units=(unit,))
            yield from around.publish(units=(unit,))
        case HandledReported() | CloseoutRequested():
            yield from around.tell(around.town(), NoticeKind.WHISTLE_TO_CONFIRM)
        case UnitExcused(unit=unit, reason=reason):
            people = (*around.unit_people(around.ticket.part_of(unit)), *around.town())
            yield from around.tell(people, NoticeKind.WHISTLE_EXCUSED, units=(unit,), words=reason)
        case Closed():
            yield from around.publish()
        case _:
            return


def _named_already(before: Ticket, unit: UnitId, around: Audience) -> bool:
    """Whether another unit's time ended at the same moment, and was told of."""
    part, whistle = before.part_of(unit), before.whistle
    if part is None or whistle is None:
        return False
    due = arrival_due(before, part, around.context)
    missing = (
        other
        for one in whistle.called
        if one.attendance is Attendance.MISSED and (other := before.part_of(one.unit)) is not None
    )
    return any(arrival_due(before, other, around.context) == due for other in missing)
