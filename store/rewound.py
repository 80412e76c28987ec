"""The machine's clock was put back: what waits on real time must not wait for the wrong time to come again."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from domain.outgoing import OutboxState
from store.connection import Connection
from store.tables.running import leases
from store.tables.traffic import inbox_raw, outbox, timers


async def rewound(
    connection: Connection, now_real: datetime, business_now: datetime, back: timedelta, lease: timedelta
) -> int:
    """Everything put off to a moment that is suddenly far away is due now; leases end as if taken now. How many rows.

    What was queued while the clock was wrong by `back` (positive) comes so much earlier. Dates that rules worked out from the
    wrong time are history and stay.
    """
    waiting = outbox.c.state == OutboxState.WAITING.value
    under_way = outbox.c.state.in_((OutboxState.CLAIMED.value, OutboxState.STARTED.value))
    ends = now_real + lease
    touched = 0
    for change in (
        update(outbox).where(waiting, outbox.c.retry_at > now_real).values(retry_at=now_real),
        update(outbox).where(under_way, outbox.c.lease_until > ends).values(lease_until=ends),
        update(timers).where(~timers.c.waiting, timers.c.lease_until > ends).values(lease_until=ends),
        update(inbox_raw)
        .where(inbox_raw.c.quarantined_at.is_(None), inbox_raw.c.next_try_at > now_real)
        .values(next_try_at=now_real),
        update(leases).where(leases.c.until > ends).values(until=ends),
    ):
        touched += (await connection.execute(change)).rowcount
    return touched + await _earlier(connection, business_now, back)


async def _earlier(connection: Connection, business_now: datetime, back: timedelta) -> int:
    rows = await connection.execute(
        select(outbox.c.id, outbox.c.not_before).where(
            outbox.c.state == OutboxState.WAITING.value, outbox.c.put_at > business_now
        )
    )
    wrong = rows.all()
    for row in wrong:
        right = max(business_now, row.not_before - back)
        await connection.execute(update(outbox).where(outbox.c.id == row.id).values(not_before=right))
    return len(wrong)
