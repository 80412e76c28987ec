"""On site (现场核实): the confirmer's page, opened and sent in (design §5).

The link opens within 24 hours, for one person and ticket; the first phone that opens it keeps it; it lives until it is
sent in or revoked, 72 hours at most. What was filled in without signal counts when it arrives, both times shown.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from config.texts import answers_site as told
from config.texts import facts
from domain.actor import official
from domain.commands import ItemFinding, ReportVisit
from domain.context import Context
from domain.faces import Answer
from domain.ids import BlobId, PersonId, TicketId, VisitId
from domain.inbound import SiteSubmitted
from domain.people import Person
from domain.refusals import Reason, Refusal
from domain.site_page import PageItem, PageShut, SitePage
from domain.ticket import SiteVisit, Ticket
from domain.view import TicketView
from domain.visits import VisitSession
from domain.vocabulary import State
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.speaking import sealed_if_any
from handlers.surroundings import Surroundings
from handlers.views import view_of


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Who opens which page: what the signed link says, and the phone it is opened on (None: only a look)."""

    ticket: TicketId
    visit: VisitId
    person: PersonId
    link_expires_at: datetime
    device: str | None = None


@dataclass(frozen=True, slots=True)
class PageClosed:
    """Why the page does not open; the sentence says what the rules say about this case."""

    reason: PageShut
    sentence: str


def link_for(ticket: Ticket, person: Person, around: Surroundings) -> str | None:
    """The address of the page, if this person's visit is the one that is to be made."""
    visit = ticket.visit
    if visit is None or visit.passed is not None or visit.confirmer != person.id:
        return None
    return around.links.link(ticket.id, visit.id, person.id)


async def visit_page(request: PageRequest, work: Work, around: Surroundings) -> SitePage | PageClosed:
    """Open the page, or say why not; the first phone to open it is the one it stays on. A mere look opens nothing."""
    context = around.context
    ticket = await work.tickets.get(request.ticket)
    visit = _visit_of(ticket, request.visit)
    if ticket is None or visit is None or visit.confirmer != request.person:
        return PageClosed(PageShut.NOT_OURS, told.no_such_visit())
    session = await work.visits.get(visit.id)
    if session and request.device is not None and session.device != request.device:
        return PageClosed(PageShut.OTHER_DEVICE, told.other_device())
    if closed := _closed(ticket, visit, session, context):
        return closed
    if session is None and context.now >= request.link_expires_at:
        return PageClosed(PageShut.EXPIRED, told.too_late_to_open())
    if session is None and request.device is not None:
        session = await work.visits.open(visit.id, request.person, request.device, context.now)
        if session.device != request.device:
            return PageClosed(PageShut.OTHER_DEVICE, told.other_device())
    return _page(await view_of(ticket, work, context, request.person), visit, session)


def _page(view: TicketView, visit: SiteVisit, session: VisitSession | None) -> SitePage:
    """The page, masked for the confirmer: they need not call, so nothing about who raised it."""
    masked = replace(view, may_see_caller=False)
    items = tuple(
        PageItem(
            item.no,
            facts.item_words(masked, item),
            facts.item_standard(masked, item),
            masked.unit_name(item.unit),
        )
        for item in masked.ticket.items
    )
    lives = masked.context.policy.site_visit_lives
    return SitePage(
        masked.ticket.number,
        items,
        title=facts.title(masked, 40),
        place=facts.place(masked),
        problem=facts.problem(masked),
        confirmer=masked.person_name(visit.confirmer),
        due_at=visit.due_at,
        open_until=session.opened_at + lives if session else None,
    )


async def site_submitted(event: SiteSubmitted, work: Work, around: Surroundings) -> Answer:
    """The page was sent in: each photo new, then the finding of every item."""
    context = around.context
    ticket = await work.tickets.get(event.ticket)
    visit = _visit_of(ticket, event.visit)
    if ticket is None or visit is None or visit.confirmer != event.person:
        return Answer(sentence=told.no_such_visit(), refused=True)
    session = await work.visits.get(visit.id)
    if closed := _closed(ticket, visit, session, context):
        return Answer(sentence=closed.sentence, refused=True)
    if session is None:
        return Answer(sentence=told.session_over(), refused=True)
    view = await view_of(ticket, work, context, event.person)
    if used := await _used_before(event.photos, work):
        refusal = Refusal(Reason.PHOTO_NOT_NEW, text=used)
        work.refused(refusal.reason)
        return Answer(sentence=around.texts.refusal(refusal, view), refused=True)
    outcome = await carry_out(ticket, await _finding(event, ticket, work), work, context)
    if isinstance(outcome, Refusal):
        work.refused(outcome.reason)
        return Answer(sentence=around.texts.refusal(outcome, view), refused=True)
    for photo in event.photos:
        await work.evidence.use(photo, ticket.id, event.person, context.now)
    await work.visits.submitted(visit.id, context.now)
    return Answer(sentence=told.sent_in(passed=_all_passed(event)))


def _visit_of(ticket: Ticket | None, visit: VisitId) -> SiteVisit | None:
    return next((one for one in ticket.visits if one.id == visit), None) if ticket else None


def _closed(
    ticket: Ticket, visit: SiteVisit, session: VisitSession | None, context: Context
) -> PageClosed | None:
    """Why this visit can no longer be made by anybody, or None."""
    if visit.passed is not None or (session and session.submitted_at):
        return PageClosed(PageShut.SUBMITTED, told.sent_already())
    if ticket.visit != visit:
        return PageClosed(PageShut.REVOKED, told.replaced())
    if ticket.state is not State.CLOSEOUT_REQUESTED:
        return PageClosed(PageShut.REVOKED, told.over(ticket.state))
    if session and session.revoked_at:
        return PageClosed(PageShut.REVOKED, told.session_over())
    if session and context.now >= session.opened_at + context.policy.site_visit_lives:
        return PageClosed(PageShut.EXPIRED, told.session_over())
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
        kind=event.kind,
        findings=findings,
        photos=event.photos,
        with_position=event.position is not None,
        note=await sealed_if_any(ticket, event.note, work),
    )


def _all_passed(event: SiteSubmitted) -> bool:
    return all(found.passed for found in event.findings)
