"""While nobody signs for an urgent matter: chat card, DING, a text to the duty phone, the deputy, the heads. Then it stops."""

from dataclasses import replace

import pytest

from domain import commands as asked
from domain.ids import PersonId, UnitId
from domain.ladders import DEFAULT_LADDERS, Ladder, LadderKind, Means, Rung
from domain.notices import CardKind, Notice, NoticeKind, Recipient, RecipientKind, ShowCard, StrongReminder
from domain.rosters.turns import DutyBook, Turn
from domain.steps import Step, StepKind
from domain.still_true import still_true
from domain.vocabulary import Office, Urgency
from tests.world import POLICE, TRANSPORT, WORLD, Case, World, at, by, case

NIGHT, MORNING, CHIEF = (
    PersonId("transport-night"),
    PersonId("transport-morning"),
    PersonId("transport-chief"),
)
_BASE = WORLD.directory.people[PersonId("transport-duty")]
ROSTER = (
    Turn(1, NIGHT, at("2019-07-05 20:00"), at("2019-07-05 23:18"), deputy=CHIEF),
    Turn(2, MORNING, at("2019-07-05 23:18"), at("2019-07-06 20:00"), deputy=CHIEF),
)


def rostered() -> World:
    """The transport bureau has a roster; those on it hold no office."""
    people = (replace(_BASE, id=one, offices=(), staff_id=f"staff-{one}") for one in (NIGHT, MORNING, CHIEF))
    world = WORLD.with_people(*people)
    return replace(world, directory=replace(world.directory, duty=DutyBook({TRANSPORT: ROSTER})))


def urgent(*assists: UnitId, world: World | None = None) -> Case:
    """Dispatched at 23:00."""
    c = case("2019-07-05 23:00", world or rostered())
    return c.filed(urgency=Urgency.URGENT).accepted().dispatched(TRANSPORT, *assists)


def since(c: Case, written: str) -> list[tuple[str, str, bool]]:
    """Who is told what from then on, and whether as a text message."""
    before = len(c.told)
    c.wait_until(written)
    notices = [one for one in c.told[before:] if isinstance(one, Notice)]
    return [(str(one.to.person), one.kind.value, one.by_sms) for one in notices]


def dinged(c: Case, since_: int) -> set[str]:
    return {str(one.person) for one in c.told[since_:] if isinstance(one, StrongReminder)}


def test_the_officer_on_duty_by_the_roster_holds_the_card_from_the_first_minute() -> None:
    c = urgent()

    assert NIGHT in c.who_heard(NoticeKind.ASSIGNED)
    assert "transport-duty" not in c.who_heard(NoticeKind.ASSIGNED), "an office without a turn is not called"
    assert ShowCard(NIGHT, CardKind.TASK) in c.told


def test_it_climbs_rung_by_rung_to_whoever_is_on_duty_then() -> None:
    c = urgent()
    before = len(c.told)

    assert {(NIGHT, "ack_reminder", False), ("supervisor", "unacknowledged", False)} <= set(
        since(c, "2019-07-05 23:10")
    )
    assert NIGHT in dinged(c, before)
    assert since(c, "2019-07-05 23:15") == [(NIGHT, "ack_reminder", True)]
    before = len(c.told)
    assert since(c, "2019-07-05 23:20") == [
        (CHIEF, "ack_reminder", False),
        ("deputy", "unacknowledged", False),
    ]
    assert dinged(c, before) == {CHIEF, "deputy"}
    assert ShowCard(CHIEF, CardKind.TASK) in c.told
    assert {("transport-head", "unacknowledged", False), ("head", "unacknowledged", False)} <= set(
        since(c, "2019-07-05 23:30")
    )


def test_a_shift_that_began_meanwhile_is_called_and_holds_the_card() -> None:
    ladder = Ladder((Rung(20, (Office.DUTY_OFFICER,), Means.SMS),))
    world = rostered()
    policy = replace(world.policy, ladders=replace(DEFAULT_LADDERS, urgent=ladder))
    c = urgent(world=replace(world, policy=policy))

    assert since(c, "2019-07-05 23:20") == [(MORNING, "ack_reminder", True)]
    assert ShowCard(MORNING, CardKind.TASK) in c.told


def test_it_stops_as_soon_as_the_one_on_duty_signs() -> None:
    c = urgent()
    c.wait_until("2019-07-05 23:10")

    c.does(asked.Acknowledge(by(NIGHT)))

    assert not [timer for timer in c.timers() if timer.step.startswith("rung")]
    assert not [
        told for told in since(c, "2019-07-05 23:29") if told[1] in {"ack_reminder", "unacknowledged"}
    ]


def test_a_part_that_is_not_signed_for_climbs_on_by_itself() -> None:
    c = urgent(POLICE)
    c.does(asked.Acknowledge(by(NIGHT)))

    told = since(c, "2019-07-05 23:15")

    assert ("police-duty", "ack_reminder", True) in told
    assert not [one for one in told if one[0] in {NIGHT, "transport-leader"}]


def test_what_was_queued_is_not_sent_once_that_unit_has_signed() -> None:
    c = urgent(POLICE)
    to = Recipient(RecipientKind.PERSON, person=PersonId("police-duty"))
    theirs = Notice(to, NoticeKind.ACK_REMINDER, c.it.id, units=(POLICE,))
    ours = replace(theirs, units=(TRANSPORT,))

    c.does(asked.Acknowledge(by(NIGHT)))

    assert still_true(theirs, c.it, c.now)
    assert not still_true(ours, c.it, c.now)


def test_rungs_are_steps_on_the_ticket_and_taken_once() -> None:
    c = urgent()

    rungs = [Step.parse(timer.step) for timer in c.timers() if timer.step.startswith("rung")]

    assert [step.subject for step in rungs if step] == [f"transport/{n}" for n in (10, 15, 20, 30)]
    c.wait_until("2019-07-05 23:10")
    assert [timer.step for timer in c.timers() if timer.step.endswith("transport/10")] == []


def test_without_rungs_after_the_assignment_the_old_reminder_comes() -> None:
    only_card = Ladder((Rung(0, (Office.DUTY_OFFICER,), Means.CARD),))
    world = rostered()
    ladders = replace(DEFAULT_LADDERS, by_urgency={(LadderKind.URGENT, Urgency.URGENT): only_card})
    c = urgent(world=replace(world, policy=replace(world.policy, ladders=ladders)))

    assert [timer for timer in c.timers() if timer.step.startswith(StepKind.ACK_DUE.value)]
    assert (NIGHT, "ack_reminder", False) in since(c, "2019-07-05 23:10")


@pytest.mark.parametrize("who", [NIGHT, MORNING, CHIEF])
def test_whoever_has_a_turn_that_day_may_sign_and_report_arrival(who: PersonId) -> None:
    c = urgent()

    c.does(asked.Acknowledge(by(who))).does(asked.ReportArrival(by(who)))

    assert c.it.lead is not None
    assert c.it.lead.arrived_at is not None


def test_whoever_has_no_turn_and_no_office_may_not() -> None:
    c = urgent(world=replace(rostered(), directory=replace(rostered().directory, duty=DutyBook())))

    c.refused(asked.Acknowledge(by(NIGHT)))
