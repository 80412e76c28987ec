"""Who confirms on site, and what counts as confirmed: independent people, and a visit newer than the last work."""

from domain.context import Context
from domain.deciding.rights import of_its_units, of_unit
from domain.ids import PersonId
from domain.refusals import Reason, Refusal
from domain.ticket import SiteVisit, Ticket


def unfit_confirmer(ticket: Ticket, person: PersonId, context: Context) -> Refusal | None:
    """Why the person may not confirm this matter; None: they may (§8.5 "independent")."""
    if ticket.closeout and person == ticket.closeout.by:
        return Refusal(Reason.CONFIRMER_IS_APPLICANT)
    if of_its_units(ticket, person, context) or of_unit(person, ticket.about_unit, context):
        return Refusal(Reason.CONFIRMER_OF_UNIT)
    if not context.directory.offices_of(person, context.today) & set(context.policy.confirmers):
        return Refusal(Reason.CONFIRMER_CANNOT)
    return None


def chosen_confirmer(
    ticket: Ticket, asker: PersonId, proposed: PersonId | None, context: Context
) -> PersonId | None:
    """Who goes by rule: the proposed person if fit, else the first fit one in the policy's order who leaves an approver."""
    by_office = (
        person.id
        for office in context.policy.confirmers
        for person in context.directory.holders(office, context.today)
    )
    candidates = ([proposed] if proposed else []) + list(dict.fromkeys(by_office))
    fit = [p for p in candidates if unfit_confirmer(ticket, p, context) is None]
    return next((p for p in fit if _leaves_approver(ticket, {p, asker}, context)), None)


def passed_visit(ticket: Ticket) -> SiteVisit | None:
    """The confirmation that stands: passed, after the request, and newer than the last work or rework."""
    if ticket.closeout is None:
        return None
    newer_than = max(ticket.last_work_seq, ticket.closeout.seq)
    return next((v for v in reversed(ticket.visits) if v.passed and v.seq > newer_than), None)


def _leaves_approver(ticket: Ticket, taken: set[PersonId], context: Context) -> bool:
    return any(
        person.id not in taken and not of_its_units(ticket, person.id, context)
        for office in context.policy.approvers
        for person in context.directory.holders(office, context.today)
    )
