"""What rows a ticket leads to: the projection kept for look-ups and for the triggers of the close-out rule."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.meetings.agenda import may_matter
from domain.ticket import Ticket
from domain.vocabulary import State
from store.codec import canonical, ticket_codec

RELEASED = "released"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that has or had a part."""

    unit: str
    role: str
    leader: str
    liaison: str | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of the list."""

    no: int
    unit: str
    state: str
    due_on: date | None
    reported_seq: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything about a ticket that lies in tables of its own."""

    units: tuple[UnitRow, ...]
    appellants: tuple[int, ...]
    items: tuple[ItemRow, ...]

    @property
    def digest(self) -> str:
        """Equal while nothing of it changes, so that most events leave those tables alone."""
        units = [[u.unit, u.role, u.leader, u.liaison] for u in self.units]
        items = [
            [i.no, i.unit, i.state, i.due_on and i.due_on.isoformat(), i.reported_seq] for i in self.items
        ]
        return hashlib.sha256(canonical([units, self.appellants, items]).encode()).hexdigest()


def parts_of(ticket: Ticket) -> Parts:
    """Units (those released too, for independence), appellants in order, items."""
    units = {a.unit: UnitRow(a.unit, RELEASED, a.leader, a.liaison) for a in ticket.released}
    units |= {a.unit: UnitRow(a.unit, a.role.value, a.leader, a.liaison) for a in ticket.assignments}
    items = tuple(ItemRow(i.no, i.unit, i.state.value, i.due_on, i.reported_seq) for i in ticket.items)
    return Parts(tuple(units.values()), tuple(dict.fromkeys(a.appellant for a in ticket.appeals)), items)


def row_of(ticket: Ticket, parts: Parts, head: str, at: datetime) -> dict[str, Any]:
    """The row itself."""
    waits = ticket.visit if ticket.state is State.CLOSEOUT_REQUESTED else None
    return {
        "number": ticket.number,
        "short_code": ticket.short_code.upper(),
        "version": ticket.version,
        "head": head,
        "unsealed": True,
        "open": ticket.is_open,
        "state": ticket.state.value,
        "track": ticket.track.value,
        "nature": ticket.nature.value if ticket.nature else None,
        "grade": int(ticket.supervision.grade) if ticket.supervision else 0,
        "weighty": may_matter(ticket),
        "channel": ticket.channel.value,
        "received_at": ticket.received_at,
        "due_at": ticket.limit.due_at if ticket.limit else None,
        "ended_at": None if ticket.is_open else ticket.closed_at or ticket.state_since or at,
        "visit_confirmer": waits.confirmer if waits and waits.passed is None else None,
        "parts": parts.digest,
        "body": ticket_codec().encode(ticket),
    }
