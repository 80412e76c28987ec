"""Who goes to the site when nobody is named: of those who may, whose area it is, then who has least to do (design §3)."""

from domain.context import Context
from domain.deciding.confirming import unfit_confirmer
from domain.ids import PersonId
from domain.ticket import Ticket
from domain.vocabulary import Office
from handlers.ports import Work


async def whose_turn(ticket: Ticket, work: Work, context: Context) -> PersonId | None:
    """Among the holders of the first confirming office that has a fit one; ties go by the order of the centre's file."""
    for office in context.policy.confirmers:
        fit = [
            person.id
            for person in context.directory.holders(office, context.today)
            if unfit_confirmer(ticket, person.id, context) is None
        ]
        near = [person for person in fit if _covers(person, office, ticket, context)]
        if fit:
            turns = near or fit
            loads = {person: len(await work.tickets.waiting_visit_of(person)) for person in turns}
            return min(turns, key=lambda person: loads[person])
    return None


def _covers(person: PersonId, office: Office, ticket: Ticket, context: Context) -> bool:
    """Whether one of the ticket's units lies in the area (片区) this person looks after."""
    area = context.directory.people[person].covers(office, context.today)
    return not area.isdisjoint(part.unit for part in ticket.assignments)
