"""People leave, and messages are read."""

from domain.faces import Answer
from domain.ids import TicketId
from domain.inbound import MessageRead, PersonLeft
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from domain.people import Person
from domain.vocabulary import Office
from handlers.ports import Work
from handlers.surroundings import Surroundings
from handlers.telling import tell_people


async def person_left(event: PersonLeft, work: Work, around: Surroundings) -> Answer | None:
    """Suspended at once; their open tickets alarm with the supervisors and the unit's head, the files with the operator."""
    directory = around.context.directory
    for staff_id in event.staff_ids:
        person = directory.by_staff_id(directory.corp_id, staff_id)
        if person is not None:
            await work.roll.suspend(person.id, event.at)
            await _alarm(event, person, work, around)
    return None


async def _alarm(event: PersonLeft, person: Person, work: Work, around: Surroundings) -> None:
    directory, day = around.context.directory, around.context.today
    notice = Notice(
        Recipient(RecipientKind.OPERATOR), NoticeKind.PERSON_LEFT, urgent=True, person=person.id, at=event.at
    )
    await work.outbox.put(
        Notify(notice), key=f"left:{person.id}:{event.key.id}", at=around.context.now, urgent=True
    )
    units = directory.units_of(person.id, day)
    for ticket in await work.tickets.open_with_units(units):
        if any(person.id in (part.leader, part.liaison) for part in ticket.assignments):
            heads = (
                directory.unit_head_of(part.unit, day) for part in ticket.assignments if part.unit in units
            )
            told = {one.id for one in (*directory.holders(Office.SUPERVISOR, day), *heads) if one} - {
                person.id
            }
            await tell_people(
                sorted(told),
                NoticeKind.PERSON_LEFT,
                _key(event, ticket.id),
                work=work,
                around=around,
                ticket=ticket.id,
                about=person.id,
            )


def _key(event: PersonLeft, ticket: TicketId) -> str:
    return f"{ticket}:{event.key.id}"


async def message_read(event: MessageRead, work: Work, around: Surroundings) -> Answer | None:
    """Remembered, and nothing more: read is not signed for."""
    del around
    await work.marks.read(event.message_id, event.at)
    return None
