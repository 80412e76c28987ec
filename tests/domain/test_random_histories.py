"""The invariants of the design (§3) hold over random histories: anybody asks for anything, and time passes."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain import commands as asked
from domain.accountable import accountable
from domain.actor import SYSTEM
from domain.commands import AnyCommand
from domain.consequences import consequences
from domain.decide import decide
from domain.events import (
    ApprovalGiven,
    CloseoutRequested,
    Dispatched,
    ExtensionDecided,
    HandledReported,
    LimitMoved,
    ProgressReported,
    Recorded,
    ReworkOrdered,
    SiteVisitPassed,
    TakenBack,
    WhistleConfirmed,
    WhistleRefused,
)
from domain.evolve import evolve, replay
from domain.ids import PersonId, UnitId
from domain.notices import Notice, ShowCard, StrongReminder
from domain.people import HeldOffice, Person
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.timers import Timer
from domain.vocabulary import ItemState, Nature, Office, State, Track, UnitRole, Urgency, WhistleKind
from tests.domain.wishes import anything, right, sensible
from tests.world import CENTRE, LONG_AGO, POLICE, TOWN, TRANSPORT, WATER, WORLD, Case, at

MOVES_THE_CLOCK = (Dispatched, LimitMoved, ExtensionDecided, ReworkOrdered, TakenBack)
_TWO_HATS = Person(
    PersonId("twohats"),
    "两岗",
    "13900001111",
    TRANSPORT,
    (HeldOffice(Office.CONFIRMER, CENTRE, LONG_AGO), HeldOffice(Office.SUPERVISOR, CENTRE, LONG_AGO)),
)
_CHIEF = Person(
    PersonId("chief"),
    "兼职",
    "13900002222",
    TRANSPORT,
    (HeldOffice(Office.UNIT_HEAD, TRANSPORT, LONG_AGO), HeldOffice(Office.DEPUTY_HEAD, CENTRE, LONG_AGO)),
)
_BUSY = Person(
    PersonId("transport-duty"),
    "借调",
    "13900003333",
    TRANSPORT,
    (HeldOffice(Office.DUTY_OFFICER, TRANSPORT, LONG_AGO), HeldOffice(Office.LIAISON, WATER, LONG_AGO)),
)
CITY = WORLD.with_people(_TWO_HATS, _CHIEF, _BUSY)
"""The invented centre, with people who hold offices on both sides: those the rules are there for."""

CHANCE = st.integers(0, 2**32)
STANDS_STILL = {State.NEED_INFO, State.SHELVED}


class Histories(RuleBasedStateMachine):
    """One ticket, a whole centre, and time."""

    def __init__(self) -> None:
        super().__init__()
        self.case = Case(at("2019-07-05 09:00"), CITY)

    @initialize(
        urgency=st.sampled_from(Urgency),
        about=st.sampled_from([None, None, WATER, TOWN]),
        nature=st.sampled_from([Nature.COMPLAINT, Nature.REPORT]),
        accepted=st.booleans(),
        ahead=st.integers(0, 9),
        whistle=st.sampled_from([None, None, *WhistleKind]),
    )
    def received(
        self,
        urgency: Urgency,
        about: UnitId | None,
        nature: Nature,
        *,
        accepted: bool,
        ahead: int,
        whistle: WhistleKind | None,
    ) -> None:
        if whistle is not None:
            self.case.whistled(TRANSPORT, POLICE, WATER, kind=whistle, urgency=urgency, nature=nature)
            self.the_matter_moves(ahead)
            return
        self.case.filed(urgency=urgency)
        if accepted or about:
            self.case.accepted(nature, about_unit=about)
        self.the_matter_moves(ahead)

    @rule(chances=st.lists(CHANCE, min_size=1, max_size=8))
    def anybody_asks_for_anything(self, chances: list[int]) -> None:
        for chance in chances:
            self.ask(anything(self.case, chance))

    @rule(chances=st.lists(CHANCE, min_size=1, max_size=4))
    def people_ask_what_they_ask_in_this_state(self, chances: list[int]) -> None:
        for chance in chances:
            self.ask(sensible(self.case, chance))

    @rule(times=st.integers(1, 6))
    def the_matter_moves_on(self, times: int) -> None:
        self.the_matter_moves(times)

    def the_matter_moves(self, times: int) -> None:
        for _ in range(times):
            if wish := right(self.case):
                self.ask(wish)

    @rule(minutes=st.sampled_from([0, 1, 7, 31, 61, 240, 600]))
    def a_while_passes(self, minutes: int) -> None:
        self.case.now += timedelta(minutes=minutes)

    @rule(days=st.sampled_from([1, 2, 3, 9, 31]))
    def days_pass_and_every_timer_is_heard(self, days: int) -> None:
        end = self.case.now + timedelta(days=days)
        for _ in range(30):
            due = next(iter(self.case.timers()), None)
            if due is None or due.due_at > end:
                break
            self.case.now = max(self.case.now, due.due_at)
            self.hear(due)
        self.case.now = max(self.case.now, end)

    @rule()
    def the_next_timer_is_heard(self) -> None:
        if due := next(iter(self.case.timers()), None):
            self.case.now = max(self.case.now, due.due_at)
            self.hear(due)

    def hear(self, due: Timer) -> None:
        command = asked.TimeCame(SYSTEM, due.step)
        self.case.does(command)
        assert due.step not in {t.step for t in self.case.timers()}, "a step is taken once"
        assert self.case.refused(command) is Reason.STEP_NOT_WANTED

    def ask(self, command: AnyCommand) -> None:
        before, told, length = self.case.ticket, len(self.case.told), len(self.case.history)
        outcome = self.case.tries(command)
        if isinstance(outcome, Refusal):
            assert self.case.ticket is before, "a refusal changes nothing"
            assert (len(self.case.told), len(self.case.history)) == (told, length)
            assert decide(before, command, self.case.context) == outcome, "and gets the same answer again"
            return
        assert outcome, "something happened or was refused"
        again = decide(self.case.ticket, command, self.case.context)
        assert isinstance(again, Refusal), f"repeated, {command} happened twice"
        self.clock_is_honest(before, length)
        self.nobody_complained_of_hears(told)

    def clock_is_honest(self, before: Ticket | None, length: int) -> None:
        now = self.case.it
        new = [r.event for r in self.case.history[length:]]
        if before and before.limit and now.limit and before.limit.due_at != now.limit.due_at:
            assert any(isinstance(e, MOVES_THE_CLOCK) for e in new), "only a rule moves the clock"

    def nobody_complained_of_hears(self, since: int) -> None:
        about = self.case.it.about_unit
        for told in self.case.told[since:]:
            match told:
                case Notice():
                    person = told.to.person
                case ShowCard() | StrongReminder():
                    person = told.person
            if about and person:
                assert about not in CITY.directory.units_of(person, self.case.context.today)

    @invariant()
    def a_listed_matter_is_closed_only_when_seen_by_somebody_else(self) -> None:
        it = self.case.ticket
        if it is None or it.state not in {State.CLOSED, State.CLOSED_OUT}:
            return
        if it.track is Track.ORDINARY:
            assert not it.items, "an item is never closed by explanation"
            return
        assert it.state is State.CLOSED_OUT
        assert all(i.state is ItemState.CONFIRMED for i in it.items)
        assert it.items
        history = self.case.history
        worked = last(
            history, lambda e: isinstance(e, ReworkOrdered) or (isinstance(e, ProgressReported) and e.done)
        )
        requested = last(history, lambda e: isinstance(e, CloseoutRequested))
        passed = last(history, lambda e: isinstance(e, SiteVisitPassed))
        approved = last(history, lambda e: isinstance(e, ApprovalGiven))
        assert passed.seq > worked.seq
        assert passed.seq > requested.seq
        assert approved.seq > passed.seq
        three = {requested.by.person, passed.by.person, approved.by.person}
        assert len(three) == 3
        assert None not in three
        ever = {p.unit for r in history if isinstance(r.event, Dispatched) for p in r.event.parts}
        for person in (passed.by.person, approved.by.person):
            assert person is not None
            assert not CITY.directory.units_of(person, self.case.context.today) & ever

    @invariant()
    def a_whistle_is_closed_only_after_the_leads_report_and_the_towns_word(self) -> None:
        it = self.case.ticket
        if it is None or it.whistle is None or it.state not in {State.CLOSED, State.CLOSED_OUT}:
            return
        history, town = self.case.history, it.whistle.unit
        reported = last(history, lambda e: isinstance(e, HandledReported | CloseoutRequested))
        confirmed = last(history, lambda e: isinstance(e, WhistleConfirmed))
        assert confirmed.seq > reported.seq
        units = CITY.directory.units_of
        assert reported.by.person is not None
        assert confirmed.by.person is not None
        assert town in units(confirmed.by.person, self.case.context.today)
        assert it.lead is not None
        assert it.lead.unit != town
        assert it.lead.unit not in units(confirmed.by.person, self.case.context.today)
        assert not any(
            isinstance(r.event, ReworkOrdered | WhistleRefused | Dispatched) for r in history[confirmed.seq :]
        )

    @invariant()
    def what_became_of_each_call_is_kept(self) -> None:
        it = self.case.ticket
        if it is None or it.whistle is None:
            return
        called = {one.unit: one for one in it.whistle.called}
        assert len(called) == len(it.whistle.called)
        for part in it.assignments:
            assert called[part.unit].let_go_at is None
            assert called[part.unit].arrived_at == part.arrived_at
        assert {unit for unit, one in called.items() if one.let_go_at is None} == {
            part.unit for part in it.assignments
        }

    @invariant()
    def every_open_ticket_is_somebodys_and_waits_for_something(self) -> None:
        it = self.case.ticket
        if it is None or not it.is_open:
            return
        person = accountable(it, self.case.context)
        assert person is not None
        assert person in CITY.directory.people
        timers = self.case.timers()
        assert timers, f"nothing waits in {it.state}"
        assert any(self.reaches(t, person) for t in timers), f"no timer reaches {person} in {it.state}"

    def reaches(self, timer: Timer, person: PersonId) -> bool:
        """Whether hearing the timer tells the person, or moves the ticket on to a state with timers of its own."""
        it, then = self.case.it, max(self.case.now, timer.due_at)
        context = CITY.context(then)
        events = decide(it, asked.TimeCame(SYSTEM, timer.step), context)
        assert not isinstance(events, Refusal), f"{timer} is planned but not wanted"
        ticket = it
        for event in events:
            recorded = Recorded(ticket.version + 1, then, SYSTEM, event)
            after = evolve(ticket, recorded)
            owed = consequences(ticket, recorded, after, context)
            if any(isinstance(n, Notice) and n.to.person == person for n in owed):
                return True
            ticket = after
        return ticket.state is not it.state

    @invariant()
    def the_ticket_is_what_its_history_says(self) -> None:
        if self.case.ticket is not None:
            assert replay(self.case.history) == self.case.ticket

    @invariant()
    def the_parts_are_in_order(self) -> None:
        it = self.case.ticket
        if it is None or not it.assignments:
            return
        assert [a.role for a in it.assignments].count(UnitRole.LEAD) == 1
        assert it.about_unit not in {a.unit for a in it.assignments}
        assert {i.unit for i in it.items} <= {a.unit for a in it.assignments}
        assert len({i.no for i in it.items}) == len(it.items)

    @invariant()
    def the_clock_stands_still_only_for_the_two_pauses(self) -> None:
        it = self.case.ticket
        if it is None or it.limit is None:
            return
        state = it.merged_from if it.state is State.MERGED else it.state
        still = any(p.until_at is None for p in it.limit.pauses)
        assert still == (state in STANDS_STILL), f"{state}: {it.limit.pauses}"


def last(history: list[Recorded], wanted: object) -> Recorded:
    """The last event of a kind; a history without one fails here."""
    assert callable(wanted)
    return next(r for r in reversed(history) if wanted(r.event))


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@pytest.mark.parametrize("seed", range(8))
def test_the_invariants_hold_on_long_walks(seed: int) -> None:
    """The same machine by plain chance: Hypothesis seeks short histories, these go far."""
    for walk in range(25):
        draw = Random(f"{seed}/{walk}")
        machine = Histories()
        nature = draw.choice([Nature.COMPLAINT, Nature.REPORT])
        about = draw.choice([None, None, None, WATER, TOWN])
        machine.received(
            draw.choice(list(Urgency)),
            about,
            nature,
            accepted=True,
            ahead=draw.randint(0, 9),
            whistle=draw.choice([None, None, None, *WhistleKind]),
        )
        for _ in range(35):
            turn(machine, draw)
            machine.a_listed_matter_is_closed_only_when_seen_by_somebody_else()
            machine.the_parts_are_in_order()
            machine.the_clock_stands_still_only_for_the_two_pauses()
            machine.a_whistle_is_closed_only_after_the_leads_report_and_the_towns_word()
            machine.what_became_of_each_call_is_kept()
        machine.every_open_ticket_is_somebodys_and_waits_for_something()
        machine.the_ticket_is_what_its_history_says()


def turn(machine: Histories, draw: Random) -> None:
    """Whatever happens next."""
    chance = draw.random()
    if chance < 0.3:
        machine.the_matter_moves(1)
    elif chance < 0.85:
        machine.ask(sensible(machine.case, draw.getrandbits(32)))
    elif chance < 0.93:
        machine.ask(anything(machine.case, draw.getrandbits(32)))
    elif chance < 0.97:
        machine.the_next_timer_is_heard()
    else:
        machine.a_while_passes(draw.choice([1, 61, 600, 3000]))
