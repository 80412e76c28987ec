"""On site (现场核实): the confirmer's page, opened and sent in (design §5).

The link opens within 24 hours, for one person and ticket; the first phone that opens it keeps it; it lives until it is
sent in or revoked, 72 hours at most. What was filled in without signal counts when it arrives, both times shown.
"""

from dataclasses import dataclass
from datetime import datetime

from config.texts import answers_site as told
from domain.actor import official
from domain.commands import ItemFinding, ReportVisit
from domain.context import Context
from domain.faces import Answer
from domain.ids import BlobId, PersonId, TicketId, VisitId
from domain.inbound import SiteSubmitted
from domain.people import Person
from domain.refusals import Reason, Refusal
from domain.ticket import SiteVisit, Ticket
from domain.view import TicketView
from domain.visits import VisitSession
from domain.vocabulary import ConfirmationKind, State
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.speaking import sealed_if_any
from handlers.surroundings import Surroundings
from handlers.views import view_of


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Who opens which page: what the signed link says, and the phone it is opened on."""

    ticket: TicketId
    visit: VisitId
    person: PersonId
    device: str
    link_expires_at: datetime


@dataclass(frozen=True, slots=True)
class VisitPage:
    """An open page: everything it shows."""

    view: TicketView
    visit: SiteVisit
    session: VisitSession


@dataclass(frozen=True, slots=True)
class PageClosed:
    """Why the page does not open, in one sentence for the phone."""

    sentence: str


def link_for(ticket: Ticket, person: Person, around: Surroundings) -> str | None:
    """The address of the page, if this person's visit is the one that is to be made."""
    visit = ticket.visit
    if visit is None or visit.passed is not None or visit.confirmer != person.id:
        return None
    return around.links.link(ticket.id, visit.id, person.id)


async def visit_page(request: PageRequest, work: Work, around: Surroundings) -> VisitPage | PageClosed:
    """Open the page, or say why not; the first phone to open it is the one it stays on."""
    context = around.context
    ticket = await work.tickets.get(request.ticket)
    visit = _visit_of(ticket, request.visit)
    if ticket is None or visit is None:
        return PageClosed(told.no_such_visit())
    session = await work.visits.get(visit.id)
    if why := _closed(ticket, visit, request.person, session, context):
        return PageClosed(why)
    if session is None:
        if context.now >= request.link_expires_at:
            return PageClosed(told.too_late_to_open())
        session = await work.visits.open(visit.id, request.person, request.device, context.now)
    if session.device != request.device:
        return PageClosed(told.other_device())
    return VisitPage(await view_of(ticket, work, context, request.person), visit, session)


async def site_submitted(event: SiteSubmitted, work: Work, around: Surroundings) -> Answer:
    """The page was sent in: each photo new, then the finding of every item."""
    context = around.context
    ticket = await work.tickets.get(event.ticket)
    visit = _visit_of(ticket, event.visit)
    if ticket is None or visit is None:
        return Answer(sentence=told.no_such_visit(), refused=True)
    session = await work.visits.get(visit.id)
    if why := _closed(ticket, visit, event.person, session, context):
        return Answer(sentence=why, refused=True)
    if session is None:
        return Answer(sentence=told.session_over(), refused=True)
    view = await view_of(ticket, work, context, event.person)
    if used := await _used_before(event.photos, work):
        refusal = Refusal(Reason.PHOTO_NOT_NEW, text=used)
        return Answer(sentence=around.texts.refusal(refusal, view), refused=True)
    outcome = await carry_out(ticket, await _finding(event, ticket, work), work, context)
    if isinstance(outcome, Refusal):
        return Answer(sentence=around.texts.refusal(outcome, view), refused=True)
    for photo in event.photos:
        await work.evidence.use(photo, ticket.id, event.person, context.now)
    await work.visits.submitted(visit.id, context.now)
    return Answer(sentence=told.sent_in(passed=_all_passed(event)))


def _visit_of(ticket: Ticket | None, visit: VisitId) -> SiteVisit | None:
    return next((one for one in ticket.visits if one.id == visit), None) if ticket else None


def _closed(
    ticket: Ticket, visit: SiteVisit, person: PersonId, session: VisitSession | None, context: Context
) -> str | None:
    """Why this visit can no longer be made by this person, or None."""
    if visit.confirmer != person:
        return told.not_yours()
    if visit.passed is not None or (session and session.submitted_at):
        return told.sent_already()
    if ticket.visit != visit:
        return told.replaced()
    if ticket.state is not State.CLOSEOUT_REQUESTED:
        return told.over(ticket.state)
    if session and (session.revoked_at or context.now >= session.opened_at + context.policy.site_visit_lives):
        return told.session_over()
    return None


async def _used_before(photos: tuple[BlobId, ...], work: Work) -> str | None:
    """The number of the ticket for which one of these very pictures was used before."""
    for photo in photos:
        used = await work.evidence.first_use(photo)
        if used is not None:
            earlier = await work.tickets.get(used)
            return earlier.number if earlier else str(used)
    return None


async def _finding(event: SiteSubmitted, ticket: Ticket, work: Work) -> ReportVisit:
    findings = tuple(
        [
            ItemFinding(found.item, found.passed, await sealed_if_any(ticket, found.note, work))
            for found in event.findings
        ]
    )
    return ReportVisit(
        official(event.person),
        passed=_all_passed(event),
        kind=ConfirmationKind.SITE,
        findings=findings,
        photos=event.photos,
        with_position=event.position is not None,
        note=await sealed_if_any(ticket, event.note, work),
    )


def _all_passed(event: SiteSubmitted) -> bool:
    return all(found.passed for found in event.findings)
