"""Who goes to the site when nobody is named: of those who may, the one with the fewest visits waiting (design §3)."""

from domain.context import Context
from domain.deciding.confirming import unfit_confirmer
from domain.ids import PersonId
from domain.ticket import Ticket
from handlers.ports import Work


async def least_busy(ticket: Ticket, work: Work, context: Context) -> PersonId | None:
    """Among the holders of the first confirming office that has a fit one; ties go by the order of the centre's file."""
    for office in context.policy.confirmers:
        fit = [
            person.id
            for person in context.directory.holders(office, context.today)
            if unfit_confirmer(ticket, person.id, context) is None
        ]
        if fit:
            loads = {person: len(await work.tickets.waiting_visit_of(person)) for person in fit}
            return min(fit, key=lambda person: loads[person])
    return None
