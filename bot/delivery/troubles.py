"""Failures reach a person: what could not be sent, or may have gone out twice, is told to whoever runs the program."""

from collections.abc import Iterator, Sequence

from bot.delivery.letters import DingLetter, Letter, NoLetter
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Claimed, Notify
from domain.retrying import GiveUp, LeaveUnknown

OPERATOR = Recipient(RecipientKind.OPERATOR)


def trouble_notice(
    told: GiveUp | LeaveUnknown, letter: Letter, rows: Sequence[Claimed]
) -> Iterator[tuple[Notice, str]]:
    """One notice to the operator per row, with its key. What was itself for the operator is not reported to them again."""
    for row in rows:
        if isinstance(row.outgoing, Notify) and row.outgoing.notice.to == OPERATOR:
            continue
        if isinstance(letter, DingLetter):
            kind = NoticeKind.DING_REFUSED
        elif isinstance(told, LeaveUnknown):
            kind = NoticeKind.DELIVERY_UNKNOWN
        else:
            kind = NoticeKind.DELIVERY_FAILED
        # What could not even be worded must not be needed to word this.
        worded = not isinstance(letter, NoLetter)
        ticket = row.outgoing.notice.ticket if worded and isinstance(row.outgoing, Notify) else None
        yield Notice(OPERATOR, kind, ticket, code=told.code), f"trouble:{row.id}"
