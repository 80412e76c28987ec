"""Texts that answer a citizen straight back, and urgent word to the centre: notices, each once per key."""

from collections.abc import Collection

from domain.ids import AppellantId, PersonId, Sealed, TicketId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from domain.vocabulary import Office
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def tell_citizen(
    appellant: AppellantId,
    kind: NoticeKind,
    key: str,
    *,
    work: Work,
    around: Surroundings,
    ticket: TicketId | None = None,
    count: int = 0,
) -> None:
    """A text to the phone that wrote to us; it goes at once, at night too: whoever texts is awake."""
    notice = Notice(
        Recipient(RecipientKind.APPELLANT, appellant=appellant), kind, ticket, urgent=True, count=count
    )
    await work.outbox.put(
        Notify(notice), key=f"{kind.value}:{appellant}:{key}", at=around.context.now, urgent=True
    )


async def tell_office(
    office: Office,
    kind: NoticeKind,
    key: str,
    *,
    work: Work,
    around: Surroundings,
    ticket: TicketId | None = None,
    words: Sealed | None = None,
) -> None:
    """Urgent word to everybody who holds an office of the centre today, else to its head."""
    directory, day = around.context.directory, around.context.today
    first = directory.first(office, day)
    people = directory.holders(office, day) or ((first,) if first else ())
    await tell_people(
        [person.id for person in people], kind, key, work=work, around=around, ticket=ticket, words=words
    )


async def tell_people(
    people: Collection[PersonId],
    kind: NoticeKind,
    key: str,
    *,
    work: Work,
    around: Surroundings,
    ticket: TicketId | None = None,
    words: Sealed | None = None,
    about: PersonId | None = None,
) -> None:
    """The same urgent notice to several people."""
    for person in people:
        notice = Notice(
            Recipient(RecipientKind.PERSON, person=person),
            kind,
            ticket,
            urgent=True,
            words=words,
            person=about,
        )
        await work.outbox.put(
            Notify(notice), key=f"{kind.value}:{person}:{key}", at=around.context.now, urgent=True
        )
