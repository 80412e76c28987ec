"""The program's own duty book: what a transaction changed is known at once, an older state never comes back."""

from dataclasses import replace

from bot.who import Who
from domain.ids import DocketId, PersonId
from domain.rosters.roster import Roster
from domain.rosters.turns import Turn
from tests.world import WATER, WORLD, at

NIGHT = at("2019-07-05 21:12")
TURN = Turn(1, PersonId("water-leader"), at("2019-07-05 20:00"), at("2019-07-06 08:00"))
ROSTER = Roster(DocketId(1), 2, WATER, (TURN,))


def called(who: Who) -> str:
    found = who.directory.duty_officer_of(WATER, NIGHT)
    assert found is not None
    return found.id


def test_a_roster_taken_in_is_asked_from_then_on_and_outlives_a_roll_call() -> None:
    who = Who(WORLD.directory, WORLD.directory)
    assert called(who) == "water-duty"

    who.take_in(ROSTER)
    assert called(who) == "water-leader"

    who.learn({}, frozenset())
    assert called(who) == "water-leader"


def test_who_left_is_not_called() -> None:
    who = Who(WORLD.directory, WORLD.directory)
    who.take_in(ROSTER)

    who.learn({}, frozenset({PersonId("water-leader")}))

    assert called(who) == "water-duty"


def test_an_older_state_changes_nothing() -> None:
    who = Who(WORLD.directory, WORLD.directory)
    who.take_in(ROSTER)

    who.take_in(replace(ROSTER, version=1, turns=()))

    assert called(who) == "water-leader"
    assert who.rosters == {DocketId(1): 2}
