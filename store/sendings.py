"""What became of what was sent about a ticket, read from the outbox, the carriers' reports and the read marks."""

from typing import Any

from sqlalchemy import Row, func, select

from domain.ids import TicketId
from domain.inbound import SmsFate
from domain.ladders import Means
from domain.outgoing import Ding, Notify, OutboxState, Outgoing
from domain.sendings import CALLS, Reached, Sending
from store.codec import outgoing_codec
from store.connection import Connection
from store.tables.talk import messages
from store.tables.traffic import outbox

_BY_STATE = {
    OutboxState.DONE: Reached.DELIVERED,
    OutboxState.FAILED: Reached.FAILED,
    OutboxState.UNKNOWN: Reached.UNKNOWN,
    OutboxState.DROPPED: Reached.DROPPED,
}
_BY_FATE = {
    SmsFate.DELIVERED.value: Reached.DELIVERED,
    SmsFate.FAILED.value: Reached.FAILED,
    SmsFate.UNKNOWN.value: Reached.UNKNOWN,
}


async def calls_about(connection: Connection, ticket: TicketId) -> tuple[Sending, ...]:
    """Every call of an official to an urgent matter, in the order queued."""
    read_at = select(func.min(messages.c.read_at)).where(messages.c.outbox == outbox.c.id).scalar_subquery()
    rows = await connection.execute(
        select(
            outbox.c.kind,
            outbox.c.body,
            outbox.c.put_at,
            outbox.c.state,
            outbox.c.fate,
            outbox.c.code,
            read_at.label("read_at"),
        )
        .where(outbox.c.ticket == ticket, outbox.c.urgent, outbox.c.kind.in_(_KINDS))
        .order_by(outbox.c.id)
    )
    found = [_sending(outgoing_codec().decode(row.kind, row.body), row) for row in rows]
    return tuple(one for one in found if one is not None)


_KINDS = (Notify.__name__, Ding.__name__)


def _sending(outgoing: Outgoing, row: Row[Any]) -> Sending | None:
    if not isinstance(outgoing, Notify | Ding):
        return None
    notice, state = outgoing.notice, OutboxState(row.state)
    if notice.to.person is None or notice.kind not in CALLS:
        return None
    means = Means.DING if isinstance(outgoing, Ding) else Means.MESSAGE
    reached = _BY_FATE.get(row.fate or "", _BY_STATE.get(state, Reached.WAITING))
    why = row.code if reached is Reached.DROPPED else ""
    if row.read_at is not None:
        reached = Reached.READ
    sending = Sending(
        notice.to.person, notice.kind, means, row.put_at, reached, row.read_at, why, row.fate is not None
    )
    return sending.texted() if notice.by_sms or sending.reported else sending
