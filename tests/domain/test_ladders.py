"""Escalation ladders from the policy (§7.4; issue 4): who is told at which step, by urgency, and nobody is forgotten."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain import commands as asked
from domain.ladders import DEFAULT_LADDERS, Ladder, LadderKind, Ladders, Means, Rung, rungs_at
from domain.notices import NoticeKind, StrongReminder
from domain.policy import LimitRow
from domain.ticket import Limit
from domain.vocabulary import LimitKind, Nature, Office, Urgency
from tests.world import TRANSPORT, WORLD, Case, World, by, case


def with_late(*rungs: Rung) -> World:
    ladders = replace(DEFAULT_LADDERS, late=Ladder(rungs))
    return replace(WORLD, policy=replace(WORLD.policy, ladders=ladders))


def late_case(world: World) -> Case:
    """Due on Friday 12 July, late from Monday 15 July."""
    return case("2019-07-05 09:00", world).filed().accepted(Nature.HELP).dispatched()


def test_a_centres_own_late_ladder_is_climbed() -> None:
    world = with_late(Rung(2, (Office.LIAISON,)), Rung(4, (Office.INSPECTOR, Office.DEPUTY_HEAD)))

    c = late_case(world).wait_until("2019-07-20 09:00")

    heard = {(n.count, n.to.person) for n in c.notices(NoticeKind.LATE_LADDER)}
    assert heard == {(2, "transport-liaison"), (4, "inspector"), (4, "deputy")}


def test_a_rung_by_strong_reminder_rings_and_tells_nobody_twice() -> None:
    world = with_late(Rung(1, (Office.LEADER, Office.UNIT_HEAD)), Rung(1, (Office.UNIT_HEAD,), Means.DING))

    c = late_case(world).wait_until("2019-07-16 09:00")

    assert sorted(n.to.person or "" for n in c.notices(NoticeKind.LATE_LADDER)) == [
        "transport-head",
        "transport-leader",
    ]
    rung = [
        one.person
        for one in c.told
        if isinstance(one, StrongReminder) and one.notice.kind is NoticeKind.LATE_LADDER
    ]
    assert rung == ["transport-head"]


def test_a_rung_whose_office_nobody_holds_reaches_the_leader_and_the_head() -> None:
    c = late_case(with_late(Rung(1, (Office.UNIT_HEAD,))))
    nobody = replace(WORLD.directory.people[next(p for p in WORLD.directory.people if p == "transport-head")])
    c.world = c.world.with_people(replace(nobody, suspended=True))

    c.wait_until("2019-07-16 09:00")

    assert c.who_heard(NoticeKind.LATE_LADDER) == {"transport-leader", "head"}


def test_a_step_planned_by_an_older_ladder_takes_the_last_rung_below() -> None:
    ladder = Ladder((Rung(1, (Office.LEADER,)), Rung(4, (Office.CENTRE_HEAD,))))

    assert [rung.after for rung in rungs_at(ladder, 3)] == [1]
    assert rungs_at(ladder, 0) == ()


@given(st.sampled_from(LadderKind), st.sampled_from(Urgency))
def test_an_urgency_without_a_ladder_of_its_own_climbs_the_general_one(
    kind: LadderKind, urgency: Urgency
) -> None:
    own = Ladder((Rung(1, (Office.UNIT_HEAD,)),))
    ladders = Ladders(
        DEFAULT_LADDERS.late, DEFAULT_LADDERS.urgent, {(LadderKind.LATE, Urgency.CRITICAL): own}
    )

    climbed = ladders.of(kind, urgency)

    special = (kind, urgency) == (LadderKind.LATE, Urgency.CRITICAL)
    assert climbed == (own if special else ladders.every()[kind, None])


def test_the_rule_in_force_at_receipt_sets_the_limit_whenever_it_is_dispatched() -> None:
    def days(amount: int, since: date, until: date) -> LimitRow:
        limit = Limit(LimitKind.WORKING_DAYS, amount, f"{amount}")
        return LimitRow(limit, since=since, until=until)

    rules = (days(9, date.min, date(2019, 7, 5)), days(2, date(2019, 7, 6), date.max))
    world = replace(WORLD, policy=replace(WORLD.policy, limits=rules))

    def given_limit(received: str, dispatched: str) -> str:
        c = case(received, world).filed().accepted(Nature.HELP).clock(dispatched)
        running = c.does(asked.Dispatch(by("dispatcher"), TRANSPORT)).it.limit
        assert running is not None
        return running.limit.source

    assert given_limit("2019-07-05 23:59", "2019-07-08 09:00") == "9", "the old rule on its last day"
    assert given_limit("2019-07-06 00:00", "2019-07-08 09:00") == "2", "the new one from its first midnight"
