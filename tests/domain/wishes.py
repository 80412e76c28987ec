"""What anybody might ask of a ticket: any command by anybody by chance, and what would come next in real life.

Chance is a number: a random command made of it is quick to draw, and Hypothesis still finds the shortest history.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from random import Random
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain import commands as asked
from domain.actor import SYSTEM, Actor, citizen
from domain.answering import AnswerFault, AnswerFinding
from domain.calendar_clock import local_date
from domain.commands import AnyCommand
from domain.deciding.ending import still_to_ask
from domain.deciding.unit_work import OPEN_ITEM
from domain.ids import AppellantId, BlobId, ItemNo, PersonId, Sealed, TicketId, UnitId, VisitId
from domain.ticket import Limit, MeetingRef
from domain.vocabulary import (
    WITH_UNIT,
    CauseClass,
    ConfirmationKind,
    Grade,
    LimitKind,
    LookBackResult,
    Nature,
    Rating,
    RatingWay,
    ReturnReason,
    State,
    Track,
    UnitRole,
    UnreasonableGround,
    Urgency,
    WhistleMark,
)
from tests.world import CENTRE, CITIZEN, NEIGHBOUR, PEOPLE, UNITS, Case, by, sealed

_FAILING = (AnswerFinding(AnswerFault.NO_DATE),)
COMMANDS: tuple[type[AnyCommand], ...] = get_args(AnyCommand)
ACTORS: tuple[Actor, ...] = (
    *(by(p.id) for p in PEOPLE),
    *(by(code) for code in ("nobody", "chief", "twohats")),
    citizen(CITIZEN),
    citizen(NEIGHBOUR),
    SYSTEM,
)


def anything(case: Case, chance: int) -> AnyCommand:
    """Any command by anybody, made of a number."""
    draw = _luck(case, chance)
    return some(draw.choice(COMMANDS), draw.choice(ACTORS), case, draw)


def some(kind: type[AnyCommand], by_whom: Actor, case: Case, draw: Random) -> AnyCommand:
    """A command of that kind by that hand, everything else left to chance."""
    made: AnyCommand = _made(kind, case, draw, {"by": by_whom})
    return made


def _luck(case: Case, chance: int) -> Random:
    """Another draw at every turn of the history, even where the number is the same."""
    return Random(chance * 1_000_003 + next(case.ids))


def _made(kind: type, case: Case, draw: Random, given: Mapping[str, object]) -> Any:
    hints = get_type_hints(kind)
    values = {f.name: _value(f.name, hints[f.name], case, draw) for f in fields(kind) if f.name not in given}
    return kind(**values, **given)


def _value(name: str, hint: Any, case: Case, draw: Random) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        inner = [h for h in get_args(hint) if h is not type(None)]
        return None if draw.random() < 0.5 else _value(name, inner[0], case, draw)
    if get_origin(hint) is tuple:
        return tuple(_value(name, get_args(hint)[0], case, draw) for _ in range(draw.choice((0, 1, 1, 2, 3))))
    if hint in (asked.NewItem, asked.ItemFinding, asked.TakenAppeal, AnswerFinding, MeetingRef):
        return _made(hint, case, draw, {})
    if isinstance(hint, type) and hasattr(hint, "__members__"):
        return draw.choice(list(hint))
    return draw.choice(_pool(name, hint, case))


def _pool(name: str, hint: Any, case: Case) -> list[Any]:
    today = local_date(case.now)
    steps = [t.step for t in case.timers()] if case.ticket else []
    pools: dict[Any, list[Any]] = {
        Sealed: [sealed(n) for n in range(1, 60)],
        TicketId: [TicketId(n) for n in (1, 2, 3)],
        AppellantId: [CITIZEN, NEIGHBOUR, AppellantId(9)],
        PersonId: [*(p.id for p in PEOPLE), PersonId("nobody")],
        UnitId: [*(u.id for u in UNITS), UnitId("nowhere")],
        ItemNo: [ItemNo(n) for n in (1, 1, 2, 3)],
        VisitId: [VisitId(n) for n in (1, 2, 3)],
        BlobId: [BlobId(f"{n:064x}") for n in range(30)],
        bool: [True, False],
        int: list(range(1, 40)),
        date: [today + timedelta(days=n) for n in (-3, 0, 1, 5, 12, 20, 40, 89, 100)],
        datetime: [case.now + timedelta(minutes=n) for n in (-5000, -100, -1, 0, 100)],
        Limit: [
            Limit(k, n, "by chance", today + timedelta(days=n - 2)) for k in LimitKind for n in (0, 1, 9)
        ],
        str: [*steps, "nonsense", "overdue:1:", "late:x:"] if name == "step" else ["0101", "0102", "x"],
    }
    return pools[hint]


def right(case: Case) -> AnyCommand | None:
    """The one thing that brings the matter nearer to its end, asked by whoever should."""
    it, w = case.it, case.words
    lead = it.lead
    match it.state:
        case State.RECEIVED | State.PENDING_DISPATCH:
            unit = UnitId("transport")
            items = (asked.NewItem(w()), asked.NewItem(w(), unit=UnitId("police")))
            if case.it.urgent_since:
                return asked.Dispatch(by("dispatcher"), unit, (), nature=Nature.HELP, place=w())
            return asked.Assign(
                by("supervisor"), None, unit, (UnitId("police"),), items, nature=Nature.HELP, place=w()
            )
        case State.CALLBACK if it.whistle and it.whistle.confirmation is None:
            return asked.ConfirmWhistle(by(f"{it.whistle.unit}-duty"))
        case State.CALLBACK if it.track is Track.LIST and it.approval is None:
            return asked.Approve(by("head" if it.visit and it.visit.confirmer != "head" else "deputy"))
        case State.CALLBACK:
            waiting = still_to_ask(it)
            who = waiting[0] if waiting else CITIZEN
            return asked.RecordRating(citizen(who), who, Rating.SATISFIED, RatingWay.SMS, w())
        case State.DISSATISFIED_REVIEW:
            return asked.OrderRework(by("head"), CauseClass.UNSOLVED, w())
        case State.CLOSEOUT_REQUESTED if it.visit and it.visit.passed is None:
            return _seen(case, by(it.visit.confirmer), passed=True)
        case State.HANDLED:
            return asked.Review(by("dispatcher"), passed=True)
        case State.RETURN_REQUESTED:
            return asked.DecideReturn(by("head"), granted=False, reason=w())
        case State.SHELVED:
            return asked.Unshelve(by("head"))
        case _ if lead and it.state in WITH_UNIT:
            return _work(case, lead.unit)
        case _:
            return None


def _work(case: Case, lead: UnitId) -> AnyCommand:
    it, w = case.it, case.words
    for part in it.assignments:
        undone = tuple(i.no for i in it.items if i.unit == part.unit and i.state in OPEN_ITEM)
        if undone or (part.role is UnitRole.ASSIST and part.signed_off_at is None):
            return asked.ReportProgress(
                by(part.leader), w(), undone, (case.photo(),), contact=True, part_done=True
            )
    if it.track is Track.LIST:
        leader = it.lead.leader if it.lead else lead
        return asked.RequestCloseout(by(leader), VisitId(next(case.ids)), w(), w())
    return asked.ReportHandled(by(f"{lead}-liaison"), w(), contact=True)


def sensible(case: Case, chance: int) -> AnyCommand:
    """What people ask in this state, the right ones and the wrong ones: first the kind by chance, then who asks it."""
    groups = [g for g in _groups(case) if g]
    draw = _luck(case, chance)
    return draw.choice(draw.choice(groups))


def _groups(case: Case) -> list[list[AnyCommand]]:
    return [*_by_state(case), *_about_the_whistle(case)]


def _about_the_whistle(case: Case) -> list[list[AnyCommand]]:
    """What the town, the called units and the supervisor ask of a whistle, the wrong hands among them."""
    whistle, w = case.it.whistle, case.words
    if whistle is None:
        return []
    hands: list[Actor] = [by(f"{whistle.unit}-duty"), by("supervisor"), *_hands(case)]
    called = [one.unit for one in whistle.called]
    return [
        [asked.ConfirmWhistle(hand) for hand in hands],
        [asked.ReportArrival(hand, w()) for hand in _hands(case)],
        [asked.RefuseWhistle(hand, w()) for hand in hands[:2]],
        [asked.RateUnits(hand, mark) for hand in hands[:2] for mark in WhistleMark],
        [asked.RateWhistle(hand, WhistleMark.FAIR, w()) for hand in _hands(case)],
        [asked.ExcuseUnit(by("supervisor"), unit, w()) for unit in called],
    ]


def _by_state(case: Case) -> list[list[AnyCommand]]:
    it = case.it
    match it.state:
        case State.RECEIVED | State.PENDING_DISPATCH | State.NEED_INFO:
            return _before_dispatch(case)
        case State.CLOSEOUT_REQUESTED:
            return _going_there(case)
        case State.CALLBACK | State.SITE_CONFIRMED | State.DISSATISFIED_REVIEW:
            return _asking_the_citizen(case)
        case State.CLOSED | State.CLOSED_OUT:
            unhappy = asked.RecordRating(
                citizen(CITIZEN), CITIZEN, Rating.DISSATISFIED, RatingWay.SMS, case.words()
            )
            looked = [asked.RecordLookBack(by("supervisor"), r, case.words()) for r in LookBackResult]
            return [[asked.StartLookBack(by("supervisor"))], [*looked], [unhappy]]
        case _:
            return _at_work(case)


def _before_dispatch(case: Case) -> list[list[AnyCommand]]:
    w = case.words
    units = [u.id for u in UNITS if u.id != CENTRE]
    return [
        [asked.Accept(by("operator"), Nature.COMPLAINT, place=w())],
        [asked.Dispatch(by("dispatcher"), u, tuple(x for x in units[:2] if x != u)) for u in units],
        [asked.Dispatch(by("dispatcher"), u) for u in units],
        _assigns(case, units),
        [asked.AskCitizen(by("operator"), w())],
        [asked.AddWords(citizen(CITIZEN), CITIZEN, w(), Urgency.URGENT)],
        [asked.MergeInto(by("dispatcher"), TicketId(2), main_is_open=True, main_on_list_track=True)],
        [asked.Supervise(by("supervisor"), Grade.KEY)],
    ]


def _going_there(case: Case) -> list[list[AnyCommand]]:
    w, visit = case.words, case.it.visit
    goer = [by(visit.confirmer)] if visit else []
    everybody = [a for a in ACTORS if a.person]
    return [
        [_seen(case, actor, passed=True) for actor in goer],
        [_seen(case, actor, passed=False) for actor in goer],
        [_seen(case, actor, passed=True) for actor in everybody],
        [
            asked.NameConfirmer(by("supervisor"), VisitId(next(case.ids)), a.person)
            for a in everybody
            if a.person
        ],
        [asked.NameConfirmer(by("supervisor"), VisitId(next(case.ids)), PersonId("head"))],
        [asked.Approve(actor) for actor in everybody],
        [asked.WithdrawCloseout(actor) for actor in _hands(case)],
        [asked.RejectCloseout(by("supervisor"), w())],
        [asked.ReportProgress(actor, w(), evidence=(case.photo(),)) for actor in _hands(case)],
    ]


def _asking_the_citizen(case: Case) -> list[list[AnyCommand]]:
    it, w = case.it, case.words
    centre = [a for a in ACTORS if a.person]
    heads = [by("head"), by("deputy"), by("chief")]
    rated: list[AnyCommand] = [
        asked.RecordRating(citizen(a), a, r, RatingWay.SMS, w()) for a in it.appellants for r in Rating
    ]
    return [
        [asked.Approve(actor) for actor in heads],
        [asked.Approve(actor) for actor in centre],
        rated,
        rated,
        [asked.RecordCallTry(by("caller"), a) for a in it.appellants],
        [asked.ProposeFinding(actor, UnreasonableGround.ABUSE, w()) for actor in centre],
        [asked.ConfirmFinding(actor) for actor in heads],
        [asked.OrderRework(by("head"), CauseClass.UNSOLVED, w())],
        [asked.RejectCloseout(by("supervisor"), w())],
        [asked.Supervise(by("supervisor"), Grade.KEY, None, w())],
    ]


def _at_work(case: Case) -> list[list[AnyCommand]]:
    it, w = case.it, case.words
    hands = _hands(case)
    units = [u.id for u in UNITS if u.id != CENTRE]
    everything = tuple(i.no for i in it.items)
    later = local_date(case.now) + timedelta(days=20)
    first = [part.unit for part in it.assignments] or [units[0]]
    own: list[AnyCommand] = [
        asked.ReportProgress(
            by(f"{unit}-liaison"),
            w(),
            tuple(i.no for i in it.items if i.unit == unit),
            (case.photo(),),
            contact=True,
            part_done=True,
        )
        for unit in first
    ]
    return [
        own,
        [asked.ReportProgress(h, w(), everything, (case.photo(),)) for h in hands],
        [asked.RequestCloseout(h, VisitId(next(case.ids)), w(), w()) for h in hands],
        [asked.ReportHandled(h, w(), contact=True) for h in hands],
        [asked.ReportHandled(h, w(), contact=True, findings=_FAILING) for h in hands],
        [asked.Review(by("dispatcher"), passed=True)],
        [asked.Acknowledge(h) for h in hands],
        [
            asked.DecideReturn(by("head"), granted=True),
            asked.DecideReturn(by("head"), granted=False, reason=w()),
        ],
        [asked.DecideExtension(by("head"), granted=True)],
        [asked.Supervise(by("supervisor"), Grade.KEY, None, w())],
        [asked.AddItem(by("supervisor"), asked.NewItem(w()), w())],
        [asked.Redispatch(by("dispatcher"), u) for u in units],
        [asked.Unshelve(by("head")), asked.Shelve(by("head"), later, w())],
        [asked.RequestExtension(h, later, w()) for h in hands],
        [asked.RequestReturn(h, ReturnReason.NOT_OURS) for h in hands],
        [asked.AskCitizen(by("dispatcher"), w())],
        [asked.AddWords(citizen(CITIZEN), CITIZEN, w())],
        _assigns(case, units),
    ]


def _hands(case: Case) -> list[Actor]:
    """People of the units that have it, and whoever answers for the lead's part."""
    units = [a.unit for a in case.it.assignments]
    hands = [by(f"{unit}-{office}") for unit in units for office in ("leader", "liaison", "head")]
    lead = case.it.lead
    return [*hands, by("chief"), *([by(lead.leader)] if lead else []), by("transport-leader")]


def _assigns(case: Case, chosen: list[UnitId]) -> list[AnyCommand]:
    w = case.words
    return [
        asked.Assign(
            by("supervisor"),
            None,
            u,
            tuple(x for x in chosen[:1] if x != u),
            (asked.NewItem(w()), asked.NewItem(w(), unit=chosen[0] if chosen[0] != u else None)),
            nature=Nature.HELP,
            place=w(),
        )
        for u in chosen
    ]


def _seen(case: Case, actor: Actor, *, passed: bool) -> AnyCommand:
    findings = tuple(asked.ItemFinding(i.no, passed) for i in case.it.items)
    return asked.ReportVisit(
        actor,
        passed,
        ConfirmationKind.SITE,
        findings,
        (case.photo(),),
        with_position=True,
        note=case.words(),
    )
