"""Failures reach a person: what could not be sent, or may have gone out twice, is told to whoever runs the program."""

from collections.abc import Iterator, Sequence

from adapters.dingtalk.errors import REVIEWED
from bot.delivery.letters import DingLetter, Letter, NoLetter
from domain.ids import PersonId, TicketId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Claimed, Notify, Outgoing, Reply, SyncCard
from domain.people import Directory
from domain.retrying import GiveUp, LeaveUnknown
from handlers.ports import Work

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


async def refused_words(
    told: GiveUp | LeaveUnknown, rows: Sequence[Claimed], work: Work, directory: Directory
) -> list[tuple[Notice, str]]:
    """What the chat's content review refused is never silently missing: its reader is told in words of ours to look it up."""
    if not isinstance(told, GiveUp) or told.code.lower() not in REVIEWED:
        return []
    found: list[tuple[Notice, str]] = []
    for row in rows:
        person, ticket = await _reader(row.outgoing, work, directory)
        if person is not None:
            to = Recipient(RecipientKind.PERSON, person=person)
            found.append((Notice(to, NoticeKind.WORDS_REFUSED, ticket), f"refused-words:{row.id}"))
    return found


async def _reader(
    outgoing: Outgoing, work: Work, directory: Directory
) -> tuple[PersonId | None, TicketId | None]:
    match outgoing:
        case Notify(notice) if notice.kind is not NoticeKind.WORDS_REFUSED:
            return notice.to.person, notice.ticket
        case SyncCard(card_id):
            card = await work.cards.get(card_id)
            return (card.person, card.ticket) if card else (None, None)
        case Reply(staff_id=str(staff_id), ticket=ticket):
            person = directory.by_staff_id(directory.corp_id, staff_id)
            return (person.id if person else None), ticket
        case _:
            return None, None
