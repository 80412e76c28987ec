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
from domain.calendar_clock import local_date
from domain.commands import AnyCommand
from domain.deciding.ending import still_to_ask
from domain.deciding.unit_work import OPEN_ITEM
from domain.ids import AppellantId, BlobId, ItemNo, PersonId, Sealed, TicketId, UnitId, VisitId
from domain.ticket import Limit
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
)
from tests.world import CENTRE, CITIZEN, NEIGHBOUR, PEOPLE, UNITS, Case, by, sealed

COMMANDS: tuple[type[AnyCommand], ...] = get_args(AnyCommand)
ACTORS: tuple[Actor, ...] = (
    *(by(p.id) for p in PEOPLE),
    by("nobody"),
    citizen(CITIZEN),
    citizen(NEIGHBOUR),
    SYSTEM,
)


def anything(case: Case, chance: int) -> AnyCommand:
    """Any command by anybody, made of a number."""
    draw = Random(chance)
    return some(draw.choice(COMMANDS), draw.choice(ACTORS), case, draw)


def some(kind: type[AnyCommand], by_whom: Actor, case: Case, draw: Random) -> AnyCommand:
    """A command of that kind by that hand, everything else left to chance."""
    made: AnyCommand = _made(kind, case, draw, {"by": by_whom})
    return made


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
    if hint in (asked.NewItem, asked.ItemFinding, asked.TakenAppeal):
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


def sensible(case: Case) -> list[AnyCommand]:
    """What people ask in this state, the right ones and the wrong ones, so that histories get somewhere."""
    it, w = case.it, case.words
    lead = it.lead.unit if it.lead else UnitId("transport")
    nobody = [UnitId("centre"), UnitId("nowhere")]
    chosen = [u.id for u in UNITS if u.id not in nobody and u.id != it.about_unit]
    parts = [a.unit for a in it.assignments] or [lead]
    hands = [by(f"{unit}-{office}") for unit in parts for office in ("leader", "liaison", "head")]
    hands += [by(str(it.lead.leader))] if it.lead else []
    centre = [by(p.id) for p in PEOPLE if p.unit == CENTRE]
    visit = it.visit
    open_items = tuple(i.no for i in it.items)
    item_units = {i.unit for i in it.items}
    choices: list[AnyCommand] = []
    match it.state:
        case State.RECEIVED | State.PENDING_DISPATCH | State.NEED_INFO:
            choices += [
                asked.Accept(by("operator"), Nature.COMPLAINT, place=w()),
                *(
                    asked.Dispatch(by("dispatcher"), u, tuple(x for x in chosen[:2] if x != u))
                    for u in chosen
                ),
                *(asked.Dispatch(by("dispatcher"), u) for u in chosen),
                *_assigns(case, chosen),
                asked.AskCitizen(by("operator"), w()),
                asked.AddWords(citizen(CITIZEN), CITIZEN, w(), Urgency.URGENT),
            ]
        case State.CLOSEOUT_REQUESTED:
            goers = [visit.confirmer] if visit else []
            who = [*(by(g) for g in goers), *centre, *hands]
            choices += [_seen(case, actor, passed=p) for actor in who for p in (True, True, False)]
            choices += [asked.NameConfirmer(by("supervisor"), VisitId(next(case.ids)), p.id) for p in PEOPLE]
        case State.CALLBACK | State.SITE_CONFIRMED | State.DISSATISFIED_REVIEW:
            choices += [asked.Approve(actor) for actor in (*centre, *hands)]
            choices += [
                asked.RecordRating(citizen(a), a, r, RatingWay.SMS, w())
                for a in it.appellants
                for r in Rating
            ]
            choices += [asked.RecordCallTry(by("caller"), a) for a in it.appellants]
            choices += [asked.ProposeFinding(actor, UnreasonableGround.ABUSE, w()) for actor in centre]
            choices += [asked.ConfirmFinding(actor) for actor in centre]
            choices += [asked.OrderRework(by("head"), CauseClass.UNSOLVED, w())]
            choices += [asked.RejectCloseout(by("supervisor"), w())]
        case State.CLOSED | State.CLOSED_OUT:
            choices += [
                asked.StartLookBack(by("supervisor")),
                *(asked.RecordLookBack(by("supervisor"), r, w()) for r in LookBackResult),
                asked.RecordRating(citizen(CITIZEN), CITIZEN, Rating.DISSATISFIED, RatingWay.SMS, w()),
            ]
        case _:
            choices += [asked.ReportProgress(h, w(), open_items, (case.photo(),)) for h in hands]
            choices += [
                asked.ReportProgress(
                    by(f"{unit}-liaison"),
                    w(),
                    tuple(i.no for i in it.items if i.unit == unit),
                    (case.photo(),),
                    part_done=True,
                    contact=True,
                )
                for unit in (*item_units, *parts)
            ] * 3
            choices += [
                asked.RequestCloseout(h, VisitId(next(case.ids)), w(), w()) for h in (*hands, *centre)
            ]
            choices += [
                *(asked.ReportHandled(h, w(), contact=True) for h in hands),
                asked.Review(by("dispatcher"), passed=True),
                asked.Review(by("dispatcher"), passed=True),
                asked.DecideReturn(by("dispatcher"), granted=True),
                asked.DecideReturn(by("head"), granted=False, reason=w()),
                asked.DecideExtension(by("head"), granted=True),
                asked.Supervise(by("supervisor"), Grade.KEY, None, w()),
                asked.AddItem(by("supervisor"), asked.NewItem(w()), w()),
                asked.Unshelve(by("head")),
                *_assigns(case, chosen),
            ]
            later = local_date(case.now) + timedelta(days=20)
            choices += [asked.RequestExtension(h, later, w()) for h in hands]
            choices += [asked.RequestReturn(h, ReturnReason.NOT_OURS) for h in hands]
            choices += [asked.Shelve(by("head"), later, w())]
    return choices


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
