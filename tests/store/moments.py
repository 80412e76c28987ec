"""Hand-made events and tickets for the tests of the memory; the rules that make real ones are tested elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.actor import citizen, official
from domain.events import Event, Received, Recorded
from domain.ids import AppellantId, PersonId, Sealed, TicketId
from domain.ticket import Appeal, Ticket
from domain.vocabulary import Area, Channel, State, Track, Urgency

NOON = datetime(2019, 7, 5, 4, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def received(
    ticket: int = 1,
    number: str = "NX2019070500001",
    short_code: str = "E100",
    appellant: int = 7,
    ref: int = 1,
) -> tuple[Recorded, Ticket]:
    """A request has come in."""
    words = Sealed(ref, "d" * 64)
    event = Received(
        TicketId(ticket),
        number,
        short_code,
        AppellantId(appellant),
        words,
        Channel.SMS,
        None,
        None,
        None,
        Urgency.NORMAL,
        Area.TOWN,
        confidential=False,
        enterprise=False,
        linked_to=None,
    )
    after = Ticket(
        TicketId(ticket),
        number,
        short_code,
        1,
        State.RECEIVED,
        Track.ORDINARY,
        Channel.SMS,
        NOON,
        (Appeal(AppellantId(appellant), words, NOON, Channel.SMS),),
    )
    return Recorded(1, NOON, citizen(AppellantId(appellant)), event), after


def then(ticket: Ticket, event: Event, by: str, **changes: object) -> tuple[Recorded, Ticket]:
    """The next event on a ticket, and the ticket with these fields changed."""
    seq = ticket.version + 1
    return Recorded(seq, at(seq), official(PersonId(by)), event), replace(ticket, version=seq, **changes)  # type: ignore[arg-type]
