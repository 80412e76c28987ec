"""A delivery report (状态报告) for a text we sent: a failed one reaches the operator, a delivered one is nothing to do."""

from domain.faces import Answer
from domain.inbound import SmsFate, SmsReported
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def report_received(event: SmsReported, work: Work, around: Surroundings) -> Answer | None:
    """It settles what was unknown; a text that failed is never sent again blindly (`sms.md` §10): a person looks."""
    ours = await work.outbox.reported(
        event.our_id, event.provider_id, event.fate, event.code, around.context.now
    )
    if not ours or event.fate is not SmsFate.FAILED:
        return None
    notice = Notice(
        Recipient(RecipientKind.OPERATOR),
        NoticeKind.DELIVERY_FAILED,
        ordinary=True,
        at=event.at,
        code=f"{event.gateway} {event.code}".strip(),
    )
    await work.outbox.put(
        Notify(notice),
        key=f"sms-failed:{event.gateway}:{event.provider_id}:{event.key.id}",
        at=around.context.now,
        ordinary=True,
    )
    return None
