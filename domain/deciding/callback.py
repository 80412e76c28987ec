"""Review (审核), calling back (回访), the analysis of dissatisfaction, findings (认定) and rework (发回重办): `domain.md` §9."""

from datetime import datetime

from domain.actor import ActorKind
from domain.calendar_clock import DayPart, half_day
from domain.commands import (
    ConfirmFinding,
    LookAtTooFast,
    OrderRework,
    ProposeFinding,
    RecordCallTry,
    RecordRating,
    Review,
)
from domain.context import Context
from domain.deciding.answers import Outcome, after, unless_in, wrong_state
from domain.deciding.calling import called_back, sample_waits_for
from domain.deciding.dispatching import is_past
from domain.deciding.ending import settled
from domain.deciding.listing import put_on_list, sheet
from domain.deciding.rights import HEADS, of_its_units, offices_of, official_of, unless_office
from domain.events import (
    ApprovalVoided,
    CallTried,
    Event,
    FindingConfirmed,
    FindingProposed,
    RatingGiven,
    Reopened,
    ReviewFailed,
    ReviewOpened,
    ReviewPassed,
    ReworkOrdered,
    TooFastCleared,
)
from domain.ids import AppellantId, PersonId, Sealed
from domain.refusals import Reason, Refusal
from domain.running import running_limit
from domain.ticket import Limit, Ticket
from domain.vocabulary import CENTRE_OFFICES, CauseClass, Grade, Office, Rating, RatingWay, State

_ENDED_WELL = frozenset({State.CLOSED, State.CLOSED_OUT, State.ANSWERED})


def review(ticket: Ticket, command: Review, context: Context) -> Outcome:
    """审核 by the dispatcher: passed it goes to callback, refused back to work, the original deadline stands."""
    if refusal := unless_office(command.by, context, Office.DISPATCHER):
        return refusal
    if refusal := unless_in(ticket, State.HANDLED):
        return refusal
    reviewer = official_of(command.by, context)
    if reviewer is None or reviewer == ticket.handled_by:
        return Refusal(Reason.APPROVER_IS_APPLICANT)
    if of_its_units(ticket, reviewer, context):
        return Refusal(Reason.APPROVER_OF_UNIT)
    if command.passed:
        passed = (ReviewPassed(), *called_back(ticket, context))
        # A whistle its town has confirmed already waits for nobody else, unless citizens joined it.
        return (*passed, *settled(after(ticket, passed, command.by, context), context))
    return Refusal(Reason.NEEDS_REASON) if command.reason is None else (ReviewFailed(command.reason),)


def record_rating(ticket: Ticket, command: RecordRating, context: Context) -> Outcome:
    """One appellant's rating: by themselves, or written down by the callback officer who called."""
    if refusal := _may_rate(command, context):
        return refusal
    if command.way is RatingWay.UNREACHABLE:
        return record_call_try(ticket, RecordCallTry(command.by, command.appellant), context)
    if command.appellant not in ticket.appellants:
        return Refusal(Reason.UNKNOWN_APPELLANT)
    if _rated_so(ticket, command):
        return Refusal(Reason.ALREADY_RATED)
    spoken = command.by.kind is ActorKind.OFFICIAL
    if command.rating is Rating.DISSATISFIED and spoken and command.words is None:
        return Refusal(Reason.NEEDS_WORDS)
    if ticket.state in _ENDED_WELL:
        return _rated_after_close(ticket, command, context)
    if refusal := unless_in(ticket, State.CALLBACK, State.SITE_CONFIRMED, State.DISSATISFIED_REVIEW):
        return refusal
    return _rated(ticket, command, context)


def record_call_try(ticket: Ticket, command: RecordCallTry, context: Context) -> Outcome:
    """未接通: the survey text was the first try; three on different half-days end it for this appellant (§9.1)."""
    if refusal := unless_office(command.by, context, Office.CALLBACK_OFFICER):
        return refusal
    by_sample = command.appellant in sample_waits_for(ticket)
    if not by_sample and (refusal := unless_in(ticket, State.CALLBACK, State.SITE_CONFIRMED)):
        return refusal
    if command.appellant not in ticket.appellants:
        return Refusal(Reason.UNKNOWN_APPELLANT)
    if ticket.callback and any(r.appellant == command.appellant for r in ticket.callback.ratings):
        return Refusal(Reason.ALREADY_RATED)
    half = half_day_name(context.now)
    tried = tried_half_days(ticket, command.appellant)
    if half in tried:
        return Refusal(Reason.HALF_DAY_COUNTED)
    events: tuple[Event, ...] = (CallTried(command.appellant, half),)
    if len(tried) + 1 < context.policy.call_tries:
        return events
    lost = RatingGiven(command.appellant, Rating.NO_RATING, RatingWay.UNREACHABLE, None)
    events = (*events, lost)
    return (*events, *settled(after(ticket, events, command.by, context), context))


def tried_half_days(ticket: Ticket, appellant: AppellantId) -> frozenset[str]:
    """The half-days on which it was tried to reach somebody in this round, the survey text included."""
    if ticket.callback is None:
        return frozenset()
    called = {t.half_day for t in ticket.callback.tries if t.appellant == appellant}
    if appellant in ticket.callback.asked:
        called.add(half_day_name(ticket.callback.opened_at))
    return frozenset(called)


def propose_finding(ticket: Ticket, command: ProposeFinding, context: Context) -> Outcome:
    """认定, first hand: an office holder of the centre, not of the units (§9.5)."""
    panel = _panellist(ticket, command, context)
    if isinstance(panel, Refusal):
        return panel
    if refusal := unless_in(ticket, State.DISSATISFIED_REVIEW):
        return refusal
    known = ticket.finding
    if known and (known.ground, known.proposed_by) == (command.ground, panel):
        return Refusal(Reason.ALREADY, state=ticket.state)
    return (FindingProposed(command.ground, command.words),)


def confirm_finding(ticket: Ticket, command: ConfirmFinding, context: Context) -> Outcome:
    """认定, second hand: somebody else, one of the two the head or deputy. Closes, or asks for the approval again."""
    panel = _panellist(ticket, command, context)
    if isinstance(panel, Refusal):
        return panel
    if refusal := unless_in(ticket, State.DISSATISFIED_REVIEW):
        return refusal
    if ticket.finding is None:
        return Refusal(Reason.NO_FINDING, state=ticket.state)
    if ticket.finding.proposed_by == panel:
        return Refusal(Reason.SECOND_PERSON)
    held = offices_of(command.by, context) | context.directory.offices_of(
        ticket.finding.proposed_by, context.today
    )
    if not held & set(HEADS):
        return Refusal(Reason.NEEDS_HEAD, office=Office.CENTRE_HEAD)
    events: tuple[Event, ...] = (FindingConfirmed(),)
    return (*events, *settled(after(ticket, events, command.by, context), context))


def order_rework(ticket: Ticket, command: OrderRework, context: Context) -> Outcome:
    """发回重办: from the analysis, or before anything is closed when the confirmation turns out hollow."""
    if refusal := unless_office(command.by, context, Office.SUPERVISOR):
        return refusal
    if ticket.state is State.REWORK:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if refusal := unless_in(ticket, State.DISSATISFIED_REVIEW, State.CALLBACK, State.SITE_CONFIRMED):
        return refusal
    if command.limit and is_past(command.limit, context):
        return Refusal(Reason.DATE_PAST, on=command.limit.on)
    return reworked(ticket, command.cause, command.words, command.limit, context)


def reworked(
    ticket: Ticket, cause: CauseClass, words: Sealed | None, limit: Limit | None, context: Context
) -> Outcome:
    """Sent back: the approval falls, the list track, every item open, a limit of its own, grade 3 to the unit head."""
    if ticket.lead is None:
        return wrong_state(ticket)
    running = running_limit(limit or context.policy.rework, context.now, context)
    void: tuple[Event, ...] = (ApprovalVoided(),) if ticket.approval else ()
    ordered = ReworkOrdered(cause, words, running)
    return (*void, ordered, *put_on_list(ticket), *sheet(ticket, Grade.KEY, context))


def look_at_too_fast(ticket: Ticket, command: LookAtTooFast, context: Context) -> Outcome:
    """A supervisor has looked at a matter handled within minutes."""
    if refusal := unless_office(command.by, context, Office.SUPERVISOR):
        return refusal
    return (TooFastCleared(command.words),) if ticket.too_fast else Refusal(Reason.NOT_TOO_FAST)


def half_day_name(at: datetime) -> str:
    """A half-day as it is kept, e.g. "2019-07-05 am"."""
    half = half_day(at)
    return f"{half.on.isoformat()} {'am' if half.part is DayPart.MORNING else 'pm'}"


def _may_rate(command: RecordRating, context: Context) -> Refusal | None:
    if command.by.kind is ActorKind.CITIZEN:
        own = command.by.appellant == command.appellant and command.way is not RatingWay.UNREACHABLE
        return None if own else Refusal(Reason.NOT_YOURS)
    return unless_office(command.by, context, Office.CALLBACK_OFFICER)


def _rated_so(ticket: Ticket, command: RecordRating) -> bool:
    """Whether this appellant's last word of this round was the same; words that were still missing complete it."""
    own = [r for r in ticket.ratings if (r.appellant, r.round) == (command.appellant, ticket.rework_round)]
    completes = bool(own) and own[-1].words is None and command.words is not None
    return bool(own) and own[-1].rating is command.rating and not completes


def _given(command: RecordRating) -> RatingGiven:
    return RatingGiven(command.appellant, command.rating, command.way, command.words, command.solved)


def _rated(ticket: Ticket, command: RecordRating, context: Context) -> Outcome:
    events: tuple[Event, ...] = (_given(command),)
    if ticket.state is State.DISSATISFIED_REVIEW:
        return events
    if command.rating is Rating.DISSATISFIED:
        void: tuple[Event, ...] = (ApprovalVoided(),) if ticket.approval else ()
        return (*events, *void, ReviewOpened())
    return (*events, *settled(after(ticket, events, command.by, context), context))


def _rated_after_close(ticket: Ticket, command: RecordRating, context: Context) -> Outcome:
    """Within 30 days of closing a dissatisfied citizen opens the matter again; later it is a new one (design §3)."""
    closed = ticket.closed_at
    if closed is None or context.now > closed + context.policy.again_within:
        return wrong_state(ticket)
    events: tuple[Event, ...] = (_given(command),)
    if command.rating is not Rating.DISSATISFIED:
        return events
    if ticket.state is State.ANSWERED:
        return (*events, Reopened(command.words))
    void: tuple[Event, ...] = (ApprovalVoided(),) if ticket.approval else ()
    return (*events, *void, ReviewOpened())


def _panellist(
    ticket: Ticket, command: ProposeFinding | ConfirmFinding, context: Context
) -> PersonId | Refusal:
    person = official_of(command.by, context)
    if person is None or not offices_of(command.by, context) & CENTRE_OFFICES:
        return Refusal(Reason.NOT_YOUR_OFFICE, office=Office.CALLBACK_OFFICER)
    return Refusal(Reason.UNIT_IN_PANEL) if of_its_units(ticket, person, context) else person
