"""Who gets it: exactly one lead, its accountable person, assistants, and who must not (回避, department duty)."""

from dataclasses import dataclass, replace

from domain.context import Context
from domain.deciding.clocks import contact_due
from domain.deciding.rights import of_unit
from domain.ids import PersonId, Sealed, UnitId
from domain.refusals import Reason, Refusal
from domain.ticket import Assignment, Limit, Ticket
from domain.vocabulary import Office, UnitKind, UnitRole


@dataclass(frozen=True, slots=True)
class Parts:
    """A wished-for dispatch: lead and assisting units, the leader in person, limit and demand."""

    lead: UnitId
    assists: tuple[UnitId, ...] = ()
    leader: PersonId | None = None
    limit: Limit | None = None
    demand: Sealed | None = None
    in_person: bool = False


def new_parts(
    ticket: Ticket, wish: Parts, by: PersonId | None, context: Context
) -> tuple[Assignment, ...] | Refusal:
    """The parts as they will stand, or what is wrong with them (§5.4, §6.3)."""
    units = (wish.lead, *wish.assists)
    if refusal := _wrong_units(ticket, wish, units, context):
        return refusal
    parts: list[Assignment] = []
    for unit in units:
        role = UnitRole.LEAD if unit == wish.lead else UnitRole.ASSIST
        leader = wish.leader if role is UnitRole.LEAD else None
        person = leader or responsible(unit, ticket.about_unit, context)
        if person is None:
            return Refusal(Reason.NO_ONE_ACCOUNTABLE, units=(unit,))
        old = ticket.part_of(unit)
        part = Assignment(
            unit=unit,
            role=role,
            leader=person,
            liaison=_liaison(unit, ticket.about_unit, context),
            assigned_at=context.now,
            assigned_by=by,
            contacted_at=old.contacted_at if old else None,
            arrived_at=old.arrived_at if old else None,
            arrival_late=bool(old and old.arrival_late),
        )
        parts.append(replace(part, contact_due_at=contact_due(part, context)))
    return tuple(parts)


def responsible(unit: UnitId, about: UnitId | None, context: Context) -> PersonId | None:
    """The leader, else the unit head, else the centre head (design §3, Hands); never somebody complained of."""
    for office in (Office.LEADER, Office.UNIT_HEAD):
        for person in context.directory.holders(office, context.today, unit):
            if not of_unit(person.id, about, context):
                return person.id
    head = context.directory.head(context.today)
    return head.id if head else None


def _liaison(unit: UnitId, about: UnitId | None, context: Context) -> PersonId | None:
    for person in context.directory.holders(Office.LIAISON, context.today, unit):
        if not of_unit(person.id, about, context):
            return person.id
    return None


def _wrong_units(ticket: Ticket, wish: Parts, units: tuple[UnitId, ...], context: Context) -> Refusal | None:
    known = context.directory.units
    strange = tuple(u for u in units if u not in known or known[u].kind is UnitKind.CENTRE)
    if strange:
        return Refusal(Reason.UNKNOWN_UNIT, units=strange, text=strange[0])
    if len(set(units)) < len(units):
        return Refusal(Reason.UNIT_TWICE)
    if ticket.about_unit in units:
        return Refusal(Reason.LEAD_IS_COMPLAINED_OF, units=(ticket.about_unit,))
    if ticket.whistle is not None and ticket.whistle.unit == wish.lead:
        return Refusal(Reason.WHISTLE_TO_ITSELF, units=(wish.lead,))
    if known[wish.lead].kind is UnitKind.TOWN and _department_duty(ticket.category, context):
        return Refusal(Reason.DEPARTMENT_DUTY_TO_TOWN, units=(wish.lead,))
    return _wrong_leader(ticket, wish, context)


def _wrong_leader(ticket: Ticket, wish: Parts, context: Context) -> Refusal | None:
    if wish.leader is None:
        return None
    found = context.directory.person(wish.leader)
    if found is None or found.suspended or not of_unit(wish.leader, wish.lead, context):
        return Refusal(Reason.LEADER_NOT_OF_UNIT, units=(wish.lead,))
    if ticket.about_unit and of_unit(wish.leader, ticket.about_unit, context):
        return Refusal(Reason.LEAD_IS_COMPLAINED_OF, units=(ticket.about_unit,))
    return None


def _department_duty(category: str, context: Context) -> bool:
    """By the class itself, or by the nearest class above it that the catalogue knows."""
    catalogue = context.policy.categories
    codes = [code for code in catalogue if code and category.startswith(code)]
    return bool(codes) and catalogue[max(codes, key=len)].department_duty
