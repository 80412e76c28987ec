"""Who may: offices of the centre, people of a unit, and who is independent of both. Rules name offices, never persons.

`domain.md` §3 and design §3 "Hands". Whatever a right-holder of the centre may do, its head and deputy may do as well.
"""

from domain.actor import Actor, ActorKind
from domain.context import Context
from domain.ids import PersonId, UnitId
from domain.refusals import Reason, Refusal
from domain.ticket import Assignment, Ticket
from domain.vocabulary import Office, UnitRole

HEADS = (Office.CENTRE_HEAD, Office.DEPUTY_HEAD)
INTAKE = (Office.OPERATOR, Office.DISPATCHER, Office.CALLBACK_OFFICER, Office.SUPERVISOR)
UNIT_OFFICES = frozenset({Office.LEADER, Office.UNIT_HEAD, Office.LIAISON, Office.DUTY_OFFICER})


def official_of(by: Actor, context: Context) -> PersonId | None:
    """The official behind a hand, if there is one and they are not suspended."""
    if by.kind is not ActorKind.OFFICIAL or by.person is None:
        return None
    found = context.directory.person(by.person)
    return by.person if found and not found.suspended else None


def offices_of(by: Actor, context: Context) -> frozenset[Office]:
    """The offices a hand holds today."""
    person = official_of(by, context)
    return context.directory.offices_of(person, context.today) if person else frozenset()


def unless_office(by: Actor, context: Context, *offices: Office) -> Refusal | None:
    """No, unless the hand holds one of the offices, or is the centre's head or deputy."""
    if offices_of(by, context) & {*offices, *HEADS}:
        return None
    return Refusal(Reason.NOT_YOUR_OFFICE, office=offices[0] if offices else Office.CENTRE_HEAD)


def unless_office_or_rule(by: Actor, context: Context, *offices: Office) -> Refusal | None:
    """The same, but a rule of the system may as well."""
    return None if by.kind is ActorKind.SYSTEM else unless_office(by, context, *offices)


def is_head(by: Actor, context: Context) -> bool:
    """Whether the hand is the centre's head or deputy."""
    return bool(offices_of(by, context) & set(HEADS))


def parts_of(ticket: Ticket, by: Actor, context: Context) -> tuple[Assignment, ...]:
    """The parts the hand may act for, the lead one first: named in it, or in an office of its unit."""
    person = official_of(by, context)
    if person is None:
        return ()
    found = [a for a in ticket.assignments if acts_for(a, person, context)]
    return tuple(sorted(found, key=lambda a: a.role is not UnitRole.LEAD))


def acts_for(part: Assignment, person: PersonId, context: Context) -> bool:
    """Whether the person acts for the unit's part."""
    return person in {part.leader, part.liaison} or any(
        context.directory.holds(person, office, context.today, part.unit) for office in UNIT_OFFICES
    )


def lead_part(ticket: Ticket, by: Actor, context: Context) -> Assignment | Refusal:
    """The lead part, if the hand acts for it; another unit's ticket otherwise."""
    parts = parts_of(ticket, by, context)
    return parts[0] if parts and parts[0].role is UnitRole.LEAD else Refusal(Reason.NOT_YOURS)


def leads(part: Assignment, person: PersonId, context: Context) -> bool:
    """Whether the person is the responsible leader or the unit head: who alone may ask for close-out."""
    return person == part.leader or context.directory.holds(
        person, Office.UNIT_HEAD, context.today, part.unit
    )


def of_its_units(ticket: Ticket, person: PersonId, context: Context) -> bool:
    """Whether the person belongs to a unit that leads, assists or once did, or answered for its part."""
    return bool(context.directory.units_of(person, context.today) & ticket.units) or any(
        person in {a.leader, a.liaison} for a in (*ticket.assignments, *ticket.released)
    )


def of_unit(person: PersonId, unit: UnitId | None, context: Context) -> bool:
    """Whether the person belongs to that unit; to none when there is none."""
    return unit is not None and unit in context.directory.units_of(person, context.today)
